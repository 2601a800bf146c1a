// T01 at the level of the store, the control: a store that answers before COMMIT must be caught losing, else the
// harness of tests/crash/test_kill.cpp proves nothing. Linked with the store compiled with HEJIE_FAULT_CONTROLS.
#include <gtest/gtest.h>

#include <cstdlib>

#include "tests/crash/killed_writers.h"
#include "tests/storage/store_contract.h"

namespace hejie::crash {
namespace {

/// Kills new stores until one has lost something. @returns did any?
bool loses() {
  for (int i = 0; i < 40; ++i) {
    const storage::ScratchFolder folder;
    Promises promises;
    (void)live_and_die(folder.path(), 0, 20 + i, promises);
    if (!find_broken(folder.path(), promises).empty()) return true;
  }
  return false;
}

TEST(KillControl, AStoreThatAnswersBeforeCommitIsCaught) {
  ASSERT_EQ(setenv("HEJIE_CONTROL", "answer_before_commit", 1), 0);
  EXPECT_TRUE(loses());
}

TEST(KillControl, TheSameStoreWithoutItsFaultLosesNothing) {
  ASSERT_EQ(unsetenv("HEJIE_CONTROL"), 0);
  EXPECT_FALSE(loses());
}

}  // namespace
}  // namespace hejie::crash
