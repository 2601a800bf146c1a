#include "app/commit_builder.h"

#include <algorithm>
#include <iterator>

#include "app/alert_lines.h"
#include "app/case_risks.h"
#include "app/case_rows.h"
#include "app/clock_view.h"
#include "app/exceptions_found.h"
#include "app/kept_bodies.h"
#include "app/reports_told.h"
#include "engine/machine/hand_over.h"
#include "engine/machine/overlay_field.h"

namespace hejie::app {
namespace {

using engine::CascadeCase;

/// Index of the command's own act: the first act stored that has its kind and actor.
std::size_t find_act(const std::vector<engine::CaseEvent>& events, const engine::Act* wanted) {
  std::size_t last = 0;
  for (std::size_t i = 0; i < events.size(); ++i) {
    const auto* act = std::get_if<engine::Act>(&events[i]);
    if (act == nullptr) continue;
    last = i;
    if (wanted != nullptr && act->by.account == wanted->by.account && act->by.role == wanted->by.role) return i;
  }
  return last;
}

/// Index of the act whose event gives the number.
std::size_t find_numbered(const engine::Procedure& procedure, const std::vector<engine::CaseEvent>& events) {
  for (std::size_t i = 0; i < events.size(); ++i) {
    const auto* act = std::get_if<engine::Act>(&events[i]);
    if (act == nullptr) continue;
    const auto* event = procedure.find_event(act->event);
    if (event != nullptr && event->gives_number && act->kind != engine::ActKind::proposed) return i;
  }
  return find_act(events, nullptr);
}

bool number_stands(const engine::Procedure& procedure, const engine::CaseState& state) {
  return std::ranges::any_of(procedure.events, [&](const engine::Event& event) {
    const auto found = state.done.find(event.id);
    return event.gives_number && found != state.done.end() && !found->second.empty();
  });
}

Date day_of(const engine::CaseEvent& event) {
  return std::visit([](const auto& what) { return what.on; }, event);
}

storage::Pin make_pin(const engine::Procedure& procedure) {
  storage::Pin pin{procedure.id, procedure.version, procedure.sha256, procedure.overlays, {}};
  for (const auto& entry : procedure.switches) pin.switches[entry.id] = entry.value;
  return pin;
}

void put_number(const BuildInput& input, const CascadeCase& item, const OpenedCase& after,
                storage::CaseChange& change) {
  const auto& procedure = *item.procedure;
  if (!procedure.number) return;
  if (!after.number.empty()) {
    change.cancels_number = !number_stands(procedure, after.file.state);
    return;
  }
  if (!item.decision.effects.gives_number) return;
  storage::NumberRequest request;
  request.series = procedure.number->series;
  request.pattern = procedure.number->pattern;
  request.unit = input.definitions.settings().unit;
  request.event = find_numbered(procedure, change.events);
  request.year = to_ymd(day_of(change.events[request.event])).year;
  change.number = request;
}

/// The opening says which overlays the case runs on, so that the log alone tells it.
void name_overlays(const engine::Procedure& procedure, engine::Act& opening) {
  std::string names;
  for (const auto& overlay : procedure.overlays) names += (names.empty() ? "" : " ") + overlay;
  if (!names.empty()) opening.fields[engine::kOverlaysField] = names;
}

/// And to which unit the case goes, where the bureau has units.
void name_unit(const BuildInput& input, const engine::Procedure& procedure, engine::Act& opening) {
  if (!input.unit_of_new) return;
  const auto unit = input.unit_of_new(stage_of(procedure.id));
  if (!unit.empty()) opening.fields[engine::kUnitField] = unit;
}

/// The state comes whole with the decision.
engine::CaseFile file_after(const OpenedCasePtr& before, CascadeCase& item) {
  engine::CaseFile file;
  file.acts.reserve((before ? before->file.acts.size() : 0) + item.decision.events.size());
  if (before) file.acts = before->file.acts;
  for (const auto& event : item.decision.events)
    if (const auto* act = std::get_if<engine::Act>(&event)) file.acts.push_back(*act);
  file.state = std::move(item.decision.after);
  return file;
}

storage::AlertKey key_of(const CaseId& id, const engine::AlertTold& told) {
  return {id, told.clock, told.key, told.ordinal, told.rung, told.to, told.due};
}

/// One record a decision, kept with it: what is not told is not lost either.
void keep_left_out(const BuildInput& input, const CascadeCase& item, const OpenedCase& after, storage::Commit& commit) {
  std::vector<KeptLeftOut> groups;
  for (const auto& [what, overtaken] : item.decision.effects.alerts_left_out) {
    const auto same = std::ranges::find_if(groups, [&, over = overtaken, &told = what](const KeptLeftOut& group) {
      return group.clock == told.clock && group.key == told.key && group.ordinal == told.ordinal &&
             group.to == told.to && group.due == told.due && group.overtaken == over;
    });
    auto& group =
        same != groups.end()
            ? *same
            : groups.emplace_back(KeptLeftOut{what.clock, what.key, what.to, what.ordinal, what.due, overtaken, {}});
    group.rungs.push_back(what.rung);
  }
  if (groups.empty()) return;
  storage::KeptRow row;
  row.kind = kLeftOut;
  row.subject = item.id.value;
  // Two decisions of one minute may leave the version as it is; what the first of them left out tells them apart.
  const auto& first = groups.front();
  row.period = std::to_string(item.expected) + " " + format_moment(after.file.state.through) + " " + first.clock + "/" +
               first.key + "#" + std::to_string(first.ordinal) + ":" + first.rungs.front() + ">" + first.to + " " +
               format_date(first.due);
  row.case_id = item.id;
  row.made_at = input.recorded_at;
  row.body = write_body(groups);
  commit.puts.emplace_back(storage::PutKept{std::move(row)});
}

void add_alerts(const BuildInput& input, const CascadeCase& item, const OpenedCasePtr& before, const OpenedCase& after,
                storage::Commit& commit) {
  const auto& effects = item.decision.effects;
  for (const auto& told : effects.alerts_superseded) commit.superseded.push_back(key_of(item.id, told));
  std::ranges::move(changes_told(item.id, effects, after.file.state, input.today), std::back_inserter(commit.alerts));
  for (const auto& told : effects.alerts) {
    storage::NewAlert alert{key_of(item.id, told), told.on};
    if (input.alerts != nullptr)
      alert.wait_until = waits_until(input.alerts->escalation, *input.calendar, told.rung, told.to,
                                     is_hour_clock(after.file.state, told), input.now);
    commit.alerts.push_back(std::move(alert));
  }
  keep_left_out(input, item, after, commit);
  if (input.alerts == nullptr) return;
  static const engine::CaseState kNothing;
  add_case_risks({*input.alerts, *input.calendar, *item.procedure, stage_of(item.procedure->id),
                  before ? before->file.state : kNothing, after.file.state, input.now},
                 commit);
  if (item.procedure->id == input.alerts->reports.workflow)
    tell_reports(
        {input.alerts->reports, *input.calendar, before ? before->file.state : kNothing, after.file.state, input.now},
        commit);
}

void find_exceptions(const BuildInput& input, const CascadeCase& item, const OpenedCasePtr& before,
                     const OpenedCase& after, const std::vector<engine::CaseEvent>& events, storage::Commit& commit) {
  if (input.alerts == nullptr) return;
  static const engine::CaseState kNothing;
  ExceptionsInput found{
      input.alerts->control, *input.calendar, *item.procedure,   before ? before->file.state : kNothing,
      after.file.state,      events,          input.recorded_at, {}};
  if (input.entry_recorded_at)
    found.recorded_at = [&](Version version) { return input.entry_recorded_at(item.id, version); };
  add_exceptions(found, commit);
}

/// The same in what is stored and in what is kept of it in memory.
void name_opening(const BuildInput& input, const engine::Procedure& procedure, std::vector<engine::CaseEvent>& events,
                  std::vector<engine::Act>& acts) {
  const auto name = [&](engine::Act& opening) {
    name_overlays(procedure, opening);
    name_unit(input, procedure, opening);
  };
  for (auto& event : events)
    if (auto* act = std::get_if<engine::Act>(&event)) {
      name(*act);
      break;
    }
  if (!acts.empty()) name(acts.front());
}

void add_case(const BuildInput& input, CascadeCase& item, Built& built) {
  const auto before = item.expected > 0 ? input.before(item.id) : nullptr;
  auto opened = std::make_shared<OpenedCase>();
  opened->file = file_after(before, item);
  opened->procedure = item.procedure;
  opened->calendar_version = input.calendar->version();
  if (before) opened->number = before->number;

  storage::CaseChange change;
  change.id = item.id;
  change.expected = item.expected;
  change.events = std::move(item.decision.events);
  const engine::Context context{*item.procedure, *input.calendar};
  if (item.expected == 0) name_opening(input, *item.procedure, change.events, opened->file.acts);
  change.rows = make_rows(context, opened->file, input.calendar->hours().opening_minute());
  if (item.expected == 0) {
    change.pin = make_pin(*item.procedure);
    if (!input.text_stored(item.procedure->sha256))
      if (auto text = input.definitions.text_of(item.procedure->sha256))
        built.commit.puts.emplace_back(storage::PutDefinition{std::move(*text)});
  }
  put_number(input, item, *opened, change);
  add_alerts(input, item, before, *opened, built.commit);
  find_exceptions(input, item, before, *opened, change.events, built.commit);
  built.commit.cases.push_back(std::move(change));
  built.after.push_back(std::move(opened));
}

AlertView to_view(const engine::AlertTold& told) {
  return {told.clock, told.key, told.rung, told.to, told.ordinal, told.on, told.due};
}

IrregularView to_view(const engine::Procedure& procedure, const engine::Act& act) {
  IrregularView view{act.version, act.event, {act.event, act.event}, act.by.role, act.on};
  if (const auto* event = procedure.find_event(act.event)) view.name = event->name;
  if (!act.serve) return view;
  view.event = act.serve->document;
  if (const auto* document = procedure.find_document(view.event))
    view.name = Text{"送达：", "service: "} + document->name;
  return view;
}

/// The acts that become irregular, by their place in the case.
std::vector<IrregularView> irregular_acts(const engine::Procedure& procedure, const std::vector<engine::Act>& acts,
                                          const std::vector<Version>& versions) {
  std::vector<IrregularView> views;
  for (const auto& act : acts)
    if (std::ranges::find(versions, act.version) != versions.end()) views.push_back(to_view(procedure, act));
  return views;
}

/// What had been derived and is derived otherwise now: the same entry is stored with the act.
void describe_rederived(const CascadeCase& item, const OpenedCasePtr& before, CommandOutcome& outcome) {
  for (const auto& told : item.decision.effects.alerts_superseded) outcome.alerts_withdrawn.push_back(to_view(told));
  for (const auto& event : item.decision.events)
    if (const auto* changed = std::get_if<engine::Rederived>(&event)) outcome.rederived = *changed;
  if (outcome.rederived && before)
    outcome.irregular = irregular_acts(*item.procedure, before->file.acts, outcome.rederived->irregular);
}

void describe_first(const BuildInput& input, const CascadeCase& item, CommandOutcome& outcome) {
  const auto before = item.expected > 0 ? input.before(item.id) : nullptr;
  static const engine::CaseState kNothing;
  const auto& state_before = before ? before->file.state : kNothing;
  const auto& decision = item.decision;
  outcome.case_id = item.id;
  outcome.created = item.expected == 0;
  outcome.version = item.expected + static_cast<Version>(decision.events.size());
  outcome.number = before ? before->number : "";
  outcome.workflow = item.procedure->id;
  outcome.state = decision.after.state;
  outcome.state_before = state_before.state;
  outcome.proposal = decision.proposal;
  outcome.approver_roles = decision.approver_roles;
  auto clocks = compare_clocks(*item.procedure, *input.calendar, state_before, decision.after, input.today);
  outcome.clocks_opened = std::move(clocks.opened);
  outcome.clocks_closed = std::move(clocks.closed);
  outcome.clocks_moved = std::move(clocks.moved);
  for (const auto& told : decision.effects.alerts) outcome.alerts.push_back(to_view(told));
  for (const auto& document : decision.effects.documents) {
    const auto* rule = item.procedure->find_document(document.document);
    outcome.documents.push_back(
        {document.document, document.copy, rule != nullptr ? rule->name : Text{}, document.on, document.to});
  }
  outcome.moved = decision.moved;
  describe_rederived(item, before, outcome);
  for (const auto& warning : decision.warnings)
    if (const auto* event = item.procedure->find_event(warning.event);
        event != nullptr && warning.index < event->warn.size())
      outcome.warnings.push_back(event->warn[warning.index].text);
}

}  // namespace

Built build_commit(const BuildInput& input, std::vector<CascadeCase> cases, const engine::Act* act) {
  Built built;
  if (cases.empty()) return built;
  describe_first(input, cases.front(), built.outcome);
  built.act_index = find_act(cases.front().decision.events, act);
  if (built.outcome.proposal)
    built.outcome.proposal_version = cases.front().expected + static_cast<Version>(built.act_index) + 1;
  for (std::size_t i = 1; i < cases.size(); ++i) {
    const auto& item = cases[i];
    built.outcome.linked.push_back({item.id, item.link, item.procedure->id, item.decision.after.state,
                                    item.expected + static_cast<Version>(item.decision.events.size()),
                                    item.expected == 0});
  }
  for (auto& item : cases) add_case(input, item, built);
  return built;
}

void patch_outcome(CommandOutcome& outcome, std::size_t act_index, const storage::CommitResult& result) {
  if (!result.versions.empty()) outcome.version = result.versions.front().second;
  if (!result.seqs.empty() && act_index < result.seqs.front().size()) outcome.seq = result.seqs.front()[act_index];
  for (const auto& given : result.numbers)
    if (given.case_id == outcome.case_id) outcome.number = given.number;
}

}  // namespace hejie::app
