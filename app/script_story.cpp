#include "app/script_story.h"

#include <algorithm>

#include "app/clock_view.h"
#include "app/form.h"
#include "app/script_data.h"
#include "engine/machine/overlay_field.h"

namespace hejie::app {
namespace {

const Caller kReader{AccountId("u_script_reader"), "script.reader", "reader", {"bureau_head"}};

bool has_document(const engine::CaseState& state, const engine::IssuedDocument& document) {
  return std::ranges::any_of(state.documents, [&](const engine::IssuedDocument& other) {
    return other.document == document.document && other.copy == document.copy;
  });
}

bool has_link(const engine::CaseState& state, const engine::LinkState& link) {
  return std::ranges::any_of(state.links, [&](const engine::LinkState& other) {
    return other.other == link.other && other.kind == link.kind;
  });
}

std::string alert_text(const storage::AlertKey& what) {
  return clock_label(what.clock, what.key, what.ordinal) + ":" + what.rung + ">" + what.to;
}

std::string day_text(const engine::Occurrence& what) {
  if (what.due_at) return " due " + format_moment(*what.due_at);
  return what.due ? " due " + format_date(*what.due) : "";
}

std::string occurrence_text(const engine::Occurrence& what) {
  const std::string label = clock_label(what.id, what.key, what.ordinal);
  switch (what.kind) {
    case engine::OccurrenceKind::clock_started:
      return label + " starts" + day_text(what);
    case engine::OccurrenceKind::clock_stopped:
      return label + " answered";
    case engine::OccurrenceKind::clock_left:
      return label + " left";
    case engine::OccurrenceKind::clock_superseded:
      return label + " superseded";
    case engine::OccurrenceKind::clock_expired:
      return label + " ran out";
    case engine::OccurrenceKind::clock_breached:
      return label + " breached";
    case engine::OccurrenceKind::clock_moved:
      return label + " moved" + day_text(what);
    case engine::OccurrenceKind::service_deemed:
      return what.id + " deemed served on " + what.key;
    case engine::OccurrenceKind::automatic:
      return what.id + (what.state.empty() ? "" : " -> " + what.state);
    case engine::OccurrenceKind::hold_ended:
      return "hold " + what.id + " ended";
    case engine::OccurrenceKind::proposal_ended:
      return "proposal " + what.id + " ended";
  }
  return "";
}

bool is_clock(engine::OccurrenceKind kind) {
  return kind != engine::OccurrenceKind::service_deemed && kind != engine::OccurrenceKind::automatic &&
         kind != engine::OccurrenceKind::hold_ended && kind != engine::OccurrenceKind::proposal_ended;
}

std::string act_text(const engine::Act& act) {
  switch (act.kind) {
    case engine::ActKind::done:
      return act.event;
    case engine::ActKind::proposed:
      return "proposed: " + act.event;
    case engine::ActKind::approved:
      return act.approvers.empty() ? "approved in part" : "approved: " + act.event;
    case engine::ActKind::declined:
      return "declined";
    case engine::ActKind::recalled:
      return "recalled";
    case engine::ActKind::served:
      return act.serve ? "served " + act.serve->document + " on " + act.serve->to + " by " + act.serve->mode : "served";
    case engine::ActKind::linked:
      return act.link ? "linked: " + act.link->kind + " (" + act.link->direction + ")" : "linked";
    case engine::ActKind::link_outcome:
      return act.link ? act.link->kind + " reached " + act.link->milestone : "link outcome";
    case engine::ActKind::corrected:
      return "corrected: " + act.event;
    case engine::ActKind::annulled:
      return "annulled: " + act.event;
    case engine::ActKind::migrated:
      return "moved to another version";
    case engine::ActKind::calendar_changed:
      return "calendar changed";
  }
  return "";
}

TraceLine line_of(const storage::StoredEvent& stored, const std::string& name) {
  if (const auto* act = std::get_if<engine::Act>(&stored.event))
    return {'E', act->on, name, act_text(*act) + (stored.number.empty() ? "" : " [" + stored.number + "]")};
  if (const auto* what = std::get_if<engine::Occurrence>(&stored.event))
    return {is_clock(what->kind) ? 'K' : 'E', what->on, name, occurrence_text(*what)};
  const auto& rederived = std::get<engine::Rederived>(stored.event);
  return {'E', rederived.on, name, "derived again: " + rederived.state_before + " -> " + rederived.state_after};
}

std::string cites_text(const engine::Cites& cites) {
  std::string text;
  for (const auto& cite : cites) text += (text.empty() ? "" : " ") + cite.law + ":" + cite.article;
  return text;
}

/// " [cn-zj@1: ZJI:32, from 2020-01-01]", " [R55:10, from 2025-07-01]"; "" for a rule that is only the national one.
std::string rule_note(const Definitions& definitions, const engine::Procedure& procedure, const std::string& clock,
                      Date on) {
  const std::string place = "/clocks/" + clock;
  for (const auto& mark : definitions.marks_of(procedure.sha256)) {
    const bool here = mark.at == place || mark.at.starts_with(place + "/");
    if (!here || !mark.valid.holds(on)) continue;
    return " [" + mark.overlay + ": " + cites_text(mark.cite) +
           (mark.valid.from ? ", from " + format_date(*mark.valid.from) : "") + "]";
  }
  const auto* rule = procedure.find_clock(clock);
  if (rule == nullptr) return {};
  for (const auto& dated : rule->variants) {
    if (!definition::DaySpan{dated.from, dated.to}.holds(on) || dated.cite.empty()) continue;
    return " [" + cites_text(dated.cite) + (dated.from ? ", from " + format_date(*dated.from) : "") +
           (dated.to ? ", to " + format_date(*dated.to) : "") + "]";
  }
  return {};
}

/// "file_case#2" -> ("file_case", 2); without "#" 0, the newest.
std::pair<std::string, std::size_t> entry_name(const std::string& of) {
  const auto hash = of.find('#');
  if (hash == std::string::npos) return {of, 0};
  std::size_t n = 0;
  for (const char c : of.substr(hash + 1))
    if (c >= '0' && c <= '9') n = n * 10 + static_cast<std::size_t>(c - '0');
  return {of.substr(0, hash), n};
}

bool is_entry(const engine::Act& act, const std::string& event) {
  if (act.kind == engine::ActKind::served) return event == "serve";
  const bool entry =
      act.kind == engine::ActKind::done || (act.kind == engine::ActKind::approved && !act.approvers.empty());
  return entry && act.event == event;
}

Error no_entry(const std::string& of) {
  return {ErrorCode::invalid, {"没有这样的记录:" + of, "there is no entry '" + of + "' to point at"}};
}

}  // namespace

ScriptStory::ScriptStory(const ScriptRunner::Parts& parts, const Script& script)
    : parts_(parts), workflow_(script.workflow) {
  if (const auto snapshot = parts_.store.snapshot())
    if (const auto counts = (*snapshot)->counts()) told_ = counts->head;
  if (const auto last = last_alert()) alert_told_ = *last;
}

std::optional<std::string> ScriptStory::name_of(const CaseId& id) const {
  for (const auto& [name, known] : cases)
    if (known == id) return name;
  return {};
}

std::string ScriptStory::name_or_id(const CaseId& id) const {
  return name_of(id).value_or(id.value);
}

void ScriptStory::stand_at(Moment moment) {
  parts_.clock.set(std::max(parts_.clock.now(), to_instant(moment)));
}

Result<long long> ScriptStory::last_alert() {
  constexpr int kPage = 500;
  TRY(const auto snapshot, parts_.store.snapshot());
  long long last = alert_told_;
  for (;;) {
    TRY(const auto alerts, snapshot->alerts_since(last, kPage));
    if (alerts.empty()) return last;
    last = alerts.back().id;
  }
}

Status ScriptStory::pass_time(Moment until, std::vector<TraceLine>& lines) {
  constexpr int kBatch = 100;
  std::optional<Moment> last;
  for (;;) {
    std::vector<CaseId> due;
    Moment moment;
    {
      TRY(const auto snapshot, parts_.store.snapshot());
      TRY(const auto counts, snapshot->counts());
      if (!counts.oldest_due || *counts.oldest_due > until) break;
      moment = *counts.oldest_due;
      TRY(due, snapshot->due_cases(moment, kBatch));
    }
    if (last == moment || due.empty())
      return fail(ErrorCode::corrupt,
                  {"到期处理没有进展", "time does not pass: a case stays due at " + format_moment(moment)});
    last = moment;
    stand_at(moment);
    for (const auto& id : due) {
      TRY([[maybe_unused]] const int written, parts_.service.tick(id, moment));
    }
  }
  stand_at(until);
  return tell(lines);
}

Result<CaseSight> ScriptStory::look(const std::string& name) {
  CaseSight sight;
  sight.name = name;
  TRY(sight.last_alert, last_alert());
  const auto found = cases.find(name);
  if (found == cases.end()) return sight;
  sight.id = found->second;
  TRY(auto view, parts_.service.view(kReader, sight.id, {}, {}));
  sight.version = view.version;
  sight.state = std::move(view.raw);
  sight.procedure = std::move(view.procedure);
  return sight;
}

Result<StepEffects> ScriptStory::difference(const CaseSight& before, const CaseSight& after) {
  StepEffects effects;
  effects.state = after.state.state;
  if (after.procedure) {
    const auto clocks = compare_clocks(*after.procedure, *parts_.definitions.calendar(), before.state, after.state,
                                       to_bureau(parts_.clock.now()).day);
    for (const auto& clock : clocks.opened) {
      effects.opens[clock.label] = clock.due;
      if (clock.provisional) effects.provisional.push_back(clock.label);
    }
    for (const auto& clock : clocks.moved)
      if (clock.provisional) effects.provisional.push_back(clock.label);
    for (const auto& clock : clocks.closed) effects.closes.push_back(clock.label);
  }
  for (const auto& document : after.state.documents)
    if (!has_document(before.state, document)) effects.documents.push_back(document.document);
  for (const auto& link : after.state.links)
    if (link.direction == "opened" && !has_link(before.state, link))
      effects.linked.emplace_back(link.other, link.procedure);
  TRY(const auto snapshot, parts_.store.snapshot());
  TRY(const auto alerts, snapshot->alerts_since(before.last_alert, 500));
  for (const auto& alert : alerts)
    if (alert.what.case_id == after.id) effects.alerts.push_back(alert_text(alert.what));
  return effects;
}

/// Where a rule is not simply the national one: which law of its day, which overlay.
std::string ScriptStory::why(const storage::StoredEvent& stored) {
  if (const auto* act = std::get_if<engine::Act>(&stored.event)) {
    const auto names = act->fields.find(engine::kOverlaysField);
    const auto* text = names == act->fields.end() ? nullptr : std::get_if<std::string>(&names->second);
    return text == nullptr ? std::string{} : " [" + *text + "]";
  }
  const auto* what = std::get_if<engine::Occurrence>(&stored.event);
  if (what == nullptr || what->kind != engine::OccurrenceKind::clock_started) return {};
  auto& procedure = procedures_[stored.case_id];
  if (procedure == nullptr)
    if (const auto view = parts_.service.view(kReader, stored.case_id, {}, {})) procedure = view->procedure;
  return procedure == nullptr ? std::string{} : rule_note(parts_.definitions, *procedure, what->id, what->on);
}

Status ScriptStory::tell(std::vector<TraceLine>& lines) {
  constexpr int kPage = 500;
  TRY(const auto snapshot, parts_.store.snapshot());
  for (;;) {
    TRY(const auto events, snapshot->events_since(told_, kPage));
    for (const auto& stored : events) {
      lines.push_back(line_of(stored, name_or_id(stored.case_id)));
      lines.back().text += why(stored);
    }
    if (events.empty()) break;
    told_ = events.back().seq;
  }
  for (;;) {
    TRY(const auto alerts, snapshot->alerts_since(alert_told_, kPage));
    for (const auto& alert : alerts)
      lines.push_back({'A', alert.on, name_or_id(alert.what.case_id), alert_text(alert.what)});
    if (alerts.empty()) break;
    alert_told_ = alerts.back().id;
  }
  return {};
}

Result<Seq> ScriptStory::entry_meant(const ScriptStep& step) {
  const auto found = cases.find(step.case_name);
  if (found == cases.end()) return fail(no_entry(step.of));
  const auto [event, number] = entry_name(step.of);
  TRY(const auto sight, look(step.case_name));
  TRY(const auto snapshot, parts_.store.snapshot());
  TRY(const auto history, snapshot->history(found->second));
  const bool about_proposal = step.event == "approve" || step.event == "decline" || step.event == "recall";
  std::vector<Seq> fits;
  for (const auto& stored : history) {
    const auto* act = std::get_if<engine::Act>(&stored.event);
    if (act == nullptr) continue;
    const bool open = std::ranges::any_of(sight.state.proposals, [&](const engine::Proposal& proposal) {
      return proposal.version == stored.version && (event.empty() || proposal.act.event == event);
    });
    if (about_proposal ? open : is_entry(*act, event)) fits.push_back(stored.seq);
  }
  if (fits.empty() || number > fits.size()) return fail(no_entry(step.of.empty() ? step.event : step.of));
  return number == 0 ? fits.back() : fits[number - 1];
}

Result<std::string> ScriptStory::with_entry(const ScriptStep& step) {
  std::string data = step.data_json;
  if (is_built_in(step.event) && step.event != "serve") {
    TRY(const Seq seq, entry_meant(step));
    data = with_seq(data, seq);
  }
  if (step.link) {
    const auto found = cases.find(*step.link);
    if (found == cases.end()) return fail(no_entry(*step.link));
    data = with_link(data, found->second.value);
  }
  return data;
}

Result<CommandResult> ScriptStory::send(const ScriptPerson& by, const ScriptStep& step, const std::string& event,
                                        const std::string& data_json, Date on) {
  CommandInput input;
  input.event = event;
  input.data_json = data_json;
  input.occurred_on = on;
  if (step.minute && event == step.event) input.occurred_at = Moment{on, *step.minute};
  input.role = by.role;
  if (event == step.event) {
    input.on_behalf_of = step.party;
    for (const auto& person : step.persons) input.officers.push_back(ScriptRunner::caller_of({"", person}).account);
  }
  const auto found = cases.find(step.case_name);
  if (found == cases.end()) {
    if (step.case_name != "main")
      return fail(ErrorCode::invalid,
                  {"没有名为 " + step.case_name + " 的案件", "no case is named '" + step.case_name + "'"});
    input.workflow = workflow_;
  } else {
    input.case_id = found->second;
    TRY(const auto snapshot, parts_.store.snapshot());
    TRY(const auto item, snapshot->find_case(input.case_id));
    input.if_match = item.version;
  }
  return parts_.service.execute(ScriptRunner::caller_of(by), input, {});
}

Result<std::optional<Refused>> ScriptStory::act(const ScriptStep& step) {
  TRY(const auto data, with_entry(step));
  TRY(auto result, send(step.by, step, step.event, data, step.on));
  if (auto* refused = std::get_if<Refused>(&result)) {
    std::optional<Refused> no;
    no.emplace(std::move(*refused));
    return no;
  }
  const auto* outcome = std::get_if<CommandOutcome>(&result);
  if (outcome == nullptr) return fail(ErrorCode::conflict, {"案件同时被改动", "the case changed meanwhile"});
  cases.try_emplace(step.case_name, outcome->case_id);
  workflow_of.try_emplace(step.case_name, outcome->workflow);
  if (!step.approved_by.empty() && !outcome->proposal)
    return fail(ErrorCode::invalid, {"此步无需批准", "approved_by is given, but nothing waited for approval"});
  const Seq proposal = outcome->seq;
  for (const auto& approver : step.approved_by) {
    TRY(auto approval, send(approver, step, "approve", with_seq("{}", proposal), step.recorded_on.value_or(step.on)));
    if (auto* refused = std::get_if<Refused>(&approval)) return std::move(*refused);
  }
  return std::nullopt;
}

}  // namespace hejie::app
