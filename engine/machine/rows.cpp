#include "engine/machine/rows.h"

#include <algorithm>
#include <set>

#include "engine/machine/clocks.h"
#include "engine/machine/form.h"
#include "engine/machine/holds.h"
#include "engine/machine/words.h"

namespace hejie::engine {
namespace {

std::set<AccountId> doers(const Act& act) {
  std::set<AccountId> persons(act.officers.begin(), act.officers.end());
  persons.insert(act.by.account);
  persons.erase(AccountId{});
  return persons;
}

/// As many as they are in law: a delegate and the one whose power he uses are one.
std::size_t count_doers(const Act& act) {
  auto persons = doers(act);
  if (!act.by.for_whom.empty()) persons.erase(act.by.for_whom);
  return persons.size();
}

bool names_input(const Event& event, const PartyInput& party) {
  return contains(event.act_of, party.role) || contains(event.act_of, party.kind);
}

std::optional<Rejection> check_role(const Context& context, const Attempt& attempt) {
  if (contains(attempt.event.by, attempt.act.by.role)) return std::nullopt;
  return words::wrong_role(context.procedure, attempt.event, attempt.act.by.role);
}

const ClockInstance* newest_instance(const CaseState& state, const ClockRule& rule, std::string_view party) {
  const ClockInstance* newest = nullptr;
  for (const ClockInstance& clock : state.clocks) {
    if (clock.rule != rule.id || clock.status == ClockStatus::superseded) continue;
    if (rule.per == Per::party && clock.key != party) continue;
    if (newest == nullptr || clock.ordinal >= newest->ordinal) newest = &clock;
  }
  return newest;
}

std::optional<Rejection> check_holds_taken(const Context& context, const CaseState& state, const Attempt& attempt,
                                           const Row& row) {
  for (const std::string& id : row.takes) {
    const Hold* hold = context.procedure.find_hold(id);
    if (hold == nullptr || hold->per_request || !is_on(state, id) || contains(row.releases, id)) continue;
    return words::hold_taken(attempt.event, *hold);
  }
  return std::nullopt;
}

const Row* first_from_here(const Event& event, const CaseState& state) {
  const auto row = std::ranges::find_if(event.rows, [&](const Row& r) { return from_here(r, state); });
  return row == event.rows.end() ? nullptr : &*row;
}

std::optional<Rejection> check_extension(const Attempt& attempt, const Scope& scope) {
  const auto why = refuses_extension(attempt.event, scope, attempt.party);
  return why ? std::optional<Rejection>{words::no_extension(attempt.event, *why)} : std::nullopt;
}

/// Rows whose conditions are nearest to being met: fewest parts not true, and of these fewest that are false rather
/// than unknown. Several when they tie, in the order written.
std::vector<const Row*> nearest_rows(const std::vector<const Row*>& rows, const Scope& scope) {
  using Distance = std::pair<std::size_t, std::ptrdiff_t>;
  std::vector<const Row*> nearest;
  Distance least{};
  for (const Row* row : rows) {
    const auto parts = parts_not_true(row->when, scope);
    const auto is_false = [&](const Condition* part) { return evaluate(*part, scope) == Truth::no; };
    const Distance distance{parts.size(), std::ranges::count_if(parts, is_false)};
    if (!nearest.empty() && distance > least) continue;
    if (distance < least) nearest.clear();
    least = distance;
    nearest.push_back(row);
  }
  return nearest;
}

/// What an irregular act may pass.
std::expected<const Row*, Refused> check_grounds(const Context& context, const CaseState& state, const Attempt& attempt,
                                                 const Scope& scope) {
  if (auto no = check_windows(context, state, attempt)) return refuse(std::move(*no));
  auto row = choose_row(context, state, attempt, scope);
  if (!row) return refuse(std::move(row.error()));
  if (auto no = check_holds_taken(context, state, attempt, **row)) return refuse(std::move(*no));
  if (auto no = check_extension(attempt, scope)) return refuse(std::move(*no));
  return *row;
}

}  // namespace

bool is_machine_role(std::string_view role) {
  return role == "clock" || role == "link" || role == "law";
}

Scope scope_of(const Context& context, const CaseState& state, const Attempt& attempt) {
  return {.context = context, .state = state, .today = attempt.on, .form = &attempt.act.fields, .self = attempt.party};
}

bool from_here(const Row& row, const CaseState& state) {
  return state.exists() ? contains(row.from, state.state) : row.from.empty();
}

bool possible_in_state(const Event& event, const CaseState& state) {
  return first_from_here(event, state) != nullptr;
}

std::optional<Rejection> check_hold(const Context& context, const CaseState& state, const Attempt& attempt) {
  if (is_machine_role(attempt.act.by.role)) return std::nullopt;
  const Hold* hold = forbidding_hold(context.procedure, state, attempt.event.id);
  return hold == nullptr ? std::nullopt
                         : std::optional<Rejection>{words::held(context.procedure, attempt.event, *hold, state)};
}

std::optional<Rejection> check_party(const Context& context, const CaseState& state, const Attempt& attempt) {
  const Event& event = attempt.event;
  const auto no = [&] { return words::no_party(context.procedure, event, attempt.party); };
  if (attempt.party.empty()) {
    return event.act_of.empty() || is_machine_role(attempt.act.by.role) ? std::nullopt : std::optional<Rejection>{no()};
  }
  if (const Party* party = state.find_party(attempt.party)) {
    return event.act_of.empty() || names_party(event.act_of, *party) ? std::nullopt : std::optional<Rejection>{no()};
  }
  const auto added = std::ranges::find(attempt.act.parties, attempt.party, &PartyInput::key);
  if (added == attempt.act.parties.end()) return no();
  return event.act_of.empty() || names_input(event, *added) ? std::nullopt : std::optional<Rejection>{no()};
}

std::optional<Rejection> check_officers(const Context& context, const CaseState& state, const Attempt& attempt,
                                        bool count) {
  const Event& event = attempt.event;
  if (is_machine_role(attempt.act.by.role)) return std::nullopt;
  const auto given = count_doers(attempt.act);
  if (count && event.officers > 0 && given < static_cast<std::size_t>(event.officers)) {
    return words::too_few_officers(event, given);
  }
  auto persons = doers(attempt.act);
  if (!attempt.act.by.for_whom.empty()) persons.insert(attempt.act.by.for_whom);
  const auto stood_there = [&](const AccountId& who) { return persons.contains(who); };
  for (const std::string& earlier : event.not_by_actor_of) {
    const auto found = state.done.find(earlier);
    if (found == state.done.end()) continue;
    for (const DoneEvent& done : found->second) {
      if (std::ranges::none_of(done.actors, stood_there) && !stood_there(done.for_whom)) continue;
      return words::same_person(event.id, event.name, event.cite, earlier,
                                words::name_of_event(context.procedure, earlier));
    }
  }
  return std::nullopt;
}

std::optional<Rejection> check_windows(const Context& context, const CaseState& state, const Attempt& attempt) {
  for (const std::string& id : attempt.event.within) {
    const ClockRule* rule = context.procedure.find_clock(id);
    if (rule == nullptr) continue;
    const ClockInstance* newest = newest_instance(state, *rule, attempt.party);
    if (newest == nullptr || newest->status != ClockStatus::running) {
      return words::no_window(attempt.event, *rule, newest);
    }
  }
  return std::nullopt;
}

std::expected<const Row*, Rejection> choose_row(const Context&, const CaseState& state, const Attempt& attempt,
                                                const Scope& scope) {
  const Row* chosen = nullptr;
  std::vector<const Row*> refused;
  for (const Row& row : attempt.event.rows) {
    if (!from_here(row, state)) continue;
    refused.push_back(&row);
    if (!holds_true(row.when, scope)) continue;
    if (chosen != nullptr) return std::unexpected(words::two_rows(attempt.event, *chosen, row));
    chosen = &row;
  }
  if (chosen != nullptr) return chosen;
  if (refused.empty()) return std::unexpected(words::wrong_state(scope.context.procedure, attempt.event, state));
  return std::unexpected(words::no_row(attempt.event, nearest_rows(refused, scope), scope));
}

std::expected<const Row*, Refused> check_event(const Context& context, const CaseState& state, const Attempt& attempt) {
  const Event& event = attempt.event;
  if (!possible_in_state(event, state)) return refuse(words::wrong_state(context.procedure, event, state));
  if (auto no = check_hold(context, state, attempt); no && !attempt.act.irregular) return refuse(std::move(*no));
  if (auto no = check_role(context, attempt)) return refuse(std::move(*no));
  if (auto no = check_party(context, state, attempt)) return refuse(std::move(*no));
  if (auto findings = check_form(context, state, event, attempt.act); !findings.empty()) {
    return refuse(std::move(findings));
  }
  if (auto no = check_officers(context, state, attempt, true)) return refuse(std::move(*no));
  const Scope scope = scope_of(context, state, attempt);
  auto row = check_grounds(context, state, attempt, scope);
  if (row || !attempt.act.irregular) return row;
  const auto guarded = choose_row(context, state, attempt, scope);
  return guarded ? *guarded : first_from_here(event, state);
}

void collect_warnings(const Scope& scope, const Event& event, Version version, std::vector<StoredWarning>& warnings) {
  for (std::size_t i = 0; i < event.warn.size(); ++i) {
    if (!holds_true(event.warn[i].unless, scope)) warnings.push_back({version, event.id, i});
  }
}

}  // namespace hejie::engine
