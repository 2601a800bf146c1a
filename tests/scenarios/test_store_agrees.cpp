// What lists and the scheduler read equals the fold of the events, for every story, also after it was moved to another
// store and renamed; and the check notices when it does not.
#include <gmock/gmock.h>

#include "app/check.h"
#include "app/import.h"
#include "resources/resources.h"
#include "storage/memory/memory_store.h"

namespace hejie::app {
namespace {

const Definitions& shipped() {
  static const auto definitions = Definitions::load({});
  if (!definitions) std::abort();
  return **definitions;
}

MakeScratch memory() {
  return [] { return storage::memory::open_store(); };
}

std::string list(const CheckResult& result) {
  std::string text;
  for (const auto& finding : result.findings)
    text += finding.case_id.value + " " + finding.what + ": " + finding.message.en + "\n";
  return text;
}

/// All stories, run once.
const std::vector<Bundle>& bundles() {
  static const std::vector<Bundle> all = [] {
    std::vector<Bundle> list;
    CountingIds ids;
    for (const auto& file : resources::under("examples/")) {
      if (!file.path.ends_with(".json")) continue;
      const auto script = read_script(std::string(file.path), std::string(file.bytes));
      auto story = script ? run_story(*script, shipped(), memory(), ids) : std::unexpected(script.error());
      // test_examples tells of those that fail; those with readings of their own run on no version of this store, and
      // another region counts other days.
      const bool ours = story && story->reading == nullptr && !story->local_days;
      if (ours && story->ok()) list.push_back(std::move(story->bundle));
    }
    return list;
  }();
  return all;
}

/// All of them in one store.
std::unique_ptr<storage::Store> bureau(bool rename) {
  auto store = storage::memory::open_store();
  CountingIds ids(1'000'000);
  for (const auto& bundle : bundles()) {
    storage::Commit commit;
    std::set<std::string> texts;
    put_in(rename ? renamed(bundle, ids, {}) : bundle, shipped(), texts, commit);
    const auto done = store->commit(std::move(commit));
    EXPECT_TRUE(done.has_value()) << (done ? "" : done.error().message.en);
  }
  return store;
}

TEST(StoreAgrees, FoldOfEveryStoryEqualsItsRows) {
  const auto store = bureau(false);
  const auto result = check_store(*store, shipped());
  ASSERT_TRUE(result.has_value());
  EXPECT_GT(result->cases, 20);
  EXPECT_TRUE(result->findings.empty()) << list(*result);
}

TEST(StoreAgrees, AlsoUnderNewNames) {
  const auto store = bureau(true);
  const auto result = check_store(*store, shipped());
  ASSERT_TRUE(result.has_value());
  EXPECT_TRUE(result->findings.empty()) << list(*result);
}

TEST(StoreAgrees, CheckFindsARowThatSaysOtherwise) {
  const auto store = bureau(false);
  CaseId id;
  storage::CaseChange change;
  {
    const auto snapshot = store->snapshot();
    ASSERT_TRUE(snapshot.has_value());
    id = (*(*snapshot)->case_ids({}, 1)).front();
    change.id = id;
    change.expected = (*(*snapshot)->find_case(id)).version;
    change.rows = *(*snapshot)->load_rows(id);
  }
  change.rows->summary.state = "somewhere_else";
  storage::Commit commit;
  commit.cases.push_back(std::move(change));
  ASSERT_TRUE(store->commit(std::move(commit)).has_value());
  const auto result = check_store(*store, shipped());
  ASSERT_TRUE(result.has_value());
  ASSERT_FALSE(result->findings.empty());
  EXPECT_EQ(result->findings.front().case_id, id);
  EXPECT_EQ(result->findings.front().what, "state");
}

}  // namespace
}  // namespace hejie::app
