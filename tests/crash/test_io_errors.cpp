// T03: the k-th write, sync, truncate or read fails, for every k of a script of 60 commands. Whatever happens, what was
// acknowledged is there, and nothing is there twice or in part.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <chrono>
#include <thread>

#include <atomic>
#include <cstdlib>
#include <filesystem>

#include "storage/sqlite/sqlite_store.h"
#include "tests/crash/fault_vfs.h"
#include "tests/crash/ledger.h"
#include "tests/storage/store_contract.h"

namespace hejie::crash {
namespace {

using testing::IsEmpty;

constexpr int kCommands = 60;

struct Played {
  Promises promises;
  bool struck = false;
  bool stopped = false;  ///< the deliberate stop after a failed write (exit 70)
  int errors = 0;        ///< commands answered with an error
  long long operations = 0;
};

/// A folder in memory when there is one: what is tested is the order of writes, not the disk.
class QuickFolder {
 public:
  QuickFolder() {
    const char* base = std::filesystem::exists("/dev/shm") ? "/dev/shm" : "/tmp";
    std::string pattern = std::string(base) + "/hejie-fault-XXXXXX";
    path_ = mkdtemp(pattern.data());
  }
  ~QuickFolder() { std::filesystem::remove_all(path_); }
  QuickFolder(const QuickFolder&) = delete;
  QuickFolder& operator=(const QuickFolder&) = delete;
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  std::string path_;
};

Played play(const std::string& folder, FaultPlan plan) {
  Played run;
  std::atomic<bool> stopped{false};
  storage::sqlite::Options options;
  options.folder = folder;
  options.vfs = fault_vfs_name();
  options.checkpoint_pages = 40;
  options.log_limit_bytes = 100'000;
  options.fatal = [&](const Error&) {
    stopped = true;
    crash();
  };
  arm(plan);
  auto store = storage::sqlite::open_store(options);
  if (!store) ++run.errors;  // the fault came while the store was made
  for (int step = 0; store && step < kCommands && !stopped; ++step) {
    auto snapshot = (*store)->snapshot();
    if (!snapshot) {
      ++run.errors;
      continue;
    }
    auto command = scripted_command(**snapshot, step);
    snapshot->reset();
    const std::string key = command.idempotency->key;
    const auto outcome = (*store)->commit(std::move(command));
    if (outcome && !outcome->repeat) note(run.promises, key, *outcome);
    if (!outcome) ++run.errors;
  }
  if (store) store->reset();
  run.struck = struck();
  run.stopped = stopped;
  run.operations = operations();
  arm({});
  return run;
}

struct Tally {
  long long points = 0, stopped = 0, answered = 0, swallowed = 0;
};

/// Operations in which the store is made: another way of writing (no log yet), so the short run looks at each.
constexpr long long kMaking = 40;

/// Every k of the making, then every `stride`-th until the script runs without meeting the fault.
Tally sweep(FaultKind kind, bool sticky, long long stride) {
  Tally tally;
  for (long long k = 1;; k += k < kMaking ? 1 : stride) {
    const QuickFolder folder;
    const Played run = play(folder.path(), {kind, k, sticky});
    if (!run.struck) {
      EXPECT_EQ(run.promises.size(), static_cast<std::size_t>(kCommands))
          << "a run without fault acknowledges everything";
      break;
    }
    ++tally.points;
    if (run.stopped) {
      ++tally.stopped;
    } else if (run.errors > 0) {
      ++tally.answered;
    } else {
      ++tally.swallowed;
    }
    EXPECT_THAT(find_broken(folder.path(), run.promises), IsEmpty())
        << "fault " << static_cast<int>(kind) << (sticky ? " from " : " at ") << k;
    if (testing::Test::HasFailure()) break;
  }
  std::printf("fault kind %d %s: %lld points, %lld stopped, %lld answered, %lld unseen by callers\n",
              static_cast<int>(kind), sticky ? "sticky" : "once", tally.points, tally.stopped, tally.answered,
              tally.swallowed);
  return tally;
}

/// Every point in the long run; every few in the short one, another few each kind.
long long stride() {
  return std::getenv("HEJIE_LONG") != nullptr ? 1 : 11;
}

TEST(IoErrors, TheScriptItselfIsSound) {
  const QuickFolder folder;
  const Played run = play(folder.path(), {});
  EXPECT_EQ(run.errors, 0);
  EXPECT_EQ(run.promises.size(), static_cast<std::size_t>(kCommands));
  EXPECT_GT(run.operations, 200) << "writes, syncs and checkpoints happen";
  EXPECT_THAT(find_broken(folder.path(), run.promises), IsEmpty());
}

TEST(IoErrors, ALostEventIsNoticed) {
  const QuickFolder folder;
  Played run = play(folder.path(), {});
  run.promises["step-99"] = {CaseId("c_0"), 99, 999};
  EXPECT_THAT(find_broken(folder.path(), run.promises), testing::SizeIs(2));
}

TEST(IoErrors, WriteErrorOnce) {
  EXPECT_GT(sweep(FaultKind::io_error, false, stride()).stopped, 0);
}
TEST(IoErrors, WriteErrorFromThenOn) {
  EXPECT_GT(sweep(FaultKind::io_error, true, stride()).stopped, 0);
}
TEST(IoErrors, TornWriteOnce) {
  EXPECT_GT(sweep(FaultKind::torn_write, false, stride()).stopped, 0);
}
TEST(IoErrors, TornWriteFromThenOn) {
  EXPECT_GT(sweep(FaultKind::torn_write, true, stride()).stopped, 0);
}
TEST(IoErrors, DiskFullOnce) {
  EXPECT_GT(sweep(FaultKind::disk_full, false, stride()).answered, 0);
}
TEST(IoErrors, DiskFullFromThenOn) {
  EXPECT_GT(sweep(FaultKind::disk_full, true, stride()).answered, 0);
}
TEST(IoErrors, ReadErrorOnce) {
  EXPECT_GT(sweep(FaultKind::read_error, false, stride()).points, 0);
}
TEST(IoErrors, ShortReadOnce) {
  EXPECT_GT(sweep(FaultKind::short_read, false, stride()).points, 0);
}

TEST(IoErrors, DiskFullStopsWritesNeverReadsAndEndsByItself) {
  const QuickFolder folder;
  storage::sqlite::Options options;
  options.folder = folder.path();
  options.vfs = fault_vfs_name();
  bool stopped = false;
  options.fatal = [&](const Error&) { stopped = true; };
  arm({});
  auto store = std::move(*storage::sqlite::open_store(options));
  ASSERT_TRUE(store->commit(storage::samples::open_case("c_1")));
  arm({FaultKind::disk_full, 1, true});
  for (int i = 0; i < 3; ++i) {
    const auto outcome = store->commit(storage::samples::add_act("c_1", 1));
    ASSERT_FALSE(outcome);
    EXPECT_EQ(outcome.error().code, ErrorCode::read_only);
    EXPECT_TRUE(store->health().read_only);
    EXPECT_EQ((*store->snapshot())->find_case(CaseId("c_1")).value().version, 1) << "reads go on";
  }
  arm({});
  EXPECT_TRUE(store->commit(storage::samples::add_act("c_1", 1))) << "space is back";
  // The mode ends with the writer's own large write, which comes after the answer.
  for (int i = 0; i < 1000 && store->health().read_only; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(5));
  EXPECT_FALSE(store->health().read_only);
  EXPECT_FALSE(stopped);
}

TEST(IoErrors, FailedSyncStopsTheProcessWithCode70) {
  const QuickFolder folder;
  EXPECT_EXIT(
      {
        storage::sqlite::Options options;
        options.folder = folder.path();
        options.vfs = fault_vfs_name();
        arm({});
        auto store = std::move(*storage::sqlite::open_store(options));
        arm({FaultKind::io_error, 1, true});
        (void)store->commit(storage::samples::open_case("c_1"));
      },
      testing::ExitedWithCode(70), "disk_failed");
}

}  // namespace
}  // namespace hejie::crash
