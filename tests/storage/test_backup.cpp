// Copies taken from a running store, brought back, and what `check` finds in a damaged one.
#include <gmock/gmock.h>

#include <atomic>
#include <fstream>
#include <thread>

#include "storage/sqlite/backup.h"
#include "storage/sqlite/migrations.h"
#include "storage/sqlite/private_keys.h"
#include "storage/sqlite/sqlite_store.h"
#include "tests/storage/store_contract.h"

namespace hejie::storage::sqlite {
namespace {

using samples::add_act;
using samples::open_case;
using testing::HasSubstr;
using testing::IsEmpty;

std::unique_ptr<Store> open(const std::string& folder) {
  Options options;
  options.folder = folder;
  options.checkpoint_pages = 20;
  auto store = open_store(options);
  EXPECT_TRUE(store) << store.error().message.en;
  return store ? std::move(*store) : nullptr;
}

class BackupTest : public testing::Test {
 protected:
  void fill(int cases = 3) {
    const auto store = open(data_.path());
    for (int i = 0; i < cases; ++i) {
      Commit commit = open_case("c_" + std::to_string(i));
      commit.cases[0].number = NumberRequest{"arbitration", "X", 2026, "X-{n}", 0};
      ASSERT_TRUE(store->commit(commit));
      ASSERT_TRUE(store->commit(add_act("c_" + std::to_string(i), 1)));
    }
  }
  std::vector<std::string> codes(const std::string& folder) {
    std::vector<std::string> out;
    const auto report = check_file(folder);
    EXPECT_TRUE(report) << report.error().message.en;
    if (!report) return {"unreadable"};
    for (const auto& finding : report->findings) out.push_back(finding.code);
    return out;
  }
  void damage(const char* sql) {
    Connection db({.path = data_.path() + "/" + kFileName, .write = true});
    db.execute(sql);
  }

