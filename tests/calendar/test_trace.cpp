#include <gmock/gmock.h>

#include "engine/calendar/trace.h"
#include "tests/calendar/fixture.h"

namespace hejie::calendar::test {
namespace {

using ::testing::ElementsAre;

std::string line(const Step& step) {
  std::string text = format_date(step.date);
  if (step.to) text += ".." + format_date(*step.to);
  text += " " + std::string(step_kind_id(step.kind));
  if (step.count) text += " " + std::to_string(*step.count);
  return text;
}

std::vector<std::string> lines(const Result<std::vector<Step>>& steps) {
  std::vector<std::string> all;
  EXPECT_TRUE(steps.has_value());
  if (!steps) return all;
  for (const auto& step : *steps) {
    all.push_back(line(step));
    EXPECT_FALSE(step.reason.zh.empty()) << all.back();
    EXPECT_FALSE(step.reason.en.empty()) << all.back();
  }
  return all;
}

TEST(Trace, working_days_day_by_day) {
  const Calendar calendar = calendar_2025_2026();
  EXPECT_THAT(lines(trace(calendar, {.from = date("2025-09-26"), .periods = {{Unit::working_days, 5}}})),
              ElementsAre("2025-09-26 start", "2025-09-27 weekend", "2025-09-28 make_up 1", "2025-09-29 working 2",
                          "2025-09-30 working 3", "2025-10-01 holiday", "2025-10-02 holiday", "2025-10-03 holiday",
                          "2025-10-04 holiday", "2025-10-05 holiday", "2025-10-06 holiday", "2025-10-07 holiday",
                          "2025-10-08 holiday", "2025-10-09 working 4", "2025-10-10 working 5", "2025-10-10 due"));
}

TEST(Trace, calendar_days_with_exclusion_and_roll) {
  const Calendar calendar = calendar_2025_2026();
  const std::vector<Interval> excluded{{date("2026-02-12"), date("2026-02-14")}};
  EXPECT_THAT(lines(trace(calendar, {.from = date("2026-02-11"), .periods = {{Unit::days, 2}}, .excluded = excluded})),
              ElementsAre("2026-02-11 start", "2026-02-12 excluded", "2026-02-13 excluded", "2026-02-14 calendar 1",
                          "2026-02-15 calendar 2", "2026-02-16 rolled", "2026-02-17 rolled", "2026-02-18 rolled",
                          "2026-02-19 rolled", "2026-02-20 rolled", "2026-02-21 rolled", "2026-02-22 rolled",
                          "2026-02-23 rolled", "2026-02-24 due"));
}

TEST(Trace, months_list_start_match_and_roll) {
  const Calendar calendar = calendar_2025_2026();
  EXPECT_THAT(lines(trace(calendar, {.from = date("2025-05-03"), .periods = {{Unit::years, 1}}})),
              ElementsAre("2025-05-03 start", "2026-05-03 calendar", "2026-05-04 rolled", "2026-05-05 rolled",
                          "2026-05-06 due"));
}

TEST(Trace, cites_the_notice_of_a_day) {
  const Calendar calendar = calendar_2025_2026();
  const auto steps = trace(calendar, {.from = date("2025-09-26"), .periods = {{Unit::working_days, 1}}});
  ASSERT_TRUE(steps.has_value());
  EXPECT_THAT(steps->at(2).reason.zh, ::testing::HasSubstr("国办发明电〔2024〕12号"));
  EXPECT_THAT(steps->at(2).reason.en, ::testing::HasSubstr("make-up"));
}

TEST(Trace, lists_400_days_one_by_one_and_folds_a_longer_walk) {
  const Calendar calendar = calendar_2025_2026();
  EXPECT_EQ(lines(trace(calendar, {.from = date("2025-01-01"), .periods = {{Unit::days, 400}}})).size(), 402U);
  const auto folded = lines(trace(calendar, {.from = date("2025-01-01"), .periods = {{Unit::days, 401}}}));
  EXPECT_THAT(folded, ElementsAre("2025-01-01 start", "2025-01-02..2026-02-06 calendar 401", "2026-02-06 due"));
}

TEST(Trace, counts_back) {
  const Calendar calendar = calendar_2025_2026();
  EXPECT_THAT(lines(trace_back(calendar, date("2026-10-12"), {Unit::working_days, 3})),
              ElementsAre("2026-10-12 start", "2026-10-11 weekend", "2026-10-10 make_up 1", "2026-10-09 working 2",
                          "2026-10-08 working 3", "2026-10-08 due"));
}

TEST(Trace, hours) {
  const Calendar calendar = calendar_2025_2026();
  EXPECT_THAT(
      lines(trace(calendar,
                  {.from = date("2026-02-13"), .periods = {{Unit::working_hours, 10}}, .from_minute = 17 * 60})),
      ElementsAre("2026-02-13 start", "2026-02-14 make_up", "2026-02-15 holiday", "2026-02-16 holiday",
                  "2026-02-17 holiday", "2026-02-18 holiday", "2026-02-19 holiday", "2026-02-20 holiday",
                  "2026-02-21 holiday", "2026-02-22 holiday", "2026-02-23 holiday", "2026-02-24 due"));
}

}  // namespace
}  // namespace hejie::calendar::test
