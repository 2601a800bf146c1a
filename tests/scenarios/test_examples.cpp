// Every script under examples/ comes out as it says, and together they cover what the project promises.
#include <gmock/gmock.h>

#include <algorithm>
#include <map>
#include <set>
#include <string_view>

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

/// A published case, restated: something in it has a source. The others are stories written by hand.
bool published(const Script& script) {
  return std::any_of(script.steps.begin(), script.steps.end(),
                     [](const auto& step) { return !step.from_source.empty(); });
}

/// "examples/01_sc_01.json" gives "sc_01".
std::string case_of(const std::string& file) {
  const auto name = file.substr(file.rfind('/') + 1);
  return name.substr(3, name.size() - 3 - std::string_view(".json").size());
}

TEST(Examples, HoldTwoDozenPublishedCasesAndTheNamedOnes) {
  std::set<std::string> cases;
  for (const auto& script : examples())
    if (published(script)) cases.insert(case_of(script.file));
  EXPECT_GE(cases.size(), 24U);
  for (const auto* named : {"sc_01", "sc_02", "sc_05", "bk_01", "ls_01", "b2_01", "bj_12", "bj_16", "bj_19", "bj_22"})
    EXPECT_TRUE(cases.contains(named)) << named;
}

TEST(Examples, EveryActOfAPublishedCaseIsSourcedOrAssumed) {
  for (const auto& script : examples()) {
    if (!published(script)) continue;
    EXPECT_EQ(script.source.find("Hand-written"), std::string::npos) << script.file;
    for (const auto& step : script.steps)
      EXPECT_TRUE(step.tick || step.assumed || !step.from_source.empty()) << script.file << " " << format_date(step.on);
  }
}

TEST(Examples, TwoLongStoriesAreWrittenByHand) {
  for (const auto* file : {"examples/90_long_inspection.json", "examples/94_long_collective.json"}) {
    const auto all = examples();
    const auto story = std::find_if(all.begin(), all.end(), [&](const Script& script) { return script.file == file; });
    ASSERT_NE(story, all.end()) << file;
    EXPECT_FALSE(published(*story)) << file;
    EXPECT_GE(story->steps.size(), 30U) << file;
  }
}

struct Ends {
  std::set<std::string> main;  ///< procedure and state of the first case of each story
  std::set<std::string> all;   ///< with the cases that came of it
  int refusals = 0;
};

Ends ends_of(const std::set<std::string>& files) {
  Ends ends;
  for (const auto& story : stories()) {
    if (!files.contains(story.report.file)) continue;
    ends.refusals += story.report.refusals;
    for (const auto& [name, state] : story.report.final_state) {
      const auto end = story.report.workflow_of.at(name) + "/" + state;
      ends.all.insert(end);
      if (name == "main") ends.main.insert(end);
    }
  }
  return ends;
}

TEST(Examples, EndInManyStatesWithManyRefusals) {
  std::set<std::string> every;
  std::set<std::string> sourced;
  for (const auto& script : examples()) {
    every.insert(script.file);
    if (published(script)) sourced.insert(script.file);
  }
  EXPECT_GE(ends_of(every).main.size(), 10U);
  const auto of_cases = ends_of(sourced);
  EXPECT_GE(of_cases.all.size(), 10U);
  EXPECT_GE(of_cases.refusals, 15);
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