  ScratchFolder data_;
  ScratchFolder other_;
};

TEST_F(BackupTest, CopyOfARunningStoreIsWholeAndComesBack) {
  const auto store = open(data_.path());
  for (int i = 0; i < 20; ++i) ASSERT_TRUE(store->commit(open_case("c_" + std::to_string(i))));
  std::atomic<bool> done{false};
  std::thread writer([&] {
    for (int i = 0; !done; ++i) ASSERT_TRUE(store->commit(open_case("w_" + std::to_string(i))));
  });
  const std::string file = other_.path() + "/copy.db";
  const Seq before = (*store->snapshot())->counts().value().head;
  const auto report = backup(data_.path(), file);
  done = true;
  writer.join();
  ASSERT_TRUE(report) << report.error().message.en;
  EXPECT_GE(report->head, before) << "never older than when it began";
  EXPECT_EQ(report->schema, shipped_migrations().back().version);
  EXPECT_FALSE(std::filesystem::exists(file + "-wal")) << "one file by itself";
  EXPECT_FALSE(std::filesystem::exists(file + ".part"));
  EXPECT_EQ(std::filesystem::status(file).permissions() & std::filesystem::perms::others_all,
            std::filesystem::perms::none);

  const std::string place = other_.path() + "/restored";
  const auto restored = restore(file, place);
  std::filesystem::copy_file(data_.path() + "/" + kKeyFileName, place + "/" + kKeyFileName);
  ASSERT_TRUE(restored) << restored.error().message.en;
  EXPECT_EQ(restored->head, report->head);
  EXPECT_THAT(codes(place), IsEmpty());
  const auto again = open(place);
  EXPECT_EQ((*again->snapshot())->counts().value().head, report->head);
  EXPECT_TRUE(again->commit(open_case("after"))) << "and it can be worked on";
}

TEST_F(BackupTest, NeverOverwrites) {
  fill();
  const std::string file = other_.path() + "/copy.db";
  std::ofstream(file) << "something dear";
  const auto report = backup(data_.path(), file);
  ASSERT_FALSE(report);
  EXPECT_EQ(report.error().code, ErrorCode::io);
  EXPECT_EQ(std::filesystem::file_size(file), 14U);
  EXPECT_EQ(backup(other_.path(), other_.path() + "/x").error().code, ErrorCode::io) << "no store there";
}

TEST_F(BackupTest, RestoreRefusesWhatItWouldDestroy) {
  fill();
  const std::string file = other_.path() + "/copy.db";
  ASSERT_TRUE(backup(data_.path(), file));
  const auto used = restore(file, data_.path());
  ASSERT_FALSE(used);
  EXPECT_THAT(used.error().message.en, HasSubstr("never overwrites"));
  const std::string place = other_.path() + "/busy";
  const auto holder = open(place);
  const auto locked = restore(file, place);
  ASSERT_FALSE(locked);
  EXPECT_THAT(locked.error().message.en, HasSubstr(std::to_string(getpid())));
}

TEST_F(BackupTest, RestoreIntoAStoreNeverUsed) {
  fill();
  const std::string file = other_.path() + "/copy.db";
  ASSERT_TRUE(backup(data_.path(), file));
  const std::string place = other_.path() + "/fresh";
  open(place).reset();
  EXPECT_TRUE(restore(file, place));
  EXPECT_FALSE(std::filesystem::exists(place + "/" + kKeyFileName)) << "of the store that sealed nothing";
  std::filesystem::copy_file(data_.path() + "/" + kKeyFileName, place + "/" + kKeyFileName);
  EXPECT_EQ((*open(place)->snapshot())->counts().value().cases, 3);
}

TEST_F(BackupTest, DamagedOrForeignBackupsAreRefused) {
  fill(200);
  const std::string file = other_.path() + "/copy.db";
  ASSERT_TRUE(backup(data_.path(), file));
  {
    std::fstream bytes(file, std::ios::in | std::ios::out | std::ios::binary);
    bytes.seekp(3 * 4096);
    bytes << std::string(2 * 4096, '\x5A');
  }
  const auto damaged = restore(file, other_.path() + "/a");
  ASSERT_FALSE(damaged);
  EXPECT_EQ(damaged.error().code, ErrorCode::corrupt);
  EXPECT_FALSE(std::filesystem::exists(other_.path() + "/a/" + kFileName));
  const std::string text = other_.path() + "/text.db";
  std::ofstream(text) << "not a database at all";
  EXPECT_FALSE(restore(text, other_.path() + "/b"));
  EXPECT_EQ(restore(other_.path() + "/none.db", other_.path() + "/c").error().code, ErrorCode::io);
  const std::string foreign = other_.path() + "/foreign.db";
  Connection({.path = foreign, .write = true}).execute("CREATE TABLE t (x)");
  EXPECT_EQ(restore(foreign, other_.path() + "/d").error().code, ErrorCode::io);
}

TEST_F(BackupTest, CheckOfASoundStoreFindsNothing) {
  fill();
  const auto report = check_file(data_.path()).value();
  EXPECT_THAT(report.findings, IsEmpty());
  EXPECT_EQ(report.cases, 3);
  EXPECT_EQ(report.events, 6);
  EXPECT_EQ(report.numbers, 3);
  const auto reader = std::move(open_reader(data_.path()).value());
  EXPECT_EQ((*reader->snapshot())->counts().value().head, 6);
  EXPECT_EQ(reader->commit(open_case("c_9")).error().code, ErrorCode::read_only);
  EXPECT_EQ(open_reader(other_.path()).error().code, ErrorCode::io);
  EXPECT_EQ(check_file(other_.path()).error().code, ErrorCode::io);
}

struct Damage {
  const char* sql;
  const char* code;
};

TEST_F(BackupTest, CheckFindsEveryKindOfDamage) {
  fill();
  const std::string keep = other_.path() + "/copy.db";
  ASSERT_TRUE(backup(data_.path(), keep));
  const std::vector<Damage> table = {
      {"DELETE FROM events WHERE seq = 3", "seq_gap"},
      {"DELETE FROM events WHERE seq = 6", "version_differs"},
      {"UPDATE events SET payload = replace(payload, '5000', '5001x') WHERE seq = 2", "undecodable"},
      {"UPDATE events SET payload = replace(payload, ':5000', ': 5000') WHERE seq = 2", "not_canonical"},
      {"UPDATE events SET kind = 1 WHERE seq = 2", "row_differs"},
      {"UPDATE events SET version = 9 WHERE seq = 2", "version_gap"},
      {"UPDATE events SET case_no = 99 WHERE seq = 2", "no_case"},
      {"UPDATE cases SET version = 9 WHERE case_no = 1", "version_differs"},
      {"UPDATE clocks SET due = due + 1 WHERE case_no = 1", "rows_differ"},
      {"DELETE FROM parties WHERE case_no = 1", "rows_differ"},
      {"DELETE FROM numbers WHERE n = 2", "number_gap"},
      {"UPDATE clocks SET case_no = 99 WHERE case_no = 1", "no_case"},
      {"UPDATE documents SET addressees = 'x'; INSERT INTO documents VALUES (1, 'd', 1, 'd1', 1, 1, 'x')",
       "rows_damaged"},
  };
  for (const auto& row : table) {
    damage(row.sql);
    EXPECT_THAT(codes(data_.path()), testing::Contains(row.code)) << row.sql;
    std::filesystem::remove_all(data_.path());
    ASSERT_TRUE(restore(keep, data_.path()));
    EXPECT_THAT(codes(data_.path()), IsEmpty());
  }
}

}  // namespace
}  // namespace hejie::storage::sqlite
