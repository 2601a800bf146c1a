#include "app/script_run.h"

#include <algorithm>
#include <map>

#include "app/clock_view.h"
#include "app/script_parts.h"
#include "app/script_story.h"

namespace hejie::app {
namespace {

constexpr int kTenOClock = 10 * 60;

std::string who(const ScriptPerson& person) {
  return person.name.empty() ? person.role : person.role + "/" + person.name;
}

Moment before_midnight(Date day) {
  return {day, kMinutesPerDay - 1};
}

StepReport describe(const ScriptStep& step) {
  StepReport report;
  report.index = step.index;
  report.on = step.on;
  report.by = step.tick ? "" : who(step.by);
  report.event = step.tick ? "tick" : step.event;
  report.case_name = step.case_name;
  report.tick = step.tick;
  report.assumed = step.assumed;
  report.from_source = step.from_source;
  report.expectations = step.expect.count();
  return report;
}

/// Names the cases this step opened: as the step says, else by their workflow.
void name_linked(ScriptStory& story, const ScriptStep& step, const StepEffects& effects) {
  std::vector<ScriptLink> names = step.expect.linked.value_or(std::vector<ScriptLink>{});
  for (const auto& [id, workflow] : effects.linked) {
    if (story.name_of(id)) continue;
    const auto found = std::ranges::find(names, workflow, &ScriptLink::workflow);
    std::string name = workflow;
    if (found != names.end()) {
      name = found->name;
      names.erase(found);
    }
    for (int n = 2; story.cases.contains(name); ++n) name = workflow + "_" + std::to_string(n);
    story.cases[name] = id;
    story.workflow_of[name] = workflow;
  }
}

/// What happened by itself, of the lines told in a step.
void add_fired(const std::vector<TraceLine>& lines, const std::string& case_name, std::vector<std::string>& fired) {
  for (const auto& line : lines)
    if (line.kind == 'E' && line.case_name == case_name) fired.push_back(line.text.substr(0, line.text.find(' ')));
}

/// "worker_count" of "/data/worker_count".
std::vector<std::string> fields_in(const std::vector<Finding>& findings) {
  constexpr std::string_view kData = "/data/";
  std::vector<std::string> fields;
  for (const auto& finding : findings)
    if (finding.path.starts_with(kData))
      fields.push_back(finding.path.substr(kData.size(), finding.path.find('/', kData.size()) - kData.size()));
  return fields;
}

std::string refusal_text(const engine::Rejection& rejection) {
  return rejection.rule + (rejection.subject.empty() ? "" : " (" + rejection.subject + ")") + ": " +
         rejection.message.en;
}

}  // namespace

Caller ScriptRunner::caller_of(const ScriptPerson& person) {
  const std::string name = person.name.empty() ? "role." + person.role : person.name;
  return {AccountId("u_script_" + name), "script." + name, name, {person.role}};
}

/// Does the steps one by one.
struct ScriptRunner::Story {
  Parts& parts;
  ScriptStory story;
  std::string workflow;
  std::map<std::string, std::vector<std::string>> fired{};  ///< by case: since its state was last named and right

  /// Where to look for what came out otherwise.
  void locate(const ScriptStep& step, const CaseSight& sight, const StepEffects& effects,
              const std::vector<Finding>& findings, StepReport& report) {
    add_fired(report.before, step.case_name, fired[step.case_name]);
    add_fired(report.lines, step.case_name, fired[step.case_name]);
    if (report.failures.empty()) {
      if (step.expect.state) fired.erase(step.case_name);
      return;
    }
    const auto opening = sight.procedure ? sight.procedure : parts.definitions.in_force(workflow, step.on);
    StepTrouble trouble{step,
                        opening.get(),
                        differing_parts(step.expect, effects),
                        effects.refused_rule,
                        effects.refused_subject,
                        fields_in(findings),
                        fired[step.case_name],
                        effects.state};
    if (step.expect.refused && effects.refused_rule.empty()) trouble.refused_rule = *step.expect.refused;
    report.parts = parts_in_trouble(trouble);
    if (opening) report.workflow = opening->id;
  }

