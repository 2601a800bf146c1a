// What only the real store can show: the lock, the queue, read-only mode, long readers, privacy on disk.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <sys/file.h>
#include <unistd.h>

#include <fstream>
#include <future>
#include <optional>
#include <set>

#include "audit/tree.h"
#include "storage/send.h"
#include "storage/sqlite/backup.h"
#include "storage/sqlite/folder_lock.h"
#include "storage/sqlite/sqlite_store.h"
#include "tests/storage/privacy_probe.h"
#include "tests/storage/store_contract.h"

namespace hejie::storage::sqlite {
namespace {

using samples::add_act;
using samples::day;
using samples::open_case;
using testing::HasSubstr;
using testing::IsEmpty;

class SqliteStoreTest : public testing::Test {
 protected:
  std::unique_ptr<Store> open(int checkpoint_pages = 1'000, int queue_limit = 10'000) {
    Options options;
    options.folder = folder_.path();
    options.checkpoint_pages = checkpoint_pages;
    options.queue_limit = queue_limit;
    options.log_limit_bytes = 64 * 1024;
    auto store = open_store(options);
    EXPECT_TRUE(store) << store.error().message.en;
    return store ? std::move(*store) : nullptr;
  }
  std::string file() { return folder_.path() + "/" + kFileName; }

