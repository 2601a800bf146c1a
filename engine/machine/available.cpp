// "What may I do now, and why not": the checks of rows.cpp with an empty form.
#include <fmt/format.h>

#include <algorithm>

#include "engine/machine/catch_up.h"
#include "engine/machine/clocks.h"
#include "engine/machine/guard_parts.h"
#include "engine/machine/proposals.h"
#include "engine/machine/rows.h"
#include "engine/machine/words.h"

namespace hejie::engine {
namespace {

/// Parties tried for an event that is an act of one; more would not change the answer.
constexpr std::size_t kMaxTried = 50;

struct Verdict {
  bool allowed = false;
  bool depends_on_form = false;
  std::optional<Rejection> why_not{};
};

std::vector<std::string> fields_of(const Event& event) {
  std::vector<std::string> fields = event.asks;
  fields.insert(fields.end(), event.may.begin(), event.may.end());
  if (event.items != ItemsUse::none) fields.emplace_back("items");
  if (event.lines) fields.emplace_back("standing");
  return fields;
}

/// Would the unknown answers of the form decide it?
bool form_decides(const Event& event, const CaseState& state, const Scope& scope,
                  const std::vector<std::string>& fields) {
  return std::ranges::any_of(event.rows, [&](const Row& row) {
    if (!from_here(row, state)) return false;
    std::set<std::string> unknowns;
    Scope asking = scope;
    asking.unknowns = &unknowns;
    return evaluate(row.when, asking) == Truth::unknown &&
           std::ranges::any_of(unknowns, [&](const std::string& id) { return contains(fields, id); });
  });
}

Verdict try_party(const Context& context, const CaseState& state, const Attempt& attempt) {
  if (auto no = check_officers(context, state, attempt, false)) return {.why_not = std::move(no)};
  if (auto no = check_windows(context, state, attempt)) return {.why_not = std::move(no)};
  const auto fields = fields_of(attempt.event);
  Scope scope = scope_of(context, state, attempt);
  scope.not_yet_given = &attempt.event.asks;
  const auto row = choose_row(context, state, attempt, scope);
  const bool open = !row && form_decides(attempt.event, state, scope, fields);
  if (!row && !open) return {.why_not = row.error()};
  if (const auto no = refuses_extension(attempt.event, scope, attempt.party)) {
    return {.why_not = words::no_extension(attempt.event, *no)};
  }
  if (row) {
    for (const std::string& id : (*row)->takes) {
      const Hold* hold = context.procedure.find_hold(id);
      const bool on = std::ranges::any_of(state.holds, [&](const HoldOn& h) { return h.hold == id; });
      if (hold != nullptr && on && !hold->per_request) return {.why_not = words::hold_taken(attempt.event, *hold)};
    }
  }
  return {.allowed = true, .depends_on_form = open};
}

Verdict try_parties(const Context& context, const CaseState& state, const Event& event, const Act& act, Date on) {
  if (event.act_of.empty() || !state.exists()) return try_party(context, state, {.event = event, .act = act, .on = on});
  Verdict last;
  last.why_not = words::no_party(context.procedure, event, "");
  std::size_t tried = 0;
  for (const Party& party : state.parties) {
    if (!names_party(event.act_of, party)) continue;
    if (++tried > kMaxTried) break;
    Verdict verdict = try_party(context, state, {.event = event, .act = act, .on = on, .party = party.key});
    if (verdict.allowed) return verdict;
    last = std::move(verdict);
  }
  return last;
}

Verdict verdict_of(const Context& context, const CaseState& state, const Event& event, const Act& act, Date on) {
  if (!possible_in_state(event, state)) return {.why_not = words::wrong_state(context.procedure, event, state)};
  if (auto no = check_hold(context, state, {.event = event, .act = act, .on = on})) return {.why_not = std::move(no)};
  if (!contains(event.by, act.by.role)) return {.why_not = words::wrong_role(context.procedure, event, act.by.role)};
  return try_parties(context, state, event, act, on);
}

Availability availability_of(const Context& context, const CaseState& state, const Event& event, const Act& act,
                             Date on) {
  Availability result;
  result.event = &event;
  result.id = event.id;
  Verdict verdict = verdict_of(context, state, event, act, on);
  result.allowed = verdict.allowed;
  result.depends_on_form = verdict.depends_on_form;
  result.why_not = std::move(verdict.why_not);
  const auto steps = steps_of(context, state, event, act, on);
  result.needs_approval = !steps.empty() && !is_machine_role(act.by.role);
  if (result.needs_approval) result.approver_roles = steps.front()->by;
  for (const Row& row : event.rows) {
    const std::string& to = row.to.empty() ? state.state : row.to;
    if (from_here(row, state) && !contains(result.from_here, to)) result.from_here.push_back(to);
  }
  return result;
}

Availability built_in(std::string id, bool allowed, std::string zh, std::string en) {
  Availability result;
  result.id = std::move(id);
  result.allowed = allowed;
  result.depends_on_form = allowed;
  if (!allowed) {
    result.why_not = Rejection{Rejection::Kind::guard, result.id, "", {}, {std::move(zh), std::move(en)}, {}};
  }
  return result;
}

bool has_unserved(const CaseState& state) {
  return std::ranges::any_of(state.documents, [&](const IssuedDocument& copy) {
    return std::ranges::any_of(copy.to, [&](const std::string& to) { return !is_served(state, copy, to); });
  });
}

bool may_answer(const Context& context, const CaseState& state, const Actor& actor, Date on, ActKind kind) {
  return std::ranges::any_of(state.proposals, [&](const Proposal& proposal) {
    Act answer;
    answer.kind = kind;
    answer.of = proposal.version;
    answer.on = std::max(on, proposal.act.on);
    answer.by = actor;
    return !check_answer(context, state, answer);
  });
}

void add_built_in(const Context& context, const CaseState& state, const Actor& actor, Date on,
                  std::vector<Availability>& list) {
  const State* now = context.procedure.find_state(state.state);
  const bool open = now != nullptr && now->phase != Phase::final;
  list.push_back(built_in("serve", open && has_unserved(state), "没有待送达的文书", "no document waits to be served"));
  list.push_back(built_in("approve", may_answer(context, state, actor, on, ActKind::approved), "没有等待您审批的申请",
                          "no request waits for your approval"));
  list.push_back(built_in("decline", may_answer(context, state, actor, on, ActKind::declined), "没有等待您审批的申请",
                          "no request waits for your approval"));
  list.push_back(built_in("recall", may_answer(context, state, actor, on, ActKind::recalled),
                          "没有您提出而尚待审批的申请", "no request of yours waits for approval"));
  list.push_back(built_in("correct", state.exists(), "尚无记录", "there is no entry yet"));
  list.push_back(built_in("annul", state.exists(), "尚无记录", "there is no entry yet"));
}

}  // namespace

std::vector<Availability> available(const Context& context, const CaseFile& file, const Actor& actor, Moment at) {
  CaseState state = file.state;
  Log log;
  Run run{context, state, log};
  catch_up(run, std::max(at, state.through));
  Act act;
  act.by = actor;
  act.on = at.day;
  std::vector<Availability> list;
  for (const Event& event : context.procedure.events) {
    act.event = event.id;
    list.push_back(availability_of(context, state, event, act, at.day));
  }
  add_built_in(context, state, actor, at.day, list);
  return list;
}

}  // namespace hejie::engine
