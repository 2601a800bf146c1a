// The shipped data: what the notices of 2007-2026 made of the days, their amendments and the statutory days to 2100.
#include <gmock/gmock.h>

#include <algorithm>
#include <array>

#include "engine/calendar/period.h"
#include "tests/calendar/fixture.h"
#include "tests/calendar/shipped.h"

namespace hejie::calendar::test {
namespace {

TEST(ShippedCalendar, covers_2007_to_2026_and_ends_with_2100) {
  const auto calendar = shipped();
  EXPECT_EQ(calendar->id(), "cn");
  EXPECT_EQ(calendar->first_day(), date("2007-01-01"));
  EXPECT_EQ(calendar->covers_to(), date("2026-12-31"));
  EXPECT_EQ(calendar->last_day(), date("2100-12-31"));
  EXPECT_EQ(calendar->notices().size(), 23U) << "twenty years and three amendments; no regional notice unasked";
}

TEST(ShippedCalendar, working_days_of_each_year) {
  constexpr std::array<int, 20> kDays{249, 251, 250, 250, 250, 249, 250, 250, 249, 250,
                                      249, 250, 250, 249, 250, 249, 249, 251, 248, 248};
  const auto calendar = shipped();
  for (std::size_t i = 0; i < kDays.size(); ++i) {
    const int year = 2007 + static_cast<int>(i);
    int days = 0;
    for (Date day = from_ymd(year, 1, 1); day <= from_ymd(year, 12, 31); day = day + 1) {
      days += calendar->is_working(day) ? 1 : 0;
    }
    EXPECT_EQ(days, kDays[i]) << year;
  }
}

TEST(ShippedCalendar, every_statutory_day_is_off_and_marked) {
  const auto calendar = shipped();
  const auto& table = shipped_set().statutory;
  for (int year = 2007; year <= 2026; ++year) {
    const auto days = statutory_days(table, year);
    EXPECT_GE(days.size(), year < 2008 ? 10U : year < 2025 ? 10U : 12U) << year;
    std::vector<Date> marked;
    for (Date day = from_ymd(year, 1, 1); day <= from_ymd(year, 12, 31); day = day + 1) {
      if (calendar->day(day).statutory) marked.push_back(day);
    }
    std::vector<Date> wanted;
    for (const auto& day : days) wanted.push_back(day.date);
    EXPECT_EQ(marked.size(), wanted.size()) << year;
    EXPECT_TRUE(marked == wanted) << year;
  }
}

TEST(ShippedCalendar, every_notice_has_a_number_and_names_with_two_languages) {
  for (const auto& notice : shipped_set().notices) {
    EXPECT_FALSE(notice.number.empty()) << notice.id;
    EXPECT_FALSE(notice.off.empty()) << notice.id;
    for (const auto& off : notice.off) {
      EXPECT_TRUE(shipped_set().statutory.english.contains(off.name) || off.name.find("、") != std::string::npos)
          << notice.id << " " << off.name;
    }
    if (!notice.region) {
      ASSERT_TRUE(notice.url.has_value()) << notice.id;
      EXPECT_NE(notice.url->find("gov.cn/"), std::string::npos) << notice.id;
    }
  }
}

TEST(ShippedCalendar, spring_festival_2020_before_and_after_the_extension) {
  const auto before = shipped({.as_known_on = date("2020-01-25")});
  const auto after = shipped({.as_known_on = date("2020-01-26")});
  EXPECT_EQ(before->kind(date("2020-01-31")), DayKind::working);
  EXPECT_EQ(before->kind(date("2020-02-01")), DayKind::make_up);
  EXPECT_EQ(after->kind(date("2020-01-31")), DayKind::holiday);
  EXPECT_EQ(after->kind(date("2020-02-01")), DayKind::holiday);
  EXPECT_EQ(after->kind(date("2020-02-03")), DayKind::working);
  EXPECT_EQ(after->kind(date("2020-01-19")), DayKind::make_up) << "the rest of the first notice holds";
  EXPECT_EQ(after->covers_to(), date("2020-12-31"));
  // An award received on 16 January: the 15 days end on the 31st.
  const PeriodQuery suit{.from = date("2020-01-16"), .periods = {{Unit::days, 15}}};
  EXPECT_EQ(compute(*before, suit)->due, date("2020-01-31"));
  EXPECT_EQ(compute(*after, suit)->due, date("2020-02-03"));
}

TEST(ShippedCalendar, the_other_amendments) {
  const auto may = shipped({.as_known_on = date("2019-03-21")});
  EXPECT_EQ(may->kind(date("2019-05-02")), DayKind::working);
  EXPECT_EQ(may->kind(date("2019-04-28")), DayKind::weekend);
  const auto victory = shipped({.as_known_on = date("2015-05-12")});
  EXPECT_EQ(victory->kind(date("2015-09-03")), DayKind::working);
  const auto now = shipped();
  EXPECT_EQ(now->kind(date("2019-05-02")), DayKind::holiday);
  EXPECT_EQ(now->kind(date("2019-04-28")), DayKind::make_up);
  EXPECT_EQ(now->kind(date("2015-09-03")), DayKind::holiday);
  EXPECT_FALSE(now->day(date("2015-09-03")).statutory);
  EXPECT_EQ(now->kind(date("2015-09-06")), DayKind::make_up);
}

TEST(ShippedCalendar, breaks_across_the_year_end) {
  const auto calendar = shipped();
  EXPECT_EQ(calendar->kind(date("2007-12-29")), DayKind::make_up);
  EXPECT_EQ(calendar->day(date("2007-12-31")).notice, "cn_2008");
  EXPECT_EQ(calendar->kind(date("2011-12-31")), DayKind::make_up);
  EXPECT_EQ(calendar->kind(date("2018-12-31")), DayKind::holiday);
  EXPECT_EQ(shipped({.as_known_on = date("2018-11-30")})->kind(date("2018-12-31")), DayKind::working);
}

TEST(ShippedCalendar, regional_notices_lie_over_the_national_ones) {
  const auto guangxi = shipped({.regions = {"450000"}});
  EXPECT_EQ(shipped()->kind(date("2022-04-02")), DayKind::make_up);
  EXPECT_EQ(guangxi->kind(date("2022-04-02")), DayKind::holiday);
  EXPECT_EQ(guangxi->kind(date("2022-04-05")), DayKind::holiday);
  EXPECT_EQ(shipped()->kind(date("2014-11-07")), DayKind::working);
  EXPECT_EQ(shipped({.regions = {"110000/bodies"}})->kind(date("2014-11-07")), DayKind::holiday);
  EXPECT_NE(guangxi->version(), shipped()->version());
}

TEST(ShippedCalendar, provisional_years_have_the_days_of_the_measure) {
  const auto calendar = shipped();
  for (const auto* day : {"2027-02-05", "2027-02-08", "2027-04-05", "2027-06-09", "2027-09-15", "2030-02-02",
                          "2030-09-12", "2100-02-09"}) {
    EXPECT_EQ(calendar->kind(date(day)), DayKind::holiday) << day;
  }
  EXPECT_EQ(calendar->kind(date("2027-02-09")), DayKind::working);
  for (Date day = date("2027-01-01"); day <= calendar->last_day(); day = day + 1) {
    ASSERT_NE(calendar->kind(day), DayKind::make_up) << format_date(day);
  }
  EXPECT_EQ(statutory_days(shipped_set().statutory, 2027).size(), 13U);
  EXPECT_EQ(statutory_days(shipped_set().statutory, 2020).size(), 10U) << "Mid-Autumn and National Day share 1 October";
}

}  // namespace
}  // namespace hejie::calendar::test
