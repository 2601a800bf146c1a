#include "engine/machine/clocks.h"

#include <algorithm>

#include "engine/machine/clock_parts.h"

namespace hejie::engine {
namespace {

void end_clock(Run& run, ClockInstance& clock, ClockStatus status, OccurrenceKind kind, Date on) {
  ++run.clock_changes;
  clock.status = status;
  clock.ended_on = on;
  clock.next_on = std::nullopt;
  clock.next_at = std::nullopt;
  if (run.keeps()) run.note(occurrence_of(kind, clock, on));
}

/// Instances an event, service ... speaks to: per party those of the party it comes from, else all.
bool speaks_to(const CaseState& state, const ClockRule& rule, const ClockInstance& clock, const Happening& happening) {
  if (rule.per != Per::party) return true;
  if (happening.lines != nullptr) return contains(*happening.lines, clock.key);
  if (happening.party.empty() || clock.key == happening.party) return true;
  if (rule.role.empty()) return false;
  const Party* actor = state.find_party(happening.party);
  return actor != nullptr && actor->role != rule.role && actor->kind != rule.role;
}

void stop_rule(Run& run, const ClockRule& rule, const Trigger& trigger, const Happening& happening,
               const Scope& scope) {
  for (ClockInstance& clock : run.state.clocks) {
    if (!is_alive(clock) || clock.rule != rule.id || !speaks_to(run.state, rule, clock, happening)) continue;
    if (!is_true_for(trigger.when, scope, rule, clock.key)) continue;
    end_clock(run, clock, ClockStatus::stopped, OccurrenceKind::clock_stopped, happening.noted_on);
    if (rule.per == Per::act) return;  // one answer ends one request, the oldest
  }
}

bool may_restart(const ClockInstance& clock, const Trigger& trigger) {
  if (clock.status == ClockStatus::running) return true;
  return trigger.reopen && clock.status != ClockStatus::superseded;
}

/// Index of the newest instance for each key is the one a restart means.
bool is_newest(const CaseState& state, const ClockInstance& clock) {
  return std::ranges::none_of(state.clocks, [&](const ClockInstance& other) {
    return other.ordinal > clock.ordinal && other.rule == clock.rule && other.key == clock.key;
  });
}

void restart(Run& run, const ClockRule& rule, const Trigger& trigger, const Happening& happening, const Scope& scope,
             ClockInstance& clock) {
  ++run.clock_changes;
  const auto before = clock.due;
  const Base base = base_of(trigger, happening, scope);
  clock.base = base.day;
  if (clock.base_at) clock.base_at = Moment{base.day, base.minute};
  if (!trigger.keeps_extension) clock.extensions.clear();
  if (!trigger.keeps_extension) clock.extended_to = std::nullopt;
  clock.status = ClockStatus::running;
  clock.ended_on = clock.breached_on = std::nullopt;
  ++clock.restarts;
  refresh_dates(run.context, run.state, rule, clock);
  forget_rungs(run, rule, clock, before);
  if (run.keeps()) run.note(occurrence_of(OccurrenceKind::clock_moved, clock, happening.noted_on));
}

void restart_rule(Run& run, const ClockRule& rule, const Trigger& trigger, const Happening& happening,
                  const Scope& scope) {
  if (!lives_in(run.procedure(), rule.lives, run.state.state)) return;
  for (ClockInstance& clock : run.state.clocks) {
    if (clock.rule != rule.id || !may_restart(clock, trigger) || !speaks_to(run.state, rule, clock, happening))
      continue;
    if (!is_newest(run.state, clock) || !is_true_for(trigger.when, scope, rule, clock.key)) continue;
    restart(run, rule, trigger, happening, scope, clock);
  }
}

std::size_t times_used(const CaseState& state, const Extension& extension, const ClockInstance& clock) {
  const auto done = state.done.find(extension.event);
  if (done == state.done.end()) return 0;
  const auto by_event = [&](Version act) {
    return std::ranges::any_of(done->second, [&](const DoneEvent& d) { return d.version == act; });
  };
  const auto periods = std::ranges::count_if(clock.extensions, [&](const auto& e) { return by_event(e.first); });
  return static_cast<std::size_t>(periods) + (clock.extended_to && by_event(clock.extended_to->first) ? 1U : 0U);
}

void extend(Run& run, const ClockRule& rule, const Extension& extension, const Happening& happening, const Scope& scope,
            ClockInstance& clock) {
  if (!extension.to_fact.empty()) {
    const auto* day = std::get_if<Date>(&look_up(extension.to_fact, scope));
    if (day == nullptr) return;
    clock.extended_to = {happening.act, *day};
  } else {
    const auto* given = extension.by_fact.empty() ? nullptr : std::get_if<Period>(&look_up(extension.by_fact, scope));
    const auto by = given != nullptr ? std::optional<Period>{*given} : extension.by;
    if (!by) return;
    clock.extensions.emplace_back(happening.act, *by);
  }
  const auto before = clock.due;
  refresh_dates(run.context, run.state, rule, clock);
  forget_rungs(run, rule, clock, before);
  if (run.keeps()) run.note(occurrence_of(OccurrenceKind::clock_moved, clock, happening.noted_on));
}

std::optional<NoExtension> refuses(const ClockRule& rule, const Extension& extension, const Scope& scope,
                                   std::string_view party, bool& extends) {
  const Happening happening{.id = extension.event, .party = party};
  for (const ClockInstance& clock : scope.state.clocks) {
    if (clock.rule != rule.id || !is_alive(clock) || !speaks_to(scope.state, rule, clock, happening)) continue;
    if (clock.status == ClockStatus::breached) return NoExtension{&rule, NoExtension::Why::breached};
    if (times_used(scope.state, extension, clock) >= static_cast<std::size_t>(extension.times)) {
      return NoExtension{&rule, NoExtension::Why::used_up};
    }
    extends = true;
  }
  return std::nullopt;
}

}  // namespace

Occurrence occurrence_of(OccurrenceKind kind, const ClockInstance& clock, Date on) {
  return {.kind = kind,
          .on = on,
          .id = clock.rule,
          .key = clock.key,
          .ordinal = clock.ordinal,
          .due = clock.due,
          .due_at = clock.due_at,
          .provisional = clock.provisional};
}

bool lives_in(const Procedure& procedure, const std::vector<std::string>& lives, std::string_view state) {
  if (!lives.empty()) return contains(lives, state);
  const State* found = procedure.find_state(state);
  return found != nullptr && found->phase == Phase::open;
}

void forget_rungs(Run& run, const ClockRule& rule, ClockInstance& clock, std::optional<Date> due_before) {
  if (clock.told.empty() || clock.due == due_before) return;
  for (const Rung& rung : rule.ladder) {
    const auto told = clock.told.find(rung.key);
    if (told == clock.told.end()) continue;
    const auto at = rung_at(run.calendar(), rung, clock);
    if (at && *at <= run.state.latest) continue;
    clock.told.erase(told);
    if (!run.keeps() || !due_before) continue;
    run.log.effects.alerts_superseded.push_back({.clock = clock.rule,
                                                 .key = clock.key,
                                                 .ordinal = clock.ordinal,
                                                 .rung = rung.name,
                                                 .to = rung.to,
                                                 .due = *due_before,
                                                 .on = run.state.latest.day});
  }
  refresh_attention(run.context, rule, clock);
}

void stop_clocks(Run& run, const Happening& happening, const Scope& scope) {
  for (const ClockRule& rule : run.procedure().clocks) {
    for (const Trigger& trigger : rule.stops) {
      if (matches(trigger, happening, run.state)) stop_rule(run, rule, trigger, happening, scope);
    }
  }
}

void restart_clocks(Run& run, const Happening& happening, const Scope& scope) {
  for (const ClockRule& rule : run.procedure().clocks) {
    for (const Trigger& trigger : rule.restarts) {
      if (matches(trigger, happening, run.state)) restart_rule(run, rule, trigger, happening, scope);
    }
  }
}

void extend_clocks(Run& run, const Happening& happening, const Scope& scope) {
  for (const ClockRule& rule : run.procedure().clocks) {
    for (const Extension& extension : rule.extends) {
      if (extension.event != happening.id) continue;
      for (ClockInstance& clock : run.state.clocks) {
        if (clock.rule != rule.id || clock.status != ClockStatus::running) continue;
        if (!speaks_to(run.state, rule, clock, happening) || !is_true_for(extension.when, scope, rule, clock.key))
          continue;
        extend(run, rule, extension, happening, scope, clock);
      }
    }
  }
}

std::optional<NoExtension> refuses_extension(const Event& event, const Scope& scope, std::string_view party) {
  std::optional<NoExtension> none;
  bool extends = false;
  for (const ClockRule& rule : scope.context.procedure.clocks) {
    for (const Extension& extension : rule.extends) {
      if (extension.event != event.id || evaluate(extension.when, scope) == Truth::no) continue;
      if (auto no = refuses(rule, extension, scope, party, extends)) return no;
      if (!extends && !none) none = NoExtension{&rule, NoExtension::Why::not_running};
    }
  }
  return extends ? std::nullopt : none;
}

void leave_clocks(Run& run, Date on) {
  for (ClockInstance& clock : run.state.clocks) {
    if (!is_alive(clock)) continue;
    const ClockRule* rule = run.procedure().find_clock(clock.rule);
    if (rule != nullptr && lives_in(run.procedure(), rule->lives, run.state.state)) continue;
    end_clock(run, clock, ClockStatus::left, OccurrenceKind::clock_left, on);
  }
}

bool is_excluding(const Procedure& procedure, std::string_view source) {
  return std::ranges::any_of(procedure.clocks,
                             [&](const ClockRule& rule) { return contains(rule.excluded_by, source); });
}

void interval_changed(Run& run, std::string_view source, Date on) {
  for (ClockInstance& clock : run.state.clocks) {
    if (!is_alive(clock)) continue;
    const ClockRule* rule = run.procedure().find_clock(clock.rule);
    if (rule == nullptr || !contains(rule->excluded_by, source)) continue;
    const auto before = clock.due;
    const bool halted = clock.halted;
    refresh_dates(run.context, run.state, *rule, clock);
    if (clock.due == before && clock.halted == halted) continue;
    forget_rungs(run, *rule, clock, before);
    if (run.keeps()) run.note(occurrence_of(OccurrenceKind::clock_moved, clock, on));
  }
}

}  // namespace hejie::engine
