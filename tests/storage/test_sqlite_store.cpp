// What only the real store can show: the lock, the queue, read-only mode, long readers, privacy on disk.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <sys/file.h>
#include <unistd.h>

#include <fstream>
#include <future>

#include "storage/sqlite/backup.h"
#include "storage/sqlite/folder_lock.h"
#include "storage/sqlite/sqlite_store.h"
#include "tests/storage/privacy_probe.h"
#include "tests/storage/store_contract.h"

namespace hejie::storage::sqlite {
namespace {

using samples::add_act;
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
