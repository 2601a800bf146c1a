// Starting instances: whose, from which day, how long.
#include <algorithm>

#include "engine/machine/clock_parts.h"

namespace hejie::engine {
namespace {

bool fits_role(const ClockRule& rule, const Party& party) {
  return rule.role.empty() || party.role == rule.role || party.kind == rule.role;
}

/// Keys an instance is opened for: "" for per case and per act.
std::vector<std::string> keys_for(const CaseState& state, const ClockRule& rule, const Happening& happening) {
  if (rule.per != Per::party) return {""};
  if (happening.lines != nullptr) return *happening.lines;
  if (!happening.party.empty()) {
    const Party* party = state.find_party(happening.party);
    if (party != nullptr && fits_role(rule, *party)) return {party->key};
    if (rule.role.empty() || happening.on == Trigger::On::served) return {};
  }
  std::vector<std::string> keys;
  for (const Party& party : state.parties) {
    if (fits_role(rule, party)) keys.push_back(party.key);
  }
  return keys;
}

const std::vector<Length>& lengths_of(const ClockRule& rule, Date trigger_day, std::size_t& variant) {
  for (std::size_t i = 0; i < rule.variants.size(); ++i) {
    const ClockVariant& dated = rule.variants[i];
    if ((dated.from && trigger_day < *dated.from) || (dated.to && trigger_day > *dated.to)) continue;
    variant = i + 1;
    return dated.length;
  }
  variant = 0;
  return rule.length;
}

std::optional<Date> day_fact(const std::string& fact, const Scope& scope) {
  const auto* day = std::get_if<Date>(&look_up(fact, scope));
  return day == nullptr ? std::nullopt : std::optional<Date>{*day};
}

void resolve(const Length& length, const Scope& scope, ClockInstance& clock) {
  switch (length.kind) {
    case Length::Kind::promptly:
      return;
    case Length::Kind::period:
      clock.length = length.period;
      return;
    case Length::Kind::until:
      clock.fixed = day_fact(length.id, scope);
      return;
    case Length::Kind::back:
      clock.fixed = day_fact(length.id, scope);
      clock.length = length.period;
      clock.backward = true;
      return;
    case Length::Kind::fact:
      if (const auto* period = std::get_if<Period>(&look_up(length.id, scope))) clock.length = *period;
      return;
    case Length::Kind::by_switch:
      if (const Switch* found = scope.context.procedure.find_switch(length.id)) {
        if (const auto* period = std::get_if<Period>(&found->value)) clock.length = *period;
        if (const auto* text = std::get_if<std::string>(&found->value)) clock.length = calendar::parse_period(*text);
      }
      return;
  }
}

bool counts_hours(const ClockInstance& clock) {
  return clock.length && !clock.backward &&
         (clock.length->unit == calendar::Unit::hours || clock.length->unit == calendar::Unit::working_hours);
}

int next_ordinal(const CaseState& state, const ClockRule& rule, std::string_view key) {
  int last = 0;
  for (const ClockInstance& clock : state.clocks) {
    if (clock.rule == rule.id && clock.key == key) last = std::max(last, clock.ordinal);
  }
  return last + 1;
}

void supersede(Run& run, const ClockRule& rule, std::string_view key, Date on) {
  if (rule.per == Per::act) return;
  for (ClockInstance& clock : run.state.clocks) {
    if (!is_alive(clock) || clock.rule != rule.id || clock.key != key) continue;
    clock.status = ClockStatus::superseded;
    clock.ended_on = on;
    clock.next_on = std::nullopt;
    clock.next_at = std::nullopt;
    if (run.keeps()) run.note(occurrence_of(OccurrenceKind::clock_superseded, clock, on));
  }
}

void start(Run& run, const ClockRule& rule, const Trigger& trigger, const Happening& happening, const Scope& scope,
           const std::string& key) {
  ++run.clock_changes;
  ClockInstance clock;
  clock.rule = rule.id;
  clock.key = key;
  clock.ordinal = next_ordinal(run.state, rule, key);
  clock.trigger = happening.act;
  clock.trigger_text = happening.id;
  const Base base = base_of(trigger, happening, scope);
  clock.base = base.day;
  for (const Length& length : lengths_of(rule, happening.day, clock.variant)) {
    if (!is_true_for(length.when, scope, rule, key)) continue;
    resolve(length, scope, clock);
    break;
  }
  if (counts_hours(clock)) clock.base_at = Moment{base.day, base.minute};
  supersede(run, rule, key, happening.noted_on);
  refresh_dates(run.context, run.state, rule, clock);
  if (run.keeps()) run.note(occurrence_of(OccurrenceKind::clock_started, clock, happening.noted_on));
  run.state.clocks.push_back(std::move(clock));
}

}  // namespace

bool matches(const Trigger& trigger, const Happening& happening, const CaseState& state) {
  if (trigger.on != happening.on || trigger.id != happening.id) return false;
  if (trigger.on == Trigger::On::served && !trigger.to.empty() && trigger.to != "any") {
    const Party* addressee = state.find_party(happening.party);
    return addressee != nullptr && (addressee->role == trigger.to || addressee->kind == trigger.to);
  }
  if (trigger.on == Trigger::On::link) {
    return trigger.outcomes.empty() ? happening.outcome.empty() : contains(trigger.outcomes, happening.outcome);
  }
  return true;
}

bool is_true_for(const Condition& when, const Scope& scope, const ClockRule& rule, std::string_view key) {
  if (when.kind == ConditionKind::always) return true;
  if (rule.per != Per::party) return holds_true(when, scope);
  Scope own = scope;
  own.self = key;
  return holds_true(when, own);
}

Base base_of(const Trigger& trigger, const Happening& happening, const Scope& scope) {
  if (!trigger.from.empty()) {
    const Value& value = look_up(trigger.from, scope);
    if (const auto* day = std::get_if<Date>(&value)) return {*day, 0};
    if (const auto* moment = std::get_if<Moment>(&value)) return {moment->day, moment->minute};
  }
  return {happening.day, happening.minute.value_or(0)};
}

void start_clocks(Run& run, const Happening& happening, const Scope& scope) {
  for (const ClockRule& rule : run.procedure().clocks) {
    for (const Trigger& trigger : rule.starts) {
      if (!matches(trigger, happening, run.state)) continue;
      if (!lives_in(run.procedure(), rule.lives, run.state.state)) continue;
      bool started = false;
      for (const std::string& key : keys_for(run.state, rule, happening)) {
        if (!is_true_for(trigger.when, scope, rule, key)) continue;
        start(run, rule, trigger, happening, scope, key);
        started = true;
      }
      if (started) break;  // one happening starts a clock once
    }
  }
}

}  // namespace hejie::engine