  Result<StepReport> tick(const ScriptStep& step) {
    StepReport report = describe(step);
    TRY_VOID(story.pass_time(before_midnight(step.on - 1), report.before));
    TRY(const auto before, story.look(step.case_name));
    const int minute = step.minute.value_or(parts.definitions.calendar()->hours().opening_minute());
    TRY_VOID(story.pass_time({step.on, minute}, report.lines));
    return finish(step, std::move(report), before, {});
  }

  Result<StepReport> act(const ScriptStep& step) {
    StepReport report = describe(step);
    const Date entered = step.recorded_on.value_or(step.on);
    const int opening = parts.definitions.calendar()->hours().opening_minute();
    const bool at_once = step.minute && !step.recorded_on;
    TRY_VOID(story.pass_time({entered, at_once ? *step.minute : opening}, report.before));
    story.stand_at({entered, at_once ? *step.minute : kTenOClock});
    TRY(const auto before, story.look(step.case_name));
    report.lines.push_back({'C', step.on, step.case_name, report.by + " " + step.event});
    auto done = story.act(step);
    StepEffects refusal;
    if (!done) {
      if (done.error().code == ErrorCode::corrupt || done.error().code == ErrorCode::io) return fail(done.error());
      report.failures.push_back(done.error().message.en);
      for (const auto& finding : done.error().findings)
        report.failures.push_back(finding.path + ": " + finding.message.en);
      report.failed = std::max(1, report.expectations);
      locate(step, before, {}, done.error().findings, report);
      return report;
    }
    if (*done) {
      refusal.refused_rule = (*done)->rejection.rule;
      refusal.refused_subject = (*done)->rejection.subject;
      report.refused = refusal.refused_rule;
      report.refused_as = (*done)->rejection.kind;
      report.lines.push_back({'R', step.on, step.case_name, refusal_text((*done)->rejection)});
    }
    return finish(step, std::move(report), before, refusal);
  }

  Result<StepReport> finish(const ScriptStep& step, StepReport report, const CaseSight& before,
                            const StepEffects& refusal) {
    TRY(const auto after, story.look(step.case_name));
    TRY(StepEffects effects, story.difference(before, after));
    effects.refused_rule = refusal.refused_rule;
    effects.refused_subject = refusal.refused_subject;
    name_linked(story, step, effects);
    TRY_VOID(story.tell(report.lines));
    for (const auto& document : effects.documents) report.lines.push_back({'D', step.on, step.case_name, document});
    report.state = effects.state;
    report.failures = compare_step(step.expect, effects);
    report.failed = count_failed(step.expect, effects);
    locate(step, after, effects, {}, report);
    return report;
  }
};

Result<ScriptReport> ScriptRunner::run(const Script& script, const ScriptOptions& options) {
  if (!parts_.definitions.in_force(script.workflow, Date{}))
    return fail(ErrorCode::not_found, {"没有程序 " + script.workflow, "there is no workflow " + script.workflow +
                                                                          " (or it does not read; see hejie verify)"});
  ScriptReport report;
  report.file = script.file;
  report.title = script.title;
  report.source = script.source;
  report.workflow = script.workflow;
  Story story{parts_, ScriptStory(parts_, script), script.workflow};
  for (const auto& step : script.steps) {
    if (report.steps.size() >= options.most_steps) break;
    TRY(auto done, step.tick ? story.tick(step) : story.act(step));
    report.expectations += done.expectations;
    report.failed += done.failed;
    report.failures += static_cast<int>(done.failures.size());
    report.refusals += done.refused.empty() ? 0 : 1;
    const bool stop = options.stop_at_failure && !done.failures.empty();
    report.steps.push_back(std::move(done));
    if (stop) break;
  }
  if (options.until) {
    std::vector<TraceLine> lines;
    TRY_VOID(story.story.pass_time({*options.until, parts_.definitions.calendar()->hours().opening_minute()}, lines));
  }
  report.cases = story.story.cases;
  report.workflow_of = story.story.workflow_of;
  for (const auto& [name, id] : report.cases) {
    TRY(const auto sight, story.story.look(name));
    report.final_state[name] = sight.state.state;
  }
  return report;
}

}  // namespace hejie::app
