#include "app/coverage_touched.h"

#include <algorithm>

#include "engine/machine/rows.h"

namespace hejie::app {
namespace {

using engine::Act;
using engine::ActKind;
using engine::Event;
using engine::Occurrence;
using engine::Row;

constexpr int kLastMinute = kMinutesPerDay - 1;

/// One case of a story with the steps done on it.
struct Told {
  const engine::Procedure& procedure;
  const engine::Context context;
  std::vector<Act> acts;
  const BundledCase& entry;
  std::vector<std::pair<const ScriptStep*, const StepReport*>> steps;
};

bool names_state(const ScriptStep& step, const StepReport& report) {
  return report.refused.empty() && step.expect.state.has_value();
}

/// Whether a step did this very act and names the state after it; of acts of links and clocks: the next step on the
/// case does.
bool state_named(const Told& told, const std::string& event, Date on, bool by_people) {
  for (const auto& [step, report] : told.steps) {
    if (by_people) {
      const bool same = step->event == event || step->event == "approve";
      if (same && step->on == on && names_state(*step, *report)) return true;
    } else if (step->on >= on && step->expect.state) {
      return true;
    }
  }
  return false;
}

bool by_people(const Act& act) {
  return !engine::is_machine_role(act.by.role);
}

/// The act as it was asked for: an approval carries none of the form.
const Act* form_of(const Told& told, const Act& act) {
  if (act.kind == ActKind::done) return &act;
  const auto proposal = std::ranges::find(told.acts, act.of, &Act::version);
  return act.kind == ActKind::approved && !act.approvers.empty() && proposal != told.acts.end() ? &*proposal : nullptr;
}

/// The case just before an entry.
std::optional<engine::CaseState> before(const Told& told, Version version, Date on, std::optional<int> minute) {
  auto state = engine::fold_as_of(told.context, told.entry.id, told.acts, version - 1, {on, minute.value_or(0)});
  if (!state) return std::nullopt;
  return std::move(*state);
}

void touch_rows(const Told& told, const Event& event, const engine::CaseState& state, const Row& chosen,
                Touched& touched) {
  const std::string& procedure = told.procedure.id;
  if (chosen.when.kind != engine::ConditionKind::always)
    touched[Covered::passing].emplace(procedure, guard_name(event, chosen));
  for (const auto& row : event.rows)
    if (&row != &chosen && engine::from_here(row, state))
      touched[Covered::refusal].emplace(procedure, guard_name(event, row));
}

void touch_act(const Told& told, const Act& act, Touched& touched) {
  const Act* form = form_of(told, act);
  const Event* event = form == nullptr ? nullptr : told.procedure.find_event(act.event);
  if (event == nullptr || !state_named(told, event->id, act.on, by_people(act))) return;
  touched[Covered::event].emplace(told.procedure.id, event->id);
  if (act.irregular || form->irregular) return;
  for (const auto& clock : event->within)
    touched[Covered::passing].emplace(told.procedure.id, window_name(*event, clock));
  const auto state =
      act.version <= 1 ? std::optional(engine::CaseState{}) : before(told, act.version, act.on, act.minute);
  if (!state) return;
  const engine::Attempt attempt{.event = *event, .act = *form, .on = act.on, .party = form->party};
  const auto row = engine::choose_row(told.context, *state, attempt, engine::scope_of(told.context, *state, attempt));
  if (row) touch_rows(told, *event, *state, **row, touched);
}

/// Rows of an event fired by a clock that lead where it led; more than one: those whose guard holds the day before.
void touch_fired(const Told& told, const Event& event, const Occurrence& what, Version acts_before, Touched& touched) {
  const auto state = before(told, acts_before + 1, what.on - 1, kLastMinute);
  if (!state) return;
  std::vector<const Row*> rows;
  for (const auto& row : event.rows)
    if (engine::from_here(row, *state) && (what.state.empty() || row.to == what.state)) rows.push_back(&row);
  const Act act;
  const engine::Attempt attempt{.event = event, .act = act, .on = what.on, .party = what.key};
  const auto scope = engine::scope_of(told.context, *state, attempt);
  if (rows.size() > 1) std::erase_if(rows, [&](const Row* row) { return !engine::holds_true(row->when, scope); });
  if (rows.size() == 1) touch_rows(told, event, *state, *rows.front(), touched);
}

void touch_occurrence(const Told& told, const Occurrence& what, Version acts_before, Touched& touched) {
  if (what.kind != engine::OccurrenceKind::automatic || !state_named(told, what.id, what.on, false)) return;
  if (const Event* event = told.procedure.find_event(what.id)) {
    touched[Covered::event].emplace(told.procedure.id, event->id);
    touch_fired(told, *event, what, acts_before, touched);
  } else if (const Event* automatic = told.procedure.find_automatic(what.id)) {
    touched[Covered::event].emplace(told.procedure.id, automatic->id);
    touched[Covered::passing].emplace(told.procedure.id, guard_name(*automatic, automatic->rows.front()));
  }
}

bool promptly(const engine::ClockRule& clock) {
  return std::ranges::all_of(clock.length, [](const auto& l) { return l.kind == engine::Length::Kind::promptly; });
}

void touch_articles(const Told& told, const engine::Cites& cites, Touched& touched) {
  for (const auto& cite : cites) touched[Covered::article].emplace(told.procedure.id, text_of(cite));
}

/// Warnings that were given.
void touch_state(const Told& told, Touched& touched) {
  if (told.acts.empty()) return;
  const auto& last = told.acts.back();
  const auto state = before(told, last.version + 1, last.on, kLastMinute);
  if (!state) return;
  for (const auto& warning : state->warnings)
    if (const Event* event = told.procedure.find_event(warning.event);
        event != nullptr && warning.index < event->warn.size())
      touch_articles(told, event->warn[warning.index].cite, touched);
}

void touch_expectation(const Told& told, const ScriptStep& step, Touched& touched) {
  const std::string& procedure = told.procedure.id;
  if (step.expect.state) touched[Covered::state].emplace(procedure, *step.expect.state);
  for (const auto& document : step.expect.documents.value_or(std::vector<std::string>{}))
    touched[Covered::document].emplace(procedure, document);
  if (!step.expect.opens) return;
  for (const auto& [label, due] : *step.expect.opens) {
    const auto* clock = told.procedure.find_clock(label.substr(0, label.find_first_of("/#")));
    if (clock != nullptr && (due || promptly(*clock))) touched[Covered::row].emplace(procedure, clock->id);
  }
}

/// A service: the document, and the law of the mode.
void touch_service(const Told& told, const Act& act, Touched& touched) {
  if (!act.serve || !state_named(told, "serve", act.on, true)) return;
  touched[Covered::document].emplace(told.procedure.id, act.serve->document);
  for (const auto& mode : told.procedure.service)
    if (mode.id == act.serve->mode)
      for (const auto& cite : mode.cite) touched[Covered::article].emplace("", text_of(cite));
}

/// A refusal names one row from the state; with it all rows from there were false.
void touch_refusal(const Told& told, const ScriptStep& step, const StepReport& report, Touched& touched) {
  using Kind = engine::Rejection::Kind;
  if (!step.expect.refused || !report.refused_as) return;
  const bool guard = report.refused_as == Kind::guard || report.refused_as == Kind::unknown_fact;
  for (const auto& event : told.procedure.events) {
    if (*report.refused_as == Kind::window)
      for (const auto& clock : event.within)
        if (clock == report.refused && (event.id == step.event || step.event == "approve"))
          touched[Covered::refusal].emplace(told.procedure.id, window_name(event, clock));
    const auto named =
        std::ranges::find_if(event.rows, [&](const Row& row) { return guard_name(event, row) == report.refused; });
    if (!guard || named == event.rows.end()) continue;
    for (const auto& row : event.rows) {
      const bool here =
          report.state.empty() ? row.from.empty() : std::ranges::find(row.from, report.state) != row.from.end();
      if (here) touched[Covered::refusal].emplace(told.procedure.id, guard_name(event, row));
    }
  }
}

void touch_case(const Told& told, Touched& touched) {
  for (const auto& [step, report] : told.steps) {
    touch_expectation(told, *step, touched);
    touch_refusal(told, *step, *report, touched);
  }
  touch_state(told, touched);
  Version acts_before = 0;
  for (const auto& stored : told.entry.events) {
    if (const auto* act = std::get_if<Act>(&stored)) {
      touch_act(told, *act, touched);
      touch_service(told, *act, touched);
      acts_before = act->version;
    } else if (const auto* what = std::get_if<Occurrence>(&stored)) {
      touch_occurrence(told, *what, acts_before, touched);
    }
  }
}

}  // namespace

std::string guard_name(const Event& event, const Row& row) {
  return row.id.empty() ? event.id : event.id + "." + row.id;
}

std::string text_of(const engine::Cite& cite) {
  return cite.article.empty() ? cite.law : cite.law + ":" + cite.article;
}

std::string window_name(const Event& event, const std::string& clock) {
  return event.id + "@" + clock;
}

void touch(const Definitions& definitions, const Script& script, const Story& story, Touched& touched) {
  const auto calendar = definitions.calendar();
  for (const auto& [name, id] : story.report.cases) {
    const auto procedure = definitions.in_force(story.report.workflow_of.at(name), Date{});
    const auto entry = std::ranges::find(story.bundle.cases, id, &BundledCase::id);
    if (procedure == nullptr || entry == story.bundle.cases.end()) continue;
    Told told{*procedure, {*procedure, *calendar}, {}, *entry, {}};
    for (const auto& stored : entry->events)
      if (const auto* act = std::get_if<Act>(&stored)) told.acts.push_back(*act);
    for (std::size_t i = 0; i < story.report.steps.size() && i < script.steps.size(); ++i)
      if (script.steps[i].case_name == name) told.steps.emplace_back(&script.steps[i], &story.report.steps[i]);
    touch_case(told, touched);
  }
}

}  // namespace hejie::app
