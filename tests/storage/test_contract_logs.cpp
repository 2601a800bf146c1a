// The chained logs: the same bytes, links and nodes from every backend.
#include <gmock/gmock.h>

#include "audit/tree.h"
#include "storage/codec.h"
#include "tests/storage/store_contract.h"

namespace hejie::storage {
namespace {

class LogContract : public StoreContract {
 protected:
  static AccessRecord record(int n) {
    return {
        Instant{1'780'000'000'000 + n}, AccountId("u_1"), "127.0.0.1", "show_case", "c_" + std::to_string(n), "ok", ""};
  }
  void fill(int commits) {
    for (int i = 0; i < commits; ++i) {
      Commit commit = samples::open_case("c_" + std::to_string(i));
      commit.puts = {PutAccess{record(i)}, PutAccess{record(1000 + i)}};
      must(std::move(commit));
    }
  }
  audit::NodeAt nodes(Snapshot& view, Log log) {
    return [&view, log](int level, std::int64_t index) { return view.log_node(log, level, index); };
  }
};

TEST_P(LogContract, EntriesAreTheCanonicalBytesAndFollowFromEachOther) {
  fill(5);
  const auto view = look();
  for (const Log log : {Log::events, Log::access}) {
    const auto entries = view->log_entries(log, 0, 100).value();
    ASSERT_EQ(entries.size(), log == Log::events ? 5U : 10U);
    EXPECT_EQ(view->log_size(log).value(), static_cast<Seq>(entries.size()));
    audit::Hash chain{};
    for (const auto& one : entries) {
      chain = audit::link(audit::HashKind::sha256, chain, one.seq, one.entry);
      EXPECT_EQ(one.chain, chain) << one.seq;
    }
    EXPECT_EQ(view->log_entries(log, 3, 2).value().front().seq, 4);
  }
  EXPECT_EQ(decode(view->log_entries(Log::events, 2, 1).value()[0].entry).value().case_id, CaseId("c_2"));
  EXPECT_EQ(decode_access(view->log_entries(Log::access, 1, 1).value()[0].entry).value(), record(1000));
}

TEST_P(LogContract, TreeIsTheOneOfTheEntries) {
  fill(270);  // subtrees kept in the store and some that are not
  const auto view = look();
  for (const Log log : {Log::events, Log::access}) {
    audit::Edge model(audit::HashKind::sha256);
    const auto entries = view->log_entries(log, 0, 1'000).value();
    for (const auto& one : entries) model.append(audit::leaf(audit::HashKind::sha256, one.entry));
    const auto edge = audit::Edge::of(audit::HashKind::sha256, model.size(), nodes(*view, log));
    ASSERT_TRUE(edge);
    EXPECT_EQ(edge->root(), model.root());
    EXPECT_EQ(view->log_node(log, 9, 5).error().code, ErrorCode::corrupt) << "no such subtree";
  }
}

TEST_P(LogContract, ARefusedCommitLeavesNoEntry) {
  fill(2);
  Commit stale = samples::open_case("c_1");
  stale.puts = {PutAccess{record(7)}};
  refused(std::move(stale));
  EXPECT_EQ(look()->log_size(Log::access).value(), 4);
  fill(0);
  Commit next = samples::open_case("c_9");
  must(std::move(next));
  const auto entries = look()->log_entries(Log::events, 0, 10).value();
  ASSERT_EQ(entries.size(), 3U);
  EXPECT_EQ(entries[2].chain, audit::link(audit::HashKind::sha256, *entries[1].chain, 3, entries[2].entry))
      << "the chain goes on where it was";
}

TEST_P(LogContract, SessionsOfAnAccountAndWhenTheyWereSeen) {
  Session one{"hash1", AccountId("u_1"), Instant{10}, Instant{10}, Instant{99}, "s_1"};
  Session token{"hash2", AccountId("u_1"), Instant{20}, Instant{20}, Instant{99}, "t_1", true, "robot", {"read"}};
  put(PutSession{one});
  put(PutSession{token});
  put(PutSession{{"hash3", AccountId("u_2"), Instant{1}, Instant{1}, Instant{99}, "s_3"}});
  put(SessionSeen{"hash1", Instant{30}});
  put(SessionSeen{"ended", Instant{30}});
  one.seen_at = Instant{30};
  EXPECT_THAT(look()->sessions(AccountId("u_1")).value(), testing::ElementsAre(one, token));
  EXPECT_FALSE(look()->find_session("ended").value()) << "what has ended does not come back";
}

TEST_P(LogContract, AccountsKeepTheirFactors) {
  Account account{AccountId("u_1"), "zhao", "Zhao", {"clerk"}, "hash", false, Instant{5}};
  account.password_at = Instant{6};
  account.old_passwords = {"a", "b"};
  account.totp = "MZXW6";
  account.totp_step = 77;
  account.recovery = {"x"};
  put(PutAccount{account});
  EXPECT_EQ(look()->find_account("zhao").value(), account);
  EXPECT_EQ(look()->find_account(AccountId("u_1")).value(), account);
  EXPECT_THAT(look()->accounts().value(), testing::ElementsAre(account));
}

INSTANTIATE_TEST_SUITE_P(AllBackends, LogContract, testing::ValuesIn(all_backends()), name_of_backend);

}  // namespace
}  // namespace hejie::storage
