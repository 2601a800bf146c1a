// The contract of a store: records that are kept as made, and what rules count of mediation organizations.
#include <gmock/gmock.h>

#include "tests/storage/store_contract.h"

namespace hejie::storage {
namespace {

using samples::day;
using samples::open_case;
using testing::ElementsAre;
using testing::IsEmpty;

class StoreKept : public StoreContract {
 protected:
  void SetUp() override {
    StoreContract::SetUp();
    if (!store_) return;
    must(open_case("c_1"));
    must(open_case("c_2"));
  }
  static KeptRow row(const char* kind, const char* subject, const char* period, const char* id = "") {
    KeptRow out;
    out.kind = kind;
    out.subject = subject;
    out.period = period;
    out.case_id = CaseId(id);
    out.made_at = Instant{1234};
    out.made_by = AccountId("u_1");
    out.body = R"({"n":1})";
    return out;
  }
  std::vector<std::string> subjects(const KeptFilter& filter) {
    std::vector<std::string> out;
    const auto page = look()->list_kept(filter).value();
    for (const auto& one : page.items) out.push_back(one.subject + " " + one.period);
    return out;
  }
};

TEST_P(StoreKept, OnceByKindSubjectAndPeriod) {
  put(PutKept{row("bulletin", "sector:textile", "2026-Q1")});
  auto again = row("bulletin", "sector:textile", "2026-Q1");
  again.body = R"({"n":2})";
  put(PutKept{again});
  const auto kept = look()->find_kept(1).value();
  ASSERT_TRUE(kept);
  auto wanted = row("bulletin", "sector:textile", "2026-Q1");
  wanted.id = 1;
  EXPECT_EQ(*kept, wanted) << "the first stays as made";
  EXPECT_FALSE(look()->find_kept(2).value());
  put(PutKept{row("bulletin", "sector:textile", "2026-Q2")});
  put(PutKept{row("work_list", "sector:textile", "2026-Q1")});
  EXPECT_EQ(look()->list_kept({}).value().items.size(), 3U);
}

TEST_P(StoreKept, IsFoundByWhatItIsAboutNewestFirst) {
  put(PutKept{row("exception", "late_entry", "2026-03-01 c_1 4", "c_1")});
  put(PutKept{row("exception", "correction", "2026-03-02 c_1 5", "c_1")});
  put(PutKept{row("exception", "late_entry", "2026-04-01 c_2 4", "c_2")});
  KeptFilter filter;
  filter.kind = {"exception"};
  EXPECT_THAT(subjects(filter),
              ElementsAre("late_entry 2026-04-01 c_2 4", "correction 2026-03-02 c_1 5", "late_entry 2026-03-01 c_1 4"));
  filter.subject = {"late_entry"};
  filter.page.limit = 1;
  EXPECT_THAT(subjects(filter), ElementsAre("late_entry 2026-04-01 c_2 4"));
  filter.page.cursor = look()->list_kept(filter).value().next;
  EXPECT_THAT(subjects(filter), ElementsAre("late_entry 2026-03-01 c_1 4"));
  EXPECT_EQ(look()->list_kept(filter).value().next, "");
  filter.page = {};
  filter.period = "2026-03";
  EXPECT_THAT(subjects(filter), ElementsAre("late_entry 2026-03-01 c_1 4"));
  filter.period = "2026-_3";
  EXPECT_THAT(subjects(filter), IsEmpty()) << "no wildcards";
  filter = {};
  filter.case_id = CaseId("c_2");
  EXPECT_THAT(subjects(filter), ElementsAre("late_entry 2026-04-01 c_2 4"));
  filter.case_id = CaseId("c_9");
  EXPECT_THAT(subjects(filter), IsEmpty());
  filter.page.cursor = "foreign";
  EXPECT_EQ(look()->list_kept(filter).error().code, ErrorCode::malformed);
}

TEST_P(StoreKept, ChangesOnlyWhatWasSeen) {
  put(PutKept{row("file_review", "c_1", "2026-03", "c_1")});
  auto seen = *look()->find_kept(1).value();
  seen.body = R"({"done":true})";
  put(PutKept{seen});
  EXPECT_EQ(look()->find_kept(1).value()->revision, 1);
  EXPECT_EQ(look()->find_kept(1).value()->body, R"({"done":true})");
  Commit stale;
  seen.body = "{}";
  stale.puts = {PutKept{seen}};
  EXPECT_EQ(refused(stale).code, ErrorCode::conflict);
  EXPECT_EQ(look()->find_kept(1).value()->body, R"({"done":true})");
  auto nowhere = row("file_review", "c_1", "2026-04", "c_9");
  Commit unknown;
  unknown.puts = {PutKept{nowhere}};
  EXPECT_EQ(refused(unknown).code, ErrorCode::not_found);
}

TEST_P(StoreKept, CountsWhatAMediationOrganizationTakesIn) {
  const auto watch = [&](const char* id, const char* body, Date on) {
    WatchedRow row{CaseId(id), PersonId(), AccountId("u_1"), "textile", "wages", on, true};
    row.body = body;
    put(PutWatched{row});
    EXPECT_EQ(look()->watched(CaseId(id)).value(), row);
  };
  watch("c_1", "east_street", day(2026, 3, 1));
  watch("c_2", "east_street", day(2026, 2, 1));
  EXPECT_EQ(look()->body_spans("east_street", day(2026, 1, 1), day(2026, 3, 1), day(2026, 3, 31)).value(),
            (SpanCounts{1, 1}));
  EXPECT_EQ(look()->body_spans("east_street", day(2026, 2, 2), day(2026, 3, 2), day(2026, 3, 31)).value(),
            (SpanCounts{0, 1}));
  EXPECT_EQ(look()->body_spans("", day(2026, 1, 1), day(2026, 3, 1), day(2026, 3, 31)).value(), (SpanCounts{0, 0}));
}

INSTANTIATE_TEST_SUITE_P(Backends, StoreKept, testing::ValuesIn(all_backends()), name_of_backend);

}  // namespace
}  // namespace hejie::storage
