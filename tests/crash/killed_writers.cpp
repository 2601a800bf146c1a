#include "tests/crash/killed_writers.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <sstream>
#include <thread>

#include "storage/sqlite/sqlite_store.h"

namespace hejie::crash {
namespace {

constexpr int kWriters = 8;

/// Never returns: writes until killed, telling each acknowledgement to the pipe.
[[noreturn]] void write_until_killed(const std::string& folder, int first_step, int pipe) {
  storage::sqlite::Options options;
  options.folder = folder;
  options.checkpoint_pages = 100;
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

}  // namespace

Loop live_and_die(const std::string& folder, int first_step, int acks, Promises& promises) {
  int ends[2];
  EXPECT_EQ(pipe(ends), 0);
  const pid_t child = fork();
  if (child == 0) {
    close(ends[0]);
    write_until_killed(folder, first_step, ends[1]);
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

}  // namespace hejie::crash
