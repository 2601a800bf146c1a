#include "alerts/scheduler.h"

#include <set>

#include "tests/app/bench_case.h"

namespace hejie::alerts {
namespace {

using app::Bureau;

std::vector<storage::AlertRow> ledger(Bureau& bureau) {
  const auto snapshot = bureau.store->snapshot();
  return *(*snapshot)->alerts_since(0, 1000);
}

Moment at(const char* day, int minute = 9 * 60) {
  return {*parse_date(day), minute};
}

struct Scheduling : testing::Test {
  Bureau bureau;
  Scheduler scheduler{*bureau.store, bureau.service, bureau.metrics, {2, 1000}};
  StepResult step(Moment now) {
    bureau.clock.set(to_instant(now));
    const auto result = scheduler.step(now);
    EXPECT_TRUE(result.has_value());
    return result.value_or(StepResult{});
  }
};

TEST_F(Scheduling, NothingDueNothingDone) {
  bureau.complaint();
  const auto result = step(at("2026-03-02", 601));
  EXPECT_EQ(result.cases, 0);
  EXPECT_EQ(result.written, 0);
}

TEST_F(Scheduling, TellsEachRungOnceHoweverOftenItRuns) {
  const auto opened = bureau.complaint();
  for (Date day = *parse_date("2026-03-03"); day <= *parse_date("2026-03-20"); day = day + 1) {
    step({day, 9 * 60});
    step({day, 9 * 60});
    step({day, 18 * 60});
  }
  std::set<storage::AlertKey> keys;
  for (const auto& alert : ledger(bureau)) {
    EXPECT_TRUE(keys.insert(alert.what).second);
    EXPECT_EQ(alert.what.case_id, opened.case_id);
  }
  EXPECT_FALSE(keys.empty());
}

TEST_F(Scheduling, AfterDowntimeCollapsesToTheHighestRung) {
  bureau.complaint();
  const auto late = step(at("2026-06-01"));
  EXPECT_EQ(late.failed, 0);
  EXPECT_FALSE(late.more);
  std::map<std::string, std::set<std::string>> rungs;
  for (const auto& alert : ledger(bureau)) {
    rungs[alert.what.clock + ">" + alert.what.to].insert(alert.what.rung);
    EXPECT_EQ(alert.told_at, bureau.clock.now());
  }
  EXPECT_FALSE(rungs.empty());
  for (const auto& [clock, told] : rungs) EXPECT_EQ(told.size(), 1U) << clock;
  EXPECT_EQ(step(at("2026-06-01")).written, 0);
}

TEST_F(Scheduling, TheEndIsTheSameWhetherTickedDailyOrLate) {
  const auto opened = bureau.complaint();
  Bureau other;
  other.complaint();
  Scheduler daily(*other.store, other.service, other.metrics);
  for (Date day = *parse_date("2026-03-03"); day <= *parse_date("2026-06-01"); day = day + 1) {
    other.clock.set(to_instant({day, 540}));
    ASSERT_TRUE(daily.step({day, 540}).has_value());
  }
  step(at("2026-06-01"));
  const auto reader = Bureau::person("inspector", "zhao");
  const auto left = bureau.service.view(reader, opened.case_id, {}, {});
  const auto right = other.service.view(reader, opened.case_id, {}, {});
  ASSERT_TRUE(left && right);
  EXPECT_EQ(left->state, right->state);
  ASSERT_EQ(left->raw.clocks.size(), right->raw.clocks.size());
  for (std::size_t i = 0; i < left->raw.clocks.size(); ++i) {
    EXPECT_EQ(left->raw.clocks[i].status, right->raw.clocks[i].status);
    EXPECT_EQ(left->raw.clocks[i].due, right->raw.clocks[i].due);
  }
}

TEST_F(Scheduling, StaysBoundedAndSaysThereIsMore) {
  for (int i = 0; i < 5; ++i) bureau.complaint();
  Scheduler small(*bureau.store, bureau.service, bureau.metrics, {2, 2});
  bureau.clock.set(to_instant(at("2026-06-01")));
  const auto first = small.step(at("2026-06-01"));
  ASSERT_TRUE(first.has_value());
  EXPECT_TRUE(first->more);
  EXPECT_LE(first->cases, 4);
  const auto rest = scheduler.step(at("2026-06-01"));
  ASSERT_TRUE(rest.has_value());
  EXPECT_EQ(first->cases + rest->cases, 5);
}

}  // namespace
}  // namespace hejie::alerts
