#include <gtest/gtest.h>

#include "engine/calendar/period.h"
#include "tests/calendar/fixture.h"

namespace hejie::calendar::test {
namespace {

struct Row {
  const char* name;
  const char* from;
  std::vector<const char*> periods;
  std::vector<std::pair<const char*, const char*>> excluded;
  const char* nominal;
  const char* due;
  int excluded_days = 0;
  Roll roll = Roll::forward;
};

PeriodDates must_compute(const Calendar& calendar, const PeriodQuery& query) {
  auto result = compute(calendar, query);
  EXPECT_TRUE(result.has_value()) << (result ? "" : result.error().message.en);
  return result.value_or(PeriodDates{});
}

std::vector<Period> periods(const std::vector<const char*>& texts) {
  std::vector<Period> all;
  for (const auto* text : texts) {
    const auto period = parse_period(text);
    EXPECT_TRUE(period.has_value()) << text;
    all.push_back(period.value_or(Period{}));
  }
  return all;
}

TEST(Period, forward_table) {
  const Calendar calendar = calendar_2025_2026();
  const std::vector<Row> rows{
      {"make-up Sunday counts", "2025-09-26", {"5wd"}, {}, "2025-10-10", "2025-10-10"},
      {"first day after the break", "2025-09-30", {"10wd"}, {}, "2025-10-21", "2025-10-21"},
      {"rolls out of the break", "2025-08-18", {"45d"}, {}, "2025-10-02", "2025-10-09"},
      {"swallows the break", "2025-09-26", {"45d"}, {}, "2025-11-10", "2025-11-10"},
      {"make-up Saturday does not roll", "2026-01-30", {"15d"}, {}, "2026-02-14", "2026-02-14"},
      {"two exclusions, one roll",
       "2026-01-05",
       {"45d"},
       {{"2026-01-19", "2026-02-02"}, {"2026-02-25", "2026-03-20"}},
       "2026-03-28",
       "2026-03-30",
       37},
      {"overlap counts once",
       "2026-01-05",
       {"45d"},
       {{"2026-01-19", "2026-01-30"}, {"2026-01-25", "2026-02-02"}, {"2026-02-25", "2026-03-20"}},
       "2026-03-28",
       "2026-03-30",
       37},
      {"the roll skips excluded days too",
       "2025-08-18",
       {"45d"},
       {{"2025-10-05", "2025-10-13"}},
       "2025-10-02",
       "2025-10-13",
       0},
      {"an exclusion on the base day loses no day for it",
       "2026-01-05",
       {"10d"},
       {{"2026-01-05", "2026-01-08"}},
       "2026-01-17",
       "2026-01-19",
       2},
      {"an exclusion before the base day is nothing",
       "2026-01-05",
       {"10d"},
       {{"2025-12-01", "2026-01-05"}},
       "2026-01-15",
       "2026-01-15",
       0},
      {"an empty exclusion is nothing",
       "2026-01-05",
       {"10d"},
       {{"2026-01-08", "2026-01-08"}},
       "2026-01-15",
       "2026-01-15",
       0},
      {"one after the nominal day is nothing",
       "2026-01-05",
       {"10d"},
       {{"2026-01-16", "2026-02-01"}},
       "2026-01-15",
       "2026-01-15",
       0},
      {"working days skip excluded days",
       "2026-03-02",
       {"5wd"},
       {{"2026-03-05", "2026-03-10"}},
       "2026-03-12",
       "2026-03-12",
       5},
      {"extension from the nominal day", "2025-08-18", {"45d", "15d"}, {}, "2025-10-17", "2025-10-17"},
      {"extension of working days", "2025-12-01", {"60wd", "30wd"}, {}, "2026-04-14", "2026-04-14"},
      {"extension in another unit", "2025-12-01", {"60wd", "15d"}, {}, "2026-03-17", "2026-03-17"},
      {"month end", "2025-08-31", {"6mo"}, {}, "2026-02-28", "2026-02-28"},
      {"months rolled", "2025-12-01", {"2mo"}, {}, "2026-02-01", "2026-02-02"},
      {"years rolled", "2025-05-03", {"1y"}, {}, "2026-05-03", "2026-05-06"},
      {"months lengthen by excluded days, also those met while lengthening",
       "2026-03-02",
       {"1mo"},
       {{"2026-03-10", "2026-03-15"}, {"2026-04-04", "2026-04-07"}},
       "2026-04-10",
       "2026-04-10",
       8},
      {"backward roll stops at the make-up Saturday",
       "2026-02-15",
       {"0d"},
       {},
       "2026-02-15",
       "2026-02-14",
       0,
       Roll::backward},
      {"no roll", "2025-08-18", {"45d"}, {}, "2025-10-02", "2025-10-02", 0, Roll::none},
      {"zero working days stay", "2025-10-01", {"0wd"}, {}, "2025-10-01", "2025-10-01"},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.name);
    std::vector<Interval> excluded;
    for (const auto& [a, b] : row.excluded) excluded.push_back({date(a), date(b)});
    const PeriodDates got = must_compute(
        calendar, {.from = date(row.from), .periods = periods(row.periods), .excluded = excluded, .roll = row.roll});
    EXPECT_EQ(format_date(got.nominal), row.nominal);
    EXPECT_EQ(format_date(got.due), row.due);
    EXPECT_EQ(got.excluded_days, row.excluded_days);
    EXPECT_FALSE(got.provisional);
    EXPECT_FALSE(got.stopped);
    EXPECT_FALSE(got.due_minute.has_value());
  }
}

TEST(Period, hours_start_at_the_next_full_hour) {
  const Calendar calendar = calendar_2025_2026();
  const auto at = [&](const char* from, int minute, const char* period) {
    const PeriodDates got =
        must_compute(calendar, {.from = date(from), .periods = periods({period}), .from_minute = minute});
    return format_moment({got.due, got.due_minute.value_or(-1)});
  };
  EXPECT_EQ(at("2026-01-05", 10 * 60 + 30, "24h"), "2026-01-06T11:00:00+08:00");
  EXPECT_EQ(at("2026-01-05", 10 * 60, "1h"), "2026-01-05T12:00:00+08:00");
  EXPECT_EQ(at("2026-01-05", 23 * 60 + 1, "24h"), "2026-01-07T00:00:00+08:00");
  EXPECT_EQ(at("2026-02-13", 12 * 60, "48h"), "2026-02-15T13:00:00+08:00") << "hours never roll";
  EXPECT_EQ(at("2026-01-05", 10 * 60 + 30, "8wh"), "2026-01-06T12:00:00+08:00");
  EXPECT_EQ(at("2026-01-05", 8 * 60 - 1, "7wh"), "2026-01-05T17:30:00+08:00");
  EXPECT_EQ(at("2026-01-05", 18 * 60, "1wh"), "2026-01-06T10:00:00+08:00");
  EXPECT_EQ(at("2026-02-13", 16 * 60 + 59, "1wh"), "2026-02-14T09:30:00+08:00") << "the make-up Saturday is worked";
  EXPECT_EQ(at("2026-02-14", 18 * 60, "1wh"), "2026-02-24T10:00:00+08:00");
}

TEST(Period, hours_of_the_day_they_start_on_count_even_when_it_is_excluded) {
  const Calendar calendar = calendar_2025_2026();
  const std::vector<Interval> excluded{{date("2026-01-05"), date("2026-01-07")}};
  const PeriodDates got = must_compute(
      calendar,
      {.from = date("2026-01-05"), .periods = periods({"24h"}), .excluded = excluded, .from_minute = 10 * 60 + 30});
  EXPECT_EQ(format_moment({got.due, got.due_minute.value_or(-1)}), "2026-01-07T11:00:00+08:00");
}

TEST(Period, counts_back_in_both_readings) {
  const Calendar calendar = calendar_2025_2026();
  const auto postponement = count_back(calendar, date("2026-10-12"), {Unit::working_days, 3});
  ASSERT_TRUE(postponement.has_value());
  EXPECT_EQ(postponement->due, date("2026-10-08"));
  EXPECT_EQ(postponement->clear_days_due, date("2026-09-30"));
  const auto notice = count_back(calendar, date("2026-03-20"), {Unit::working_days, 7});
  ASSERT_TRUE(notice.has_value());
  EXPECT_EQ(notice->due, date("2026-03-11"));
  EXPECT_EQ(notice->clear_days_due, date("2026-03-10"));
  const auto month = count_back(calendar, date("2026-03-31"), {Unit::months, 1});
  ASSERT_TRUE(month.has_value());
  EXPECT_EQ(month->due, date("2026-02-28")) << "the last day, where the month has no such day";
  EXPECT_EQ(month->clear_days_due, date("2026-02-27"));
  EXPECT_FALSE(count_back(calendar, date("2025-01-03"), {Unit::working_days, 3}).has_value());
  EXPECT_FALSE(count_back(calendar, date("2026-01-03"), {Unit::hours, 3}).has_value());
}

TEST(Period, says_when_a_date_rests_on_unpublished_notices) {
  const Calendar calendar = calendar_2025_2026();
  const auto inside = must_compute(calendar, {.from = date("2026-12-16"), .periods = periods({"15d"})});
  EXPECT_EQ(inside.due, date("2026-12-31"));
  EXPECT_FALSE(inside.provisional);
  const auto counted = must_compute(calendar, {.from = date("2026-12-16"), .periods = periods({"16d"})});
  EXPECT_TRUE(counted.provisional);
  EXPECT_EQ(counted.due, date("2027-01-04")) << "New Year's Day is off by the measure, then comes a weekend";
  const auto back = count_back(calendar, date("2027-01-01"), {Unit::working_days, 1});
  ASSERT_TRUE(back.has_value());
  EXPECT_FALSE(back->provisional) << "the fixed day itself is not counted";
  const auto back_over = count_back(calendar, date("2027-01-05"), {Unit::working_days, 3});
  ASSERT_TRUE(back_over.has_value());
  EXPECT_TRUE(back_over->provisional);
}

TEST(Period, an_open_exclusion_gives_a_date_only_if_resumed) {
  const Calendar calendar = calendar_2025_2026();
  PeriodQuery query{.from = date("2026-01-05"),
                    .periods = periods({"45d"}),
                    .stopped_since = date("2026-01-19"),
                    .resumed_on = date("2026-02-02")};
  const auto stopped = must_compute(calendar, query);
  EXPECT_TRUE(stopped.stopped);
  EXPECT_EQ(stopped.excluded_days, 14);
  EXPECT_EQ(stopped.nominal, date("2026-03-05"));
  query.stopped_since = date("2026-03-01");  // after the last day: never reached
  query.resumed_on = date("2026-04-01");
  const auto over = must_compute(calendar, query);
  EXPECT_FALSE(over.stopped);
  EXPECT_EQ(over.due, date("2026-02-24"));
  query.stopped_since = date("2026-02-24");  // the roll reaches it
  query.resumed_on = date("2026-03-02");
  const auto rolled = must_compute(calendar, query);
  EXPECT_TRUE(rolled.stopped);
  EXPECT_EQ(rolled.nominal, date("2026-02-19"));
  EXPECT_EQ(rolled.due, date("2026-03-02"));
}

TEST(Period, refuses_what_cannot_be_counted) {
  const Calendar calendar = calendar_2025_2026();
  const auto path = [&](const PeriodQuery& query) {
    const auto result = compute(calendar, query);
    EXPECT_FALSE(result.has_value());
    return result || result.error().findings.empty() ? "" : result.error().findings.front().path;
  };
  const std::vector<Interval> reversed{{date("2026-01-01"), date("2026-01-02")},
                                       {date("2026-02-02"), date("2026-02-01")}};
  EXPECT_EQ(path({.from = date("2024-12-31"), .periods = periods({"1d"})}), "/from");
  EXPECT_EQ(path({.from = date("2026-12-31"), .periods = {}}), "/period");
  EXPECT_EQ(path({.from = date("2026-01-05"), .periods = periods({"1d"}), .excluded = reversed}), "/exclude/1");
  EXPECT_EQ(path({.from = date("2026-01-05"), .periods = periods({"40000y"})}), "/period");
  EXPECT_EQ(path({.from = date("2026-01-05"), .periods = periods({"40000d"})}), "/period");
  EXPECT_EQ(path({.from = date("2026-01-05"), .periods = periods({"40000wd"})}), "/period");
  EXPECT_EQ(path({.from = date("2026-01-05"), .periods = periods({"40000wh"})}), "/period");
  EXPECT_EQ(path({.from = date("2026-01-05"), .periods = periods({"24h", "1d"})}), "/extend");
  EXPECT_EQ(path({.from = date("2026-01-05"), .periods = periods({"1d", "2h"})}), "/extend");
  EXPECT_EQ(path({.from = date("2026-01-05"), .periods = {{Unit::days, -1}}}), "/period");
}

TEST(Period, text_form) {
  for (const auto* text : {"10wd", "45d", "6mo", "1y", "24h", "8wh", "0d", "40000d"}) {
    const auto period = parse_period(text);
    ASSERT_TRUE(period.has_value()) << text;
    EXPECT_EQ(format_period(*period), text);
  }
  for (const auto* text : {"", "d", "10", "-1d", "+1d", "1.5d", "10 d", "10D", "10days", "40001d",
                           "99999999999999999999d", "1d ", " 1d", "1mon", "１d"}) {
    EXPECT_FALSE(parse_period(text).has_value()) << text;
  }
}

}  // namespace
}  // namespace hejie::calendar::test