  ScratchFolder folder_;
};

TEST_F(SqliteStoreTest, SecondStoreIsRefusedAndNamesTheHolder) {
  const auto first = open();
  Options options;
  options.folder = folder_.path();
  const auto second = open_store(options);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, ErrorCode::io);
  EXPECT_THAT(second.error().message.en, HasSubstr("process " + std::to_string(getpid())));
  EXPECT_THAT(second.error().message.zh, HasSubstr(std::to_string(getpid())));
  EXPECT_EQ(FolderLock::holder(folder_.path()), getpid());
}

TEST_F(SqliteStoreTest, AHolderWhoHasNotSaidItsNameIsNoProcessZero) {
  const int held = ::open((folder_.path() + "/lock").c_str(), O_RDWR | O_CREAT, S_IRUSR | S_IWUSR);
  ASSERT_EQ(flock(held, LOCK_EX), 0);
  const auto taken = FolderLock::take(folder_.path());
  close(held);
  ASSERT_FALSE(taken);
  EXPECT_THAT(taken.error().message.en, HasSubstr("in use by another process"));
  EXPECT_THAT(taken.error().message.zh, HasSubstr("正被另一进程使用"));
}

TEST_F(SqliteStoreTest, LockGoesWithTheStore) {
  open().reset();
  EXPECT_EQ(FolderLock::holder(folder_.path()), 0);
  EXPECT_NE(open(), nullptr);
}

TEST_F(SqliteStoreTest, EverythingIsThereAfterReopening) {
  {
    const auto store = open();
    ASSERT_TRUE(store->commit(open_case("c_1")));
    ASSERT_TRUE(store->commit(add_act("c_1", 1)));
  }
  const auto store = open();
  const auto outcome = store->commit(add_act("c_1", 2));
  ASSERT_TRUE(outcome);
  EXPECT_EQ(outcome->seqs[0][0], 3) << "the sequence goes on";
  EXPECT_EQ((*store->snapshot())->load_case(CaseId("c_1")).value().acts.size(), 3U);
}

TEST_F(SqliteStoreTest, DurabilitySettingsAreAsTheyMustBe) {
  const auto store = open();
  ASSERT_TRUE(store->commit(open_case("c_1")));
  Connection db({.path = file()});
  Query mode = db.once("PRAGMA journal_mode");
  ASSERT_TRUE(mode.step());
  EXPECT_EQ(mode.text(0), "wal");
  EXPECT_EQ(db.integer("PRAGMA page_size"), 4096);
  Connection writer({.path = file(), .write = true, .cache_kib = 65536});
  EXPECT_EQ(writer.integer("PRAGMA synchronous"), 2) << "FULL";
  EXPECT_EQ(writer.integer("PRAGMA mmap_size"), 0);
  EXPECT_EQ(writer.integer("PRAGMA cache_size"), -65536);
  EXPECT_EQ(writer.integer("PRAGMA wal_autocheckpoint"), 0);
  EXPECT_THROW(db.execute("DELETE FROM events"), Failure) << "readers cannot write";
}

TEST_F(SqliteStoreTest, QueueRefusesWhenFull) {
  const auto store = open(1'000, 2);
  std::promise<void> hold;
  std::promise<void> held;
  store->submit(open_case("c_0"), [&, go = hold.get_future().share()](CommitOutcome) {
    held.set_value();
    go.wait();
  });
  held.get_future().wait();  // the writer is busy answering: what comes now waits in the queue
  std::atomic<int> good{0};
  std::atomic<int> refused_count{0};
  for (int i = 1; i <= 4; ++i) {
    store->submit(open_case("c_" + std::to_string(i)), [&](CommitOutcome outcome) {
      outcome ? ++good : ++refused_count;
      EXPECT_TRUE(outcome || outcome.error().code == ErrorCode::unavailable);
    });
  }
  EXPECT_EQ(store->health().queue_depth, 2);
  hold.set_value();
  store->stop();
  EXPECT_EQ(good, 2);
  EXPECT_EQ(refused_count, 2);
}

TEST_F(SqliteStoreTest, WaitingCommandsShareATransaction) {
  const auto store = open();
  std::promise<void> hold;
  std::promise<void> held;
  store->submit(open_case("c_0"), [&, go = hold.get_future().share()](CommitOutcome) {
    held.set_value();
    go.wait();
  });
  held.get_future().wait();
  const auto before = store->health();
  for (int i = 1; i <= 20; ++i) store->submit(open_case("c_" + std::to_string(i)), [](CommitOutcome) {});
  hold.set_value();
  store->stop();
  EXPECT_EQ(store->health().commands - before.commands, 20);
  EXPECT_LT(store->health().batches - before.batches, 20) << "fewer commits than commands";
}

/// The writer is kept waiting while `send` queues; what it queued then shares a transaction.
template <typename Send>
void in_one_transaction(Store& store, Send send) {
  std::promise<void> hold;
  std::promise<void> held;
  store.submit(open_case("c_0"), [&, go = hold.get_future().share()](CommitOutcome) {
    held.set_value();
    go.wait();
  });
  held.get_future().wait();
  send();
  hold.set_value();
}

// Those who share a transaction with a command that fails halfway lose nothing, and it leaves nothing.
TEST_F(SqliteStoreTest, ACommandThatFailsHalfwayUndoesItselfAlone) {
  constexpr int kCommands = 20;
  const std::set<int> failing{7, 8, 19};
  const auto store = open();
  std::vector<std::optional<CommitOutcome>> outcomes(kCommands);
  in_one_transaction(*store, [&] {
    for (int i = 0; i < kCommands; ++i) {
      Commit commit = open_case("c_" + std::to_string(i + 1));
      commit.command_id = "tick/" + std::to_string(i);
      // Written after the case and its event: nothing of them may stay.
      if (failing.contains(i)) commit.puts = {Acknowledge{99, AccountId("u_1"), Instant{}}};
      store->submit(std::move(commit),
                    [&, i](CommitOutcome outcome) { outcomes[static_cast<std::size_t>(i)] = outcome; });
    }
  });
  store->stop();
  for (int i = 0; i < kCommands; ++i) {
    const auto& outcome = outcomes[static_cast<std::size_t>(i)];
    ASSERT_TRUE(outcome) << i;
    EXPECT_EQ(outcome->has_value(), !failing.contains(i)) << i;
    EXPECT_EQ(outcome->has_value() ? ErrorCode::not_found : outcome->error().code, ErrorCode::not_found) << i;
  }
  const auto view = store->snapshot().value();
  const auto log = view->log_entries(Log::events, 0, 100).value();
  EXPECT_EQ(log.size(), 1U + kCommands - failing.size());
  audit::Hash chain{};
  for (const auto& one : log) {
    chain = audit::link(audit::HashKind::sha256, chain, one.seq, one.entry);
    EXPECT_EQ(one.chain, chain) << one.seq;
  }
  EXPECT_EQ(view->load_case(CaseId("c_8")).error().code, ErrorCode::not_found);
  EXPECT_EQ(view->load_case(CaseId("c_10")).value().version, 1);
}

// A version that is no longer the newest is refused before anything of the command is written: nothing is done twice.
TEST_F(SqliteStoreTest, StaleVersionsDoNotDisturbThoseBesideThem) {
  const auto store = open();
  int good = 0;
  int stale = 0;
  in_one_transaction(*store, [&] {
    for (int i = 0; i < 12; ++i) {
      // Three of four want the version that the first of them has taken.
      store->submit(add_act("c_0", 1 + i / 4), [&](CommitOutcome outcome) { ++(outcome ? good : stale); });
    }
  });
  store->stop();
  EXPECT_EQ(good, 3);
  EXPECT_EQ(stale, 9);
  EXPECT_EQ(store->snapshot().value()->load_case(CaseId("c_0")).value().acts.size(), 4U);
}

// After a start nothing is remembered: the clock's commit reads only the clocks, and what comes after it still knows
// which of the other rows have to go.
TEST_F(SqliteStoreTest, RowsAreReplacedAfterATickOnACaseNotRemembered) {
  CaseRows rows = samples::rows(3);
  rows.documents = {{"d_1", "award", 1, day(2026, 3, 2), 1, {"p1", "p2"}}};
  const auto commit = [&](Version expected, const char* by) {
    const auto store = open();
    Commit next = expected == 0 ? open_case("c_1") : add_act("c_1", expected);
    next.recorded_by = AccountId(by);
    next.cases[0].rows = rows;
    EXPECT_TRUE(send(*store, std::move(next)).get());
    EXPECT_EQ(store->snapshot().value()->load_rows(CaseId("c_1")).value(), rows);
    if (expected == 0) return;
    // The same store goes on with another change of the case it has just seen.
    rows.clocks[1].ended_on = day(2026, 3, 5);
    rows.parties.pop_back();
    next = add_act("c_1", expected + 1);
    next.cases[0].rows = rows;
    EXPECT_TRUE(send(*store, std::move(next)).get());
    EXPECT_EQ(store->snapshot().value()->load_rows(CaseId("c_1")).value(), rows);
  };
  commit(0, "u_1");
  rows.clocks[0].status = engine::ClockStatus::breached;
  rows.clocks.pop_back();
  commit(1, "");
  rows.documents.clear();  // not the clocks alone
  commit(3, "");
}

// T26, short
TEST_F(SqliteStoreTest, LongReaderLetsWritesGoOnAndTheLogShrinksAfterwards) {
  const auto store = open(50);
  ASSERT_TRUE(store->commit(open_case("c_1")));
  auto reader = std::move(*store->snapshot());
  ASSERT_EQ(reader->counts().value().head, 1);
  Version version = 1;
  constexpr long long kAlarmPages = 300;
  while (store->health().wal_pages < kAlarmPages && version < 5'000)
    ASSERT_TRUE(store->commit(add_act("c_1", version++)));
  EXPECT_GE(store->health().wal_pages, kAlarmPages) << "a reader keeps the log from beginning anew";
  EXPECT_EQ(reader->counts().value().head, 1) << "and sees what it saw";
  const auto log = file() + "-wal";
  const auto grown = std::filesystem::file_size(log);
  reader.reset();
  for (int i = 0; i < 60; ++i) ASSERT_TRUE(store->commit(add_act("c_1", version++)));
  EXPECT_LT(store->health().wal_pages, kAlarmPages);
  EXPECT_LT(std::filesystem::file_size(log), grown);
}

TEST_F(SqliteStoreTest, NoPersonalDataOutsideThePrivateTables) {
  const std::vector<std::string> words = {"510100199001010000", "13800000000",
                                          "Zhao Fictitious",    "赵虚构",
                                          "91510100TEST000011", "a story nobody else may read",
                                          "Road of Tests 7",    "a draft nobody else may read"};
  const auto store = open();
  Commit commit = open_case("c_1");
  commit.cases[0].events = {samples::at_version(samples::full_act(engine::ActKind::done), 1)};
  commit.puts = {PutPerson{{PersonId("p_1"), "worker", "Zhao Fictitious 赵虚构", "510100199001010000", "",
                            "13800000000", "Road of Tests 7", "{}"}},
                 PutPerson{{PersonId("p_2"), "employer", "Brick", "", "91510100TEST000011", "", "", "{}"}},
                 PutText{{TextId("t_1"), CaseId("c_1"), "a story nobody else may read"}},
                 PutDraft{{AccountId("u_1"), "k", "a draft nobody else may read", Instant{}}}};
  ASSERT_TRUE(store->commit(commit));
  const auto in_log = probe_privacy(folder_.path(), words);
  EXPECT_THAT(in_log.never_seen, IsEmpty()) << "else the probe proves nothing";
  EXPECT_THAT(in_log.leaked, IsEmpty());

  Commit leak = add_act("c_1", 1);
  std::get<engine::Act>(leak.cases[0].events[0]).fields["oops"] = std::string("13800000000");
  ASSERT_TRUE(store->commit(leak));
  EXPECT_THAT(probe_privacy(folder_.path(), words).leaked, testing::ElementsAre("13800000000"))
      << "the probe finds what is put into an event";
}

TEST_F(SqliteStoreTest, EmptyPollIsServedByAnIndex) {
  const auto store = open();
  Connection db({.path = file()});
  const auto plan = [&](const std::string& sql) {
    Query rows = db.once("EXPLAIN QUERY PLAN " + sql);
    std::string out;
    while (rows.step()) out += rows.text(3) + "\n";
    return out;
  };
  EXPECT_THAT(plan("SELECT id FROM cases WHERE next_moment IS NOT NULL AND next_moment <= 5 ORDER BY next_moment, "
                   "case_no LIMIT 9"),
              testing::AllOf(HasSubstr("cases_waiting"), testing::Not(HasSubstr("TEMP B-TREE"))));
  EXPECT_THAT(plan("SELECT c.id FROM cases c ORDER BY ifnull(c.next_due, 2147483647), c.case_no LIMIT 9"),
              testing::AllOf(HasSubstr("cases_by_due"), testing::Not(HasSubstr("TEMP B-TREE"))));
  EXPECT_THAT(
      plan("SELECT k.rule FROM clocks k JOIN cases c USING (case_no) WHERE (k.status < 2) ORDER BY ifnull(k.due, "
           "2147483647), k.case_no, k.rule, k.key, k.ordinal LIMIT 9"),
      testing::AllOf(HasSubstr("clocks_open"), testing::Not(HasSubstr("TEMP B-TREE"))));
}

}  // namespace
}  // namespace hejie::storage::sqlite
