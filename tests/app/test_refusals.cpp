// What is refused stands in the access log, and a flood of it stays few entries.
#include <gmock/gmock.h>

#include "app/access_log.h"
#include "app/refusal_counts.h"
#include "storage/memory/memory_store.h"

namespace hejie::app {
namespace {

using testing::ElementsAre;

storage::AccessRecord refused(Instant at, const std::string& actor, const std::string& action,
                              const std::string& address = "10.0.0.1") {
  return {at, AccountId(actor), address, action, "c_1", "not_authorized", "r-1"};
}

TEST(RefusalCounts, FirstStandsAtOnceTheOthersAsTheirNumber_082) {
  RefusalCounts counts;
  EXPECT_TRUE(counts.take(refused(Instant{1'000}, "u_1", "show_case")));
  EXPECT_FALSE(counts.take(refused(Instant{2'000}, "u_1", "show_case")));
  EXPECT_FALSE(counts.take(refused(Instant{3'000}, "u_1", "show_case")));
  EXPECT_TRUE(counts.take(refused(Instant{3'000}, "u_1", "record_event"))) << "another kind";
  EXPECT_TRUE(counts.take(refused(Instant{3'000}, "u_2", "show_case"))) << "another person";
  EXPECT_TRUE(counts.counted(Instant{59'999}, false).empty()) << "the minute runs";
  const auto over = counts.counted(Instant{60'000}, false);
  ASSERT_EQ(over.size(), 1U);
  EXPECT_EQ(over[0].result, "not_authorized +2");
  EXPECT_EQ(over[0].at, Instant{3'000}) << "when the last of them was";
  EXPECT_TRUE(counts.counted(Instant{60'000}, true).empty()) << "told once";
  EXPECT_TRUE(counts.take(refused(Instant{61'000}, "u_1", "show_case"))) << "a new minute begins anew";
}

TEST(RefusalCounts, WhatWasCountedIsNotLostWhenTheNextMinuteBeginsFirst_082) {
  RefusalCounts counts;
  (void)counts.take(refused(Instant{1'000}, "u_1", "show_case"));
  (void)counts.take(refused(Instant{2'000}, "u_1", "show_case"));
  (void)counts.take(refused(Instant{61'000}, "u_1", "show_case"));
  (void)counts.take(refused(Instant{62'000}, "u_1", "show_case"));
  EXPECT_EQ(counts.counted(Instant{63'000}, false).size(), 1U);
  EXPECT_EQ(counts.counted(Instant{63'000}, true).size(), 1U) << "the rest at the end of the program";
}

TEST(RefusalCounts, FloodOfStrangersIsBoundedAndCrowdsOutNobodyKnown_082) {
  RefusalCounts counts;
  std::size_t entries = 0;
  for (int i = 0; i < 100'000; ++i)
    entries += counts.take(refused(Instant{i / 2}, "", "show_case", "10." + std::to_string(i))) ? 1 : 0;
  EXPECT_EQ(entries, RefusalCounts::kKindsOfStrangers);
  EXPECT_TRUE(counts.take(refused(Instant{50'000}, "u_1", "show_case")));
  const auto over = counts.counted(Instant{60'000}, false);
  ASSERT_EQ(over.size(), 1U);
  EXPECT_EQ(over[0].action, RefusalCounts::kMore);
  EXPECT_EQ(over[0].result, "refused +" + std::to_string(100'000 - RefusalCounts::kKindsOfStrangers));
  EXPECT_EQ(over[0].address, "") << "of many addresses none is told";
}

TEST(RefusalCounts, SoIsAFloodOfOneAccount_082) {
  RefusalCounts counts;
  std::size_t entries = 0;
  for (int i = 0; i < 10'000; ++i)
    entries += counts.take(refused(Instant{5}, "u_1", "act_" + std::to_string(i))) ? 1 : 0;
  EXPECT_EQ(entries, RefusalCounts::kKindsOfKnown);
  EXPECT_EQ(counts.counted(Instant{60'000}, false).size(), 1U);
}

TEST(RefusalCounts, ReachTheLogOfTheStoreBesideWhatWasRead_082) {
  const auto store = storage::memory::open_store();
  ManualClock clock(Instant{1'700'000'000'000});
  AccessLog log(*store, clock);
  log.note({{}, AccountId("u_1"), "10.0.0.1", "show_case", "c_1", "ok", "r-0"});
  for (int i = 0; i < 5; ++i) log.note_refused(refused({}, "u_1", "show_case"));
  ASSERT_TRUE(log.flush());
  clock.set(Instant{1'700'000'060'000});
  ASSERT_TRUE(log.flush());
  const auto page = log.read(0, 10);
  ASSERT_TRUE(page);
  std::vector<std::string> results;
  for (const auto& [seq, record] : page->items) results.push_back(record.result);
  EXPECT_THAT(results, ElementsAre("not_authorized +4", "not_authorized", "ok"));
}

}  // namespace
}  // namespace hejie::app
