#include "tests/authority/story_walk.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "app/form.h"
#include "app/script_data.h"
#include "app/script_readings.h"
#include "resources/resources.h"
#include "storage/store.h"

namespace hejie::authority {
namespace {

constexpr int kTenOClock = 10 * 60;

std::unique_ptr<app::Definitions> reading_of(const app::Script& script) {
  if (script.readings.empty()) return nullptr;
  auto read = app::with_readings(shipped(), script.readings);
  return read ? std::move(*read) : nullptr;
}

const app::Definitions& set_of(const app::Script& script, const std::unique_ptr<app::Definitions>& reading) {
  if (reading) return *reading;
  if (!script.overlays) return shipped();
  const auto set = shipped().with(*script.overlays, script.region);
  return set ? **set : shipped();
}

/// Names the cases a step opened, as the step does, else by their procedure.
void name_opened(app::ScriptStory& told, const app::ScriptStep& step, const app::StepEffects& effects) {
  auto names = step.expect.linked.value_or(std::vector<app::ScriptLink>{});
  for (const auto& [id, workflow] : effects.linked) {
    if (told.name_of(id)) continue;
    std::string name = workflow;
    const auto found = std::ranges::find(names, workflow, &app::ScriptLink::workflow);
    if (found != names.end()) {
      name = found->name;
      names.erase(found);
    }
    for (int n = 2; told.cases.contains(name); ++n) name = workflow + "_" + std::to_string(n);
    told.cases[name] = id;
    told.workflow_of[name] = workflow;
  }
}

}  // namespace

const app::Definitions& shipped() {
  static const auto definitions = app::Definitions::load({});
  if (!definitions) std::abort();
  return **definitions;
}

std::vector<app::Script> stories() {
  std::vector<app::Script> scripts;
  for (const auto& file : resources::under("examples/")) {
    if (!file.path.ends_with(".json")) continue;
    auto script = app::read_script(std::string(file.path), std::string(file.bytes));
    EXPECT_TRUE(script.has_value()) << file.path;
    if (script) scripts.push_back(std::move(*script));
  }
  return scripts;
}

Stage::Stage(const app::Script& story, std::unique_ptr<storage::Store> kept)
    : script(story),
      store(std::move(kept)),
      reading(reading_of(story)),
      definitions(set_of(story, reading)),
      alerts(app::load_alert_rules(definitions).value()),
      clock(to_instant({story.steps.empty() ? Date{} : story.steps.front().on, 0})),
      service({*store, definitions, clock, metrics, &ids}),
      parts{*store, service, definitions, clock},
      told(parts, story) {}

std::optional<app::CommandInput> Stage::command_of(const app::ScriptStep& step) {
  if (step.tick || app::is_built_in(step.event)) return std::nullopt;
  app::CommandInput input;
  input.event = step.event;
  input.data_json = step.data_json;
  if (step.link) input.data_json = app::with_link(input.data_json, told.cases[*step.link].value);
  input.occurred_on = step.on;
  if (step.minute) input.occurred_at = Moment{step.on, *step.minute};
  input.on_behalf_of = step.party;
  for (const auto& person : step.persons) input.officers.push_back(app::ScriptRunner::caller_of({"", person}).account);
  const auto found = told.cases.find(step.case_name);
  if (found == told.cases.end())
    input.workflow = script.workflow;
  else
    input.case_id = found->second;
  return input;
}

std::string Stage::procedure_of(const app::ScriptStep& step) {
  const auto found = told.workflow_of.find(step.case_name);
  return found == told.workflow_of.end() ? script.workflow : found->second;
}

Version Stage::version_of(const CaseId& id) {
  const auto snapshot = store->snapshot();
  return (*snapshot)->find_version(id).value_or(0);
}

namespace {

/// Names what opened since `was`.
void name_new(Stage& stage, const app::ScriptStep& step, const Result<app::CaseSight>& was) {
  const auto is = stage.told.look(step.case_name);
  const auto effects = was && is ? stage.told.difference(*was, *is) : Result<app::StepEffects>{};
  if (effects) name_opened(stage.told, step, *effects);
}

}  // namespace

void walk(Stage& stage, const std::function<bool(const app::ScriptStep&)>& before) {
  const int opening = stage.definitions.calendar()->hours().opening_minute();
  std::vector<app::TraceLine> lines;
  for (const auto& step : stage.script.steps) {
    const Date entered = step.recorded_on.value_or(step.on);
    const bool at_once = step.minute && (step.tick || !step.recorded_on);
    const Moment at{step.tick ? step.on : entered, at_once ? *step.minute : opening};
    const auto early = stage.told.look(step.case_name);
    ASSERT_TRUE(stage.told.pass_time(at, lines)) << stage.script.file;
    if (step.tick) {
      name_new(stage, step, early);
      continue;
    }
    stage.told.stand_at({entered, at_once ? *step.minute : kTenOClock});
    if (!before(step)) return;
    const auto was = stage.told.look(step.case_name);
    const auto done = stage.told.act(step);
    ASSERT_TRUE(done) << stage.script.file << " " << step.index + 1 << ": " << done.error().message.en;
    ASSERT_EQ(done->has_value(), step.expect.refused.has_value()) << stage.script.file << " step " << step.index + 1;
    name_new(stage, step, was);
  }
}

}  // namespace hejie::authority
