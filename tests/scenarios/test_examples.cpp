// Every script under examples/ comes out as it says, and together they cover what the project promises.
#include <gmock/gmock.h>

#include <map>
#include <set>

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

std::vector<Script> examples() {
  std::vector<Script> scripts;
  for (const auto& file : resources::under("examples/")) {
    if (!file.path.ends_with(".json")) continue;
    auto script = read_script(std::string(file.path), std::string(file.bytes));
    EXPECT_TRUE(script.has_value()) << file.path << ": "
                                    << (script                            ? ""
                                        : script.error().findings.empty() ? script.error().message.en
                                                                          : script.error().findings.front().path);
    if (script) scripts.push_back(std::move(*script));
  }
  return scripts;
}

/// All stories once, run on first use.
const std::vector<Story>& stories() {
  static const std::vector<Story> all = [] {
    std::vector<Story> list;
    for (const auto& script : examples()) {
      CountingIds ids;
      auto story = run_story(
          script, shipped(), [] { return storage::memory::open_store(); }, ids);
      EXPECT_TRUE(story.has_value()) << script.file << ": " << (story ? "" : story.error().message.en);
      if (story) list.push_back(std::move(*story));
    }
    return list;
  }();
  return all;
}

TEST(Examples, EveryExpectationHolds) {
  for (const auto& story : stories())
    for (const auto& step : story.report.steps)
      for (const auto& failure : step.failures)
        ADD_FAILURE() << story.report.file << " step " << step.index + 1 << " " << format_date(step.on) << " "
                      << step.event << ": " << failure;
}

TEST(Examples, EveryStepExpectsSomething) {
  for (const auto& script : examples())
    for (const auto& step : script.steps) {
      if (step.tick) continue;
      EXPECT_GT(step.expect.count(), 0) << script.file << " step " << step.index + 1;
    }
}

TEST(Examples, SourcesArePublisherTitleDateAddressOnly) {
  for (const auto& script : examples()) {
    EXPECT_FALSE(script.source.empty()) << script.file;
    EXPECT_LT(script.source.size(), 600U) << script.file;
  }
}

TEST(Examples, EndInManyStatesWithManyRefusals) {
  std::set<std::string> finals;
  int refusals = 0;
  for (const auto& story : stories()) {
    refusals += story.report.refusals;
    if (const auto main = story.report.final_state.find("main"); main != story.report.final_state.end())
      finals.insert(story.report.workflow + "/" + main->second);
  }
  EXPECT_GE(stories().size(), 26U);
  EXPECT_GE(finals.size(), 10U);
  EXPECT_GE(refusals, 15);
}

TEST(Examples, NoTwoTakeTheSamePathWithTheSameWaits) {
  std::map<std::string, std::string> seen;
  for (const auto& script : examples()) {
    std::string path = script.workflow;
    for (const auto& step : script.steps)
      path += "\n" + std::to_string(step.on - script.steps.front().on) + " " + step.event;
    const auto [other, fresh] = seen.try_emplace(path, script.file);
    EXPECT_TRUE(fresh) << script.file << " and " << other->second;
  }
}

TEST(Examples, RunTwiceTheSame) {
  for (const auto& script : examples()) {
    CountingIds ids;
    const auto again = run_story(
        script, shipped(), [] { return storage::memory::open_store(); }, ids);
    ASSERT_TRUE(again.has_value()) << script.file;
    for (const auto& story : stories())
      if (story.report.file == script.file) {
        EXPECT_EQ(story.report.final_state, again->report.final_state) << script.file;
        EXPECT_EQ(story.bundle.alerts, again->bundle.alerts) << script.file;
      }
  }
}

}  // namespace
}  // namespace hejie::app
