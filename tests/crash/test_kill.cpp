// T01 at the level of the store: a process with eight writers is killed at any moment, again and again, on one folder.
// What it had acknowledged is there after each restart. tests/controls has the store that must be caught losing.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <random>

#include "storage/sqlite/sqlite_store.h"
#include "tests/crash/killed_writers.h"
#include "tests/storage/store_contract.h"

namespace hejie::crash {
namespace {

using testing::IsEmpty;

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
    const Loop loop = live_and_die(folder.path(), step, 1 + static_cast<int>(random() % 300), promises);
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

}  // namespace
}  // namespace hejie::crash
