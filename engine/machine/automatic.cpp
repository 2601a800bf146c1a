#include "engine/machine/automatic.h"

#include <algorithm>

#include "engine/machine/case_view.h"
#include "engine/machine/effects.h"
#include "engine/machine/rows.h"

namespace hejie::engine {
namespace {

/// From here on an index pays.
constexpr std::size_t kManyParties = 8;

bool would_change(const Values& values, const std::vector<Setter>& setters, const Scope& scope) {
  return std::ranges::any_of(setters, [&](const Setter& setter) {
    const Value value = value_of(setter, scope);
    const auto stored = values.find(setter.target);
    return stored == values.end() ? known(value) : stored->second != value;
  });
}

/// An automatic event must move the state or change a fact or standing, else it would fire for ever.
bool changes_something(const CaseState& state, const Row& row, const Scope& scope) {
  if (!row.to.empty() && row.to != state.state) return true;
  if (would_change(state.facts, row.set, scope)) return true;
  if (row.set_party.empty()) return false;
  const Party* self = scope.view != nullptr ? scope.view->party(scope.self) : state.find_party(scope.self);
  return self != nullptr && would_change(self->standings, row.set_party, scope);
}

bool fire_for(Run& run, const Event& event, Date on, std::optional<int> minute, std::string_view party,
              CaseView* view = nullptr) {
  for (const Row& row : event.rows) {
    if (!from_here(row, run.state)) continue;
    const Scope scope{.context = run.context, .state = run.state, .today = on, .self = party, .view = view};
    if (!holds_true(row.when, scope) || !changes_something(run.state, row, scope)) continue;
    const std::string before = run.state.state;
    const std::size_t at = run.log.events.size();
    if (run.keeps()) {
      run.note({.kind = OccurrenceKind::automatic, .on = on, .id = event.id, .key = std::string(party)});
    }
    apply_event(run, {.event = event, .row = row, .on = on, .minute = minute, .party = party});
    if (run.keeps() && run.state.state != before) std::get<Occurrence>(run.log.events[at]).state = run.state.state;
    return true;
  }
  return false;
}

bool fire(Run& run, const Event& event, Date on, std::optional<int> minute) {
  if (event.each.empty()) return fire_for(run, event, on, minute, "");
  bool fired = false;
  std::vector<std::string> keys;
  for (const Party& party : run.state.parties) {
    if (party.role == event.each || party.kind == event.each) keys.push_back(party.key);
  }
  std::optional<CaseView> view;
  int made_at = -1;
  for (const std::string& key : keys) {
    if (keys.size() >= kManyParties && made_at != run.clock_changes) {
      view.emplace(run.state);
      made_at = run.clock_changes;
    }
    fired |= fire_for(run, event, on, minute, key, view ? &*view : nullptr);
  }
  return fired;
}

}  // namespace

void fire_automatic(Run& run, Date on, std::optional<int> minute) {
  for (int round = 0; round < kMaxAutomatic; ++round) {
    const auto& events = run.procedure().automatic;
    if (std::ranges::none_of(events, [&](const Event& event) { return fire(run, event, on, minute); })) return;
  }
}

}  // namespace hejie::engine
