#include "app/case_rows.h"

#include <algorithm>
#include <array>
#include <utility>

#include "app/case_people.h"
#include "app/clock_view.h"
#include "engine/machine/evidence.h"
#include "engine/machine/hand_over.h"
#include "engine/machine/proposals.h"
#include "storage/reach.h"

namespace hejie::app {
namespace {

using engine::CaseFile;
using engine::CaseState;
using engine::Context;
using engine::Procedure;

constexpr std::array<std::pair<std::string_view, std::string_view>, 19> kStages{{
    {"enquiry", "mediation"},
    {"mediation", "mediation"},
    {"mediation_handover", "mediation"},
    {"agreement_review", "arbitration"},
    {"arbitration", "arbitration"},
    {"inspection", "inspection"},
    {"lead", "inspection"},
    {"patrol", "inspection"},
    {"written_review", "inspection"},
    {"group_event", "inspection"},
    {"referral", "inspection"},
    {"talk", "inspection"},
    {"project_wages", "inspection"},
    {"after_award", "after"},
    {"blacklist", "after"},
    {"publication", "after"},
    {"rating", "after"},
    {"recommendation", "after"},
    {"reconsideration", "after"},
}};

/// Enumerator id of a fact and its name, when known.
std::pair<std::string, Text> enumerator(const Procedure& procedure, const CaseState& state, const char* fact_id) {
  const auto* fact = procedure.find_fact(fact_id);
  const auto found = state.facts.find(fact_id);
  if (fact == nullptr || found == state.facts.end()) return {};
  const auto* id = std::get_if<std::string>(&found->second);
  if (id == nullptr || fact->type != engine::FactType::enumeration) return {};
  for (const auto& [value, name] : fact->values)
    if (value == *id) return {value, name};
  return {};
}

Text title_of(const Procedure& procedure, const Text& cause) {
  if (cause.empty()) return procedure.name;
  return procedure.name + Text{"·", ": "} + cause;
}

std::string field_of(const engine::Act& act, const char* field) {
  const auto found = act.fields.find(field);
  const auto* text = found == act.fields.end() ? nullptr : std::get_if<std::string>(&found->second);
  return text == nullptr ? std::string{} : *text;
}

/// Of the opening, or of the last hand-over that names one; "" = the bureau itself.
std::string unit_of(const CaseFile& file) {
  std::string unit;
  for (const auto& act : file.acts)
    if (act.fields.contains(engine::kUnitField)) unit = field_of(act, engine::kUnitField);
  return unit;
}

AccountId handler_of(const CaseFile& file) {
  AccountId last;
  for (const auto& act : file.acts) {
    if (engine::is_hand_over(act)) {
      if (act.fields.contains(engine::kHandlerField)) last = AccountId(field_of(act, engine::kHandlerField));
      continue;
    }
    if (act.by.account.empty() || engine::is_evidence(act)) continue;
    const bool own = act.kind == engine::ActKind::done || act.kind == engine::ActKind::proposed;
    if (own && (act.by.role != "window" || last.empty())) last = act.by.account;
  }
  return last;
}

std::optional<Date> filed_on(const Context& context, const CaseFile& file) {
  for (const auto& event : context.procedure.events) {
    if (!event.gives_number) continue;
    const auto found = file.state.done.find(event.id);
    if (found != file.state.done.end() && !found->second.empty()) return found->second.front().on;
  }
  return {};
}

/// Does every row of the event that moves go to closed states (true), to open ones (false), or neither?
std::optional<bool> closes(const Procedure& procedure, const engine::Event& event) {
  std::optional<bool> all;
  for (const auto& row : event.rows) {
    const auto* to = row.to.empty() ? nullptr : procedure.find_state(row.to);
    if (to == nullptr) continue;
    const bool closed = to->phase != engine::Phase::open;
    if (all && *all != closed) return {};
    all = closed;
  }
  return all;
}

/// First day of the present stay in closed states: archiving later does not move it.
Date closed_on(const Context& context, const CaseState& state) {
  std::vector<std::pair<Version, std::pair<Date, bool>>> moves;
  for (const auto& [id, done] : state.done) {
    const auto* event = context.procedure.find_event(id);
    if (event == nullptr) event = context.procedure.find_automatic(id);
    const auto closed = event != nullptr ? closes(context.procedure, *event) : std::nullopt;
    if (!closed) continue;
    for (const auto& once : done) moves.push_back({once.version, {once.on, *closed}});
  }
  std::ranges::sort(moves);
  std::optional<Date> since;
  for (const auto& [version, move] : moves) {
    if (!move.second)
      since.reset();
    else if (!since)
      since = move.first;
  }
  return std::min(since.value_or(state.since), state.since);
}

PersonId employer_of(const CaseState& state) {
  for (const auto& party : state.parties)
    if (party.kind == "employer") return party.person;
  return {};
}

/// Marks that reports count by: "closing:award", "award:final", "body:east_street" (mediation organization),
/// "collective" (ten or more workers, S1 article 7).
void put_marks(const CaseState& state, std::vector<std::string>& flags) {
  constexpr std::int64_t kCollective = 10;
  const auto mark = [&](const char* fact, const char* prefix) {
    const auto found = state.facts.find(fact);
    if (found == state.facts.end()) return;
    if (const auto* id = std::get_if<std::string>(&found->second)) flags.push_back(prefix + *id);
  };
  mark("closing_mode", "closing:");
  mark("award_type", "award:");
  mark("mediation_body", "body:");
  mark("level_to", "body:");
  const auto workers = state.facts.find("worker_count");
  const auto* count = workers == state.facts.end() ? nullptr : std::get_if<std::int64_t>(&workers->second);
  if (count != nullptr && *count >= kCollective) flags.emplace_back("collective");
}

std::vector<std::string> flags_of(const CaseState& state) {
  std::vector<std::string> flags;
  for (const auto& hold : state.holds)
    if (std::ranges::find(flags, hold.hold) == flags.end()) flags.push_back(hold.hold);
  if (!state.proposals.empty()) flags.emplace_back("approval_pending");
  if (!state.irregular.empty()) flags.emplace_back("irregular");
  put_marks(state, flags);
  return flags;
}

void put_next_due(const Context& context, const CaseState& state, storage::Summary& summary) {
  for (const auto& clock : state.clocks) {
    const auto* rule = context.procedure.find_clock(clock.rule);
    if (!is_open(clock.status) || !clock.due || rule == nullptr) continue;
    if (rule->kind == engine::ClockKind::timer || rule->soft) continue;
    if (summary.next_due && *summary.next_due <= *clock.due) continue;
    summary.next_due = clock.due;
    summary.next_clock = clock_label(clock.rule, clock.key, clock.ordinal);
  }
}

storage::Summary make_summary(const Context& context, const CaseFile& file, int opening_minute) {
  const auto& state = file.state;
  storage::Summary summary;
  summary.state = state.state;
  const auto* state_rule = context.procedure.find_state(state.state);
  summary.phase = state_rule != nullptr ? state_rule->phase : engine::Phase::open;
  summary.stage = stage_of(context.procedure.id);
  auto cause = enumerator(context.procedure, state, "cause");
  if (cause.first.empty()) cause = enumerator(context.procedure, state, "matter");
  summary.cause = cause.first;
  summary.sector = enumerator(context.procedure, state, "sector").first;
  summary.title = title_of(context.procedure, cause.second);
  summary.handler = handler_of(file);
  summary.employer = employer_of(state);
  summary.flags = flags_of(state);
  if (const auto unit = unit_of(file); !unit.empty()) summary.flags.push_back(storage::kUnitMark + unit);
  const auto people = people_of(file.acts);
  if (const auto out = people.find(kRecused); out != people.end())
    for (const auto& account : out->second) summary.flags.push_back(std::string(kRecused) + ":" + account.value);
  summary.opened_on = state.opened_on;
  summary.filed_on = filed_on(context, file);
  if (summary.phase != engine::Phase::open) summary.closed_on = closed_on(context, state);
  summary.through = state.through;
  summary.next_moment = engine::next_moment(context, state, opening_minute);
  put_next_due(context, state, summary);
  return summary;
}

storage::ClockRow make_clock(const Context& context, const engine::ClockInstance& clock) {
  storage::ClockRow row;
  row.rule = clock.rule;
  row.key = clock.key;
  row.ordinal = clock.ordinal;
  if (const auto* rule = context.procedure.find_clock(clock.rule)) {
    row.kind = rule->kind;
    row.owner = rule->owner;
  }
  row.status = clock.status;
  row.base = clock.base;
  row.nominal = clock.nominal;
  row.due = clock.due;
  row.ended_on = clock.ended_on;
  row.next_on = clock.next_on;
  row.due_at = clock.due_at;
  row.provisional = clock.provisional;
  row.halted = clock.halted;
  return row;
}

void put_hearings(const Context& context, const CaseState& state, std::vector<storage::HearingRow>& rows) {
  constexpr int kNineOClock = 9 * 60;
  for (const auto& fact : context.procedure.facts) {
    if (!fact.id.starts_with("hearing")) continue;
    const auto found = state.facts.find(fact.id);
    if (found == state.facts.end()) continue;
    if (const auto* at = std::get_if<Moment>(&found->second)) rows.push_back({*at, fact.id, ""});
    if (const auto* on = std::get_if<Date>(&found->second)) rows.push_back({{*on, kNineOClock}, fact.id, ""});
  }
}

}  // namespace

std::string stage_of(const std::string& procedure) {
  const auto found = std::ranges::find(kStages, procedure, [](const auto& entry) { return entry.first; });
  return found == kStages.end() ? "" : std::string(found->second);
}

bool is_stage(std::string_view stage) {
  return std::ranges::any_of(kStages, [&](const auto& entry) { return entry.second == stage; });
}

std::vector<std::string> waiting_roles(const Context& context, const CaseState& state,
                                       const engine::Proposal& proposal) {
  const auto* step = engine::next_step(context, state, proposal, proposal.act.on);
  return step == nullptr ? std::vector<std::string>{} : step->by;
}

std::string document_id(const CaseId& id, const std::string& document, int copy) {
  return "d_" + (id.value.size() > 2 ? id.value.substr(2) : id.value) + "_" + document + "_" + std::to_string(copy);
}

storage::CaseRows make_rows(const Context& context, const CaseFile& file, int opening_minute) {
  const auto& state = file.state;
  storage::CaseRows rows;
  rows.summary = make_summary(context, file, opening_minute);
  for (const auto& clock : state.clocks) rows.clocks.push_back(make_clock(context, clock));
  for (const auto& party : state.parties)
    rows.parties.push_back({party.key, party.role, party.kind, party.person, party.representative});
  for (const auto& document : state.documents)
    rows.documents.push_back({document_id(state.id, document.document, document.copy), document.document, document.copy,
                              document.on, document.act, document.to});
  for (const auto& service : state.services)
    rows.services.push_back({service.document, service.copy, service.to, service.mode, service.made_on,
                             service.deemed_on, service.complete, service.act});
  for (const auto& link : state.links)
    rows.links.push_back({link.kind, link.other, link.procedure, link.direction, link.since, link.milestones});
  for (const auto& proposal : state.proposals)
    rows.proposals.push_back({proposal.version, proposal.act.event, proposal.act.by.account,
                              waiting_roles(context, state, proposal), proposal.act.on});
  put_hearings(context, state, rows.hearings);
  return rows;
}

}  // namespace hejie::app
