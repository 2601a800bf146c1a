#include <gmock/gmock.h>

#include "tests/calendar/fixture.h"

namespace hejie::calendar::test {
namespace {

using ::testing::ElementsAre;

Notice amendment(const std::string& id, const std::string& published) {
  return {.id = id, .authority = "x", .number = "x", .published = date(published), .years = {}};
}

TEST(Calendar, tells_the_four_kinds_apart) {
  const Calendar calendar = calendar_2025_2026();
  EXPECT_EQ(calendar.kind(date("2025-09-26")), DayKind::working);
  EXPECT_EQ(calendar.kind(date("2025-09-27")), DayKind::weekend);
  EXPECT_EQ(calendar.kind(date("2025-09-28")), DayKind::make_up);
  EXPECT_EQ(calendar.kind(date("2025-10-01")), DayKind::holiday);
  EXPECT_TRUE(calendar.is_working(date("2025-09-28")));
  EXPECT_FALSE(calendar.is_working(date("2025-10-08")));
}

TEST(Calendar, explains_a_day_by_its_notice) {
  const Calendar calendar = calendar_2025_2026();
  const Day day = calendar.day(date("2025-10-03"));
  ASSERT_NE(day.name, nullptr);
  EXPECT_EQ(day.name->zh, "国庆节");
  EXPECT_EQ(day.name->en, "National Day");
  EXPECT_EQ(day.notice, "cn_2025");
  EXPECT_EQ(day.number, "国办发明电〔2024〕12号");
  const Day plain = calendar.day(date("2025-10-13"));
  EXPECT_EQ(plain.name, nullptr);
  EXPECT_TRUE(plain.notice.empty());
}

TEST(Calendar, knows_its_first_day_and_how_far_notices_reach) {
  const Calendar calendar = calendar_2025_2026();
  EXPECT_EQ(calendar.first_day(), date("2025-01-01"));
  EXPECT_EQ(calendar.covers_to(), date("2026-12-31"));
  EXPECT_EQ(calendar.last_day(), date("2028-12-31"));
  EXPECT_FALSE(calendar.contains(date("2024-12-31")));
  EXPECT_FALSE(calendar.contains(date("2029-01-01")));
  EXPECT_FALSE(calendar.is_provisional(date("2026-12-31")));
  EXPECT_TRUE(calendar.is_provisional(date("2027-01-01")));
}

TEST(Calendar, counts_the_published_working_days_of_a_year) {
  const Calendar calendar = calendar_2025_2026();
  EXPECT_EQ(calendar.working_days_between(date("2025-01-01"), date("2025-12-31")), 248);
  EXPECT_EQ(calendar.working_days_between(date("2025-12-31"), date("2026-12-31")), 248);
  EXPECT_EQ(calendar.working_days_between(date("2026-12-31"), date("2025-12-31")), -248);
}

TEST(Calendar, beyond_the_notices_statutory_days_are_off_and_no_weekend_is_worked) {
  const Calendar calendar = calendar_2025_2026();
  EXPECT_EQ(calendar.kind(date("2027-02-05")), DayKind::holiday);  // the eve
  EXPECT_TRUE(calendar.day(date("2027-02-05")).statutory);
  EXPECT_EQ(calendar.day(date("2027-02-05")).notice, "measure_2024");
  EXPECT_EQ(calendar.day(date("2027-10-01")).name->zh, "中秋节、国庆节");
  EXPECT_EQ(calendar.day(date("2027-10-01")).name->en, "Mid-Autumn Festival, National Day");
  for (Date day = date("2027-01-01"); day <= calendar.last_day(); day = day + 1) {
    EXPECT_NE(calendar.kind(day), DayKind::make_up) << format_date(day);
    if (weekday(day) >= 5) {
      EXPECT_FALSE(calendar.is_working(day)) << format_date(day);
    }
  }
}

TEST(Calendar, a_later_notice_changes_days_only_where_it_is_known) {
  Notice extension = amendment("cn_2026_spring", "2026-02-20");
  extension.off.push_back({date("2026-02-24"), "春节", false});
  extension.work.push_back(date("2026-03-07"));
  const std::vector<Notice> notices{extension, notice_2025(), notice_2026()};
  const Calendar now = must_build(notices);
  const Calendar before = must_build(notices, {.as_known_on = date("2026-02-19")});
  EXPECT_EQ(now.kind(date("2026-02-24")), DayKind::holiday);
  EXPECT_EQ(now.kind(date("2026-03-07")), DayKind::make_up);
  EXPECT_EQ(before.kind(date("2026-02-24")), DayKind::working);
  EXPECT_EQ(before.kind(date("2026-03-07")), DayKind::weekend);
  EXPECT_THAT(now.notices(), ElementsAre("cn_2025", "cn_2026", "cn_2026_spring"));
  EXPECT_THAT(before.notices(), ElementsAre("cn_2025", "cn_2026"));
  EXPECT_NE(now.version(), before.version());
}

TEST(Calendar, a_replacing_notice_silences_the_earlier_one_between_its_days) {
  Notice moved = amendment("cn_2026_may", "2026-03-01");
  moved.replaces = "cn_2026";
  add_off(moved, "劳动节", "2026-05-01", "2026-05-03");
  moved.work.push_back(date("2026-05-04"));
  const Calendar calendar = must_build({notice_2025(), notice_2026(), moved});
  EXPECT_EQ(calendar.kind(date("2026-05-03")), DayKind::holiday);
  EXPECT_EQ(calendar.kind(date("2026-05-04")), DayKind::working);
  EXPECT_EQ(calendar.kind(date("2026-05-05")), DayKind::holiday) << "outside the span the earlier notice still speaks";
  EXPECT_EQ(calendar.kind(date("2026-10-01")), DayKind::holiday);
}

TEST(Calendar, known_early_it_covers_less_and_uses_the_older_measure) {
  const std::vector<Notice> notices{notice_2025(), notice_2026()};
  const Calendar early = must_build(notices, {.as_known_on = date("2025-06-01")});
  EXPECT_EQ(early.covers_to(), date("2025-12-31"));
  EXPECT_EQ(early.kind(date("2026-01-04")), DayKind::weekend);
  EXPECT_EQ(early.kind(date("2026-01-02")), DayKind::working);
}

TEST(Calendar, a_regional_notice_holds_only_in_its_region_and_over_the_national_one) {
  Notice local = amendment("gx_2026", "2026-01-10");
  local.region = "450000";
  local.off.push_back({date("2026-05-09"), "三月三", true});
  const std::vector<Notice> notices{notice_2025(), notice_2026(), local};
  EXPECT_EQ(must_build(notices).kind(date("2026-05-09")), DayKind::make_up);
  EXPECT_EQ(must_build(notices, {.regions = {"110000"}}).kind(date("2026-05-09")), DayKind::make_up);
  EXPECT_EQ(must_build(notices, {.regions = {"450000"}}).kind(date("2026-05-09")), DayKind::holiday);
}

TEST(Calendar, a_break_across_the_year_end_belongs_to_the_next_notice) {
  Notice next{.id = "cn_2027", .authority = "x", .number = "x", .published = date("2026-11-01"), .years = {2027}};
  add_off(next, "元旦", "2026-12-31", "2027-01-02");
  next.work.push_back(date("2026-12-26"));
  const Calendar calendar = must_build({notice_2025(), notice_2026(), next});
  EXPECT_EQ(calendar.kind(date("2026-12-31")), DayKind::holiday);
  EXPECT_EQ(calendar.kind(date("2026-12-26")), DayKind::make_up);
  EXPECT_EQ(calendar.covers_to(), date("2027-12-31"));
  EXPECT_EQ(calendar.kind(date("2027-02-05")), DayKind::working) << "a year with a notice takes nothing from the table";
}

TEST(Calendar, coverage_stops_at_the_first_year_without_notice) {
  Notice far{.id = "cn_2028", .authority = "x", .number = "x", .published = date("2026-11-01"), .years = {2028}};
  add_off(far, "元旦", "2028-01-01", "2028-01-03");
  const Calendar calendar = must_build({notice_2025(), notice_2026(), far});
  EXPECT_EQ(calendar.covers_to(), date("2026-12-31"));
  EXPECT_EQ(calendar.kind(date("2027-01-01")), DayKind::holiday);
  EXPECT_EQ(calendar.kind(date("2028-01-03")), DayKind::holiday);
}

TEST(Calendar, reports_all_findings_at_once) {
  Notice bad = notice_2026();
  bad.id = "cn_2025";
  bad.work.push_back(date("2026-03-04"));  // a Wednesday
  bad.work.push_back(date("2026-10-01"));  // also off
  const auto built = Calendar::build(std::vector<Notice>{notice_2025(), bad}, statutory());
  ASSERT_FALSE(built.has_value());
  std::vector<std::string> codes;
  for (const auto& finding : built.error().findings) {
    codes.push_back(finding.code + " " + finding.path);
    EXPECT_FALSE(finding.message.zh.empty());
    EXPECT_FALSE(finding.message.en.empty());
  }
  EXPECT_THAT(codes, ElementsAre("duplicate /1/id"));
  bad.id = "cn_2026";
  const auto days = Calendar::build(std::vector<Notice>{notice_2025(), bad}, statutory());
  ASSERT_FALSE(days.has_value());
  codes.clear();
  for (const auto& finding : days.error().findings) codes.push_back(finding.code + " " + finding.path);
  EXPECT_THAT(codes, ElementsAre("off_and_worked /1/work/7", "weekday /1/work/6"));
}

TEST(Calendar, needs_a_notice_for_some_year) {
  EXPECT_FALSE(Calendar::build({}, statutory()).has_value());
  EXPECT_FALSE(Calendar::build(std::vector<Notice>{notice_2026()}, statutory(), {.as_known_on = date("2020-01-01")})
                   .has_value());
}

TEST(Calendar, finds_working_days_near_a_day) {
  const Calendar calendar = calendar_2025_2026();
  EXPECT_EQ(calendar.next_working(date("2025-10-01")), date("2025-10-09"));
  EXPECT_EQ(calendar.next_working(date("2025-09-28")), date("2025-09-28"));
  EXPECT_EQ(calendar.previous_working(date("2025-10-08")), date("2025-09-30"));
  EXPECT_EQ(calendar.working_day_after(date("2025-09-26"), 1), date("2025-09-28"));
  EXPECT_EQ(calendar.working_day_before(date("2026-10-12"), 3), date("2026-10-08"));
  EXPECT_EQ(calendar.working_day_before(date("2025-01-02"), 1), std::nullopt);
  EXPECT_EQ(calendar.working_day_after(calendar.last_day(), 1), std::nullopt);
}

}  // namespace
}  // namespace hejie::calendar::test
