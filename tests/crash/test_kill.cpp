// T01 at the level of the store: a process with eight writers is killed at any moment, again and again, on one folder.
// What it had acknowledged is there after each restart. The control answers before COMMIT and must be caught losing.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <sstream>
#include <thread>

#include "storage/sqlite/sqlite_store.h"
#include "tests/crash/ledger.h"
#include "tests/storage/store_contract.h"

namespace hejie::crash {
namespace {

using testing::IsEmpty;

constexpr int kWriters = 8;

/// Never returns: writes until killed, telling each acknowledgement to the pipe.
[[noreturn]] void write_until_killed(const std::string& folder, storage::sqlite::Control control, int first_step,
                                     int pipe) {
  storage::sqlite::Options options;
  options.folder = folder;
  options.checkpoint_pages = 100;
  options.control = control;
  auto store = storage::sqlite::open_store(options);
  if (!store) _exit(3);
  std::atomic<int> next{first_step};
  std::vector<std::thread> writers;
  for (int i = 0; i < kWriters; ++i) {
    writers.emplace_back([&] {
      for (;;) {
        const int step = next++;
        auto snapshot = (*store)->snapshot();
        if (!snapshot) continue;
        auto command = scripted_command(**snapshot, step);
        snapshot->reset();
        const auto outcome = (*store)->commit(std::move(command));
        if (!outcome) continue;
        const std::string line = "step-" + std::to_string(step) + " " + outcome->versions[0].first.value + " " +
                                 std::to_string(outcome->versions[0].second) + " " +
                                 std::to_string(outcome->seqs[0][0]) + "\n";
        if (write(pipe, line.data(), line.size()) < 0) _exit(4);
      }
    });
  }
  for (auto& writer : writers) writer.join();
  _exit(0);
}

struct Loop {
  int acknowledged = 0;
  int last_step = 0;
};

/// One life and death of the writing process. @returns what it had acknowledged by then, added to `promises`
Loop live_and_die(const std::string& folder, storage::sqlite::Control control, int first_step, int acks,
                  Promises& promises) {
  int ends[2];
  EXPECT_EQ(pipe(ends), 0);
  const pid_t child = fork();
  if (child == 0) {
    close(ends[0]);
    write_until_killed(folder, control, first_step, ends[1]);
  }
  close(ends[1]);
  Loop loop;
  std::string text;
  char buffer[4096];
  bool killed = false;
  for (ssize_t n = 0; (n = read(ends[0], buffer, sizeof buffer)) > 0;) {
    text.append(buffer, static_cast<std::size_t>(n));
    if (!killed && std::count(text.begin(), text.end(), '\n') >= acks) {
      kill(child, SIGKILL);
      killed = true;
    }
  }
  close(ends[0]);
  int status = 0;
  waitpid(child, &status, 0);
  EXPECT_TRUE(WIFSIGNALED(status)) << "the writers must not end by themselves";
  std::istringstream lines(text);
  std::string key;
  std::string id;
  Promise promise;
  while (lines >> key >> id >> promise.version >> promise.seq) {
    promise.case_id = CaseId(id);
    promises[key] = promise;
    loop.last_step = std::max(loop.last_step, std::stoi(key.substr(5)));
    ++loop.acknowledged;
  }
  return loop;
}

int loops() {
  return std::getenv("HEJIE_LONG") != nullptr ? 200 : 12;
}

TEST(Kill, WhatWasAcknowledgedSurvives) {
  const storage::ScratchFolder folder;
  std::mt19937 random(20260302);  // NOLINT: the same run every time
  Promises promises;
  int step = 0;
  double worst_restart_ms = 0;
  for (int i = 0; i < loops(); ++i) {
    const Loop loop = live_and_die(folder.path(), {}, step, 1 + static_cast<int>(random() % 300), promises);
    EXPECT_GT(loop.acknowledged, 0);
    step = loop.last_step + 10'000;  // unacknowledged steps may have been written: their numbers are not used again
    const auto start = std::chrono::steady_clock::now();
    {
      storage::sqlite::Options options;
      options.folder = folder.path();
      ASSERT_TRUE(storage::sqlite::open_store(options));
    }
    const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - start;
    worst_restart_ms = std::max(worst_restart_ms, took.count());
    ASSERT_THAT(find_broken(folder.path(), promises), IsEmpty()) << "after kill " << i;
  }
  std::printf("%d kills, %zu acknowledged, 0 lost, slowest restart %.0f ms\n", loops(), promises.size(),
              worst_restart_ms);
}

TEST(Kill, ControlThatAnswersBeforeCommitIsCaught) {
  storage::sqlite::Control control;
  control.answer_before_commit = true;
  bool lost = false;
  for (int i = 0; i < 40 && !lost; ++i) {
    const storage::ScratchFolder folder;
    Promises promises;
    (void)live_and_die(folder.path(), control, 0, 20 + i, promises);
    lost = !find_broken(folder.path(), promises).empty();
  }
  EXPECT_TRUE(lost) << "a harness that cannot catch this one proves nothing";
}

}  // namespace
}  // namespace hejie::crash
