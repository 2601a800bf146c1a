// compute() works with prefix sums; here every date is found again by walking one day after the other.
#include <gtest/gtest.h>

#include <cstdlib>
#include <random>

#include "engine/calendar/period.h"
#include "engine/calendar/trace.h"
#include "tests/calendar/fixture.h"

namespace hejie::calendar::test {
namespace {

struct Walked {
  Date nominal;
  Date due;
  int excluded_days = 0;
};

bool in_any(const std::vector<Interval>& excluded, Date day) {
  for (const auto& interval : excluded) {
    if (interval.from <= day && day < interval.to) return true;
  }
  return false;
}

Date match_by_words(Date from, int months) {
  YearMonthDay ymd = to_ymd(from);
  for (int i = 0; i < months; ++i) {
    ymd.month = ymd.month == 12 ? 1 : ymd.month + 1;
    ymd.year += ymd.month == 1 ? 1 : 0;
  }
  int day = ymd.day;
  while (day > days_in_month(ymd.year, ymd.month)) --day;
  return from_ymd(ymd.year, ymd.month, day);
}

/// The walk of definition: no table, no formula.
Walked walk(const Calendar& calendar, const PeriodQuery& query, const std::vector<Interval>& excluded) {
  Date day = query.from;
  for (const Period period : query.periods) {
    int left = period.count;
    if (period.unit == Unit::months || period.unit == Unit::years) {
      const Date target = match_by_words(day, period.unit == Unit::years ? 12 * period.count : period.count);
      left = 0;
      while (day < target) {
        day = day + 1;
        left += in_any(excluded, day) ? 1 : 0;
      }
    }
    while (left > 0) {
      day = day + 1;
      if (in_any(excluded, day)) continue;
      if (period.unit == Unit::working_days && !calendar.is_working(day)) continue;
      --left;
    }
  }
  Walked result{.nominal = day, .due = day};
  for (Date at = query.from + 1; at <= day; at = at + 1) result.excluded_days += in_any(excluded, at) ? 1 : 0;
  if (query.roll == Roll::none || query.periods.back().unit == Unit::working_days) return result;
  while (!calendar.is_working(result.due) || in_any(excluded, result.due)) {
    result.due = query.roll == Roll::forward ? result.due + 1 : result.due - 1;
  }
  return result;
}

class Cases {
 public:
  explicit Cases(unsigned seed) : random_(seed) {}
  int below(int n) { return static_cast<int>(random_() % static_cast<unsigned>(n)); }

  Period period() {
    switch (below(6)) {
      case 0:
        return {Unit::months, below(7)};
      case 1:
        return {Unit::years, below(2)};
      case 2:
      case 3:
        return {Unit::working_days, below(61)};
      default:
        return {Unit::days, below(91)};
    }
  }

  std::vector<Interval> excluded(Date from) {
    std::vector<Interval> all;
    for (int n = below(4); n > 0; --n) {
      const Date start = from + (below(90) - 10);
      all.push_back({start, start + below(40)});
    }
    return all;
  }

 private:
  std::mt19937 random_;
};

std::string describe(const PeriodQuery& query) {
  std::string text = format_date(query.from);
  for (const auto& period : query.periods) text += " " + format_period(period);
  for (const auto& [a, b] : query.excluded) text += " -" + format_date(a) + ".." + format_date(b);
  return text + " roll " + std::to_string(static_cast<int>(query.roll));
}

TEST(PeriodProperty, prefix_sums_agree_with_the_walk) {
  const char* given = std::getenv("HEJIE_SEED");
  const unsigned seed =
      given != nullptr ? static_cast<unsigned>(std::strtoul(given, nullptr, 10)) : std::random_device{}();
  RecordProperty("seed", static_cast<int>(seed & 0x7fffffffU));
  std::printf("seed %u (HEJIE_SEED repeats it)\n", seed);
  const Calendar calendar = must_build({notice_2025(), notice_2026()}, {}, 2045);
  Cases cases(seed);
  int moved = 0;
  int skipped = 0;
  for (int i = 0; i < 40'000; ++i) {
    const Date from = date("2025-03-01") + cases.below(500);
    const auto excluded = cases.excluded(from);
    PeriodQuery query{
        .from = from, .periods = {cases.period()}, .excluded = excluded, .roll = static_cast<Roll>(cases.below(3))};
    for (int n = cases.below(3); n > 0; --n) query.periods.push_back(cases.period());
    const auto got = compute(calendar, query);
    ASSERT_TRUE(got.has_value()) << describe(query) << " seed " << seed;
    const Walked want = walk(calendar, query, excluded);
    ASSERT_EQ(format_date(got->nominal), format_date(want.nominal)) << describe(query) << " seed " << seed;
    ASSERT_EQ(format_date(got->due), format_date(want.due)) << describe(query) << " seed " << seed;
    ASSERT_EQ(got->excluded_days, want.excluded_days) << describe(query) << " seed " << seed;
    moved += want.due != want.nominal ? 1 : 0;
    skipped += want.excluded_days > 0 ? 1 : 0;
    if (i % 100 == 0) {
      const auto steps = trace(calendar, query);
      ASSERT_TRUE(steps.has_value());
      EXPECT_EQ(steps->back().date, want.due) << describe(query);
      EXPECT_EQ(steps->back().kind, StepKind::due);
    }
  }
  EXPECT_GT(moved, 2'000) << "the cases must meet rolls";
  EXPECT_GT(skipped, 10'000) << "the cases must meet exclusions";
}

TEST(PeriodProperty, counting_back_agrees_with_the_walk) {
  const Calendar calendar = calendar_2025_2026();
  for (Date day = date("2025-06-01"); day < date("2027-06-01"); day = day + 1) {
    for (const int n : {1, 3, 5, 7, 20}) {
      Date walked = day;
      for (int left = n; left > 0;) {
        walked = walked - 1;
        left -= calendar.is_working(walked) ? 1 : 0;
      }
      const auto got = count_back(calendar, day, {Unit::working_days, n});
      ASSERT_TRUE(got.has_value());
      ASSERT_EQ(got->due, walked) << format_date(day) << " " << n;
      ASSERT_LT(got->clear_days_due, got->due);
      ASSERT_TRUE(calendar.is_working(got->clear_days_due));
      ASSERT_EQ(calendar.working_days_between(got->clear_days_due, got->due), 1);
    }
  }
}

}  // namespace
}  // namespace hejie::calendar::test
