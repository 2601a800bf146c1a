#include "engine/machine/guard.h"

#include <algorithm>

#include "engine/machine/guard_parts.h"
#include "engine/machine/run.h"

namespace hejie::engine {
namespace {

const Value kUnknown{};

Truth unknown(const std::string& id, const Scope& scope) {
  if (scope.unknowns != nullptr) scope.unknowns->insert(id);
  return Truth::unknown;
}

Truth fact_in(const Condition& condition, const Scope& scope) {
  const Value& value = look_up(condition.id, scope);
  const bool fits = std::ranges::find(condition.values, value) != condition.values.end();
  if (!known(value) && !fits) return unknown(condition.id, scope);
  return truth(fits);
}

Truth fact_known(const Condition& condition, const Scope& scope) {
  if (scope.not_yet_given != nullptr && contains(*scope.not_yet_given, condition.id)) return truth(condition.flag);
  return truth(known(look_up(condition.id, scope)) == condition.flag);
}

const std::int64_t* number(const Value& value) {
  return std::get_if<std::int64_t>(&value);
}

Truth compare_numbers(const Condition& condition, const Scope& scope) {
  const auto* left = number(look_up(condition.id, scope));
  if (left == nullptr) return unknown(condition.id, scope);
  const Value& bound = condition.other.empty() ? condition.values.empty() ? kUnknown : condition.values.front()
                                               : look_up(condition.other, scope);
  const auto* right = number(bound);
  if (right == nullptr) return unknown(condition.other, scope);
  return truth(condition.kind == ConditionKind::fact_at_least ? *left >= *right : *left <= *right);
}

std::optional<Date> day_of(const std::string& id, const Scope& scope) {
  if (id == "today") return scope.today;
  const Value& value = look_up(id, scope);
  if (const auto* day = std::get_if<Date>(&value)) return *day;
  if (const auto* moment = std::get_if<Moment>(&value)) return moment->day;
  return std::nullopt;
}

Truth compare_days(const Condition& condition, const Scope& scope) {
  const auto left = day_of(condition.id, scope);
  if (!left) return unknown(condition.id, scope);
  const auto right = day_of(condition.other, scope);
  if (!right) return unknown(condition.other, scope);
  return truth(condition.kind == ConditionKind::day_not_before ? *left >= *right : *left <= *right);
}

Truth day_within(const Condition& condition, const Scope& scope) {
  const auto from = day_of(condition.id, scope);
  if (!from) return unknown(condition.id, scope);
  const auto at = day_of(condition.other.empty() ? "today" : condition.other, scope);
  if (!at) return unknown(condition.other, scope);
  const auto dates = calendar::compute(scope.context.calendar, {.from = *from, .periods = {condition.period}});
  return dates ? truth(dates->due >= *at) : Truth::unknown;
}

Truth day_leaves(const Condition& condition, const Scope& scope) {
  const auto day = day_of(condition.id, scope);
  if (!day) return unknown(condition.id, scope);
  const auto dates = calendar::count_back(scope.context.calendar, *day, condition.period);
  if (!dates) return Truth::unknown;
  return truth(scope.today <= (clear_days(scope.context.procedure) ? dates->clear_days_due : dates->due));
}

Truth switch_is(const Condition& condition, const Scope& scope) {
  const Switch* found = scope.context.procedure.find_switch(condition.id);
  if (found == nullptr) return unknown(condition.id, scope);
  return truth(std::ranges::find(condition.values, found->value) != condition.values.end());
}

Truth hold_on(const Condition& condition, const Scope& scope) {
  const bool on = std::ranges::any_of(scope.state.holds, [&](const HoldOn& h) { return h.hold == condition.id; });
  return truth(on == condition.flag);
}

Truth done(const Condition& condition, const Scope& scope) {
  const auto found = scope.state.done.find(condition.id);
  return truth((found != scope.state.done.end() && !found->second.empty()) == condition.flag);
}

Truth link(const Condition& condition, const Scope& scope) {
  bool exists = false;
  bool outcome = false;
  for (const LinkState& link : scope.state.links) {
    if (link.kind != condition.id) continue;
    exists = true;
    outcome =
        outcome || std::ranges::any_of(link.milestones, [&](const auto& m) { return contains(condition.names, m); });
  }
  return condition.kind == ConditionKind::link_is ? truth(exists == condition.flag) : truth(outcome);
}

Truth every(const Condition& condition, const Scope& scope) {
  Truth result = Truth::yes;
  for (const Condition& child : condition.children) {
    const Truth part = evaluate(child, scope);
    if (part == Truth::no) return Truth::no;
    if (part == Truth::unknown) result = Truth::unknown;
  }
  return result;
}

Truth some(const Condition& condition, const Scope& scope) {
  Truth result = Truth::no;
  for (const Condition& child : condition.children) {
    const Truth part = evaluate(child, scope);
    if (part == Truth::yes) return Truth::yes;
    if (part == Truth::unknown) result = Truth::unknown;
  }
  return result;
}

void collect_not_true(const Condition& condition, const Scope& scope, std::vector<const Condition*>& parts) {
  const Truth truth = evaluate(condition, scope);
  if (truth == Truth::yes) return;
  // A named condition is spoken of by its name; the parts of `any` and `not` say nothing alone.
  const bool all = condition.kind == ConditionKind::all;
  const bool denies_unknown = condition.kind == ConditionKind::negation && truth == Truth::unknown;
  if (!condition.let.empty() || !(all || denies_unknown) || condition.children.empty()) {
    parts.push_back(&condition);
    return;
  }
  const std::size_t before = parts.size();
  for (const Condition& child : condition.children) collect_not_true(child, scope, parts);
  if (parts.size() == before) parts.push_back(&condition);
}

}  // namespace

const Value& look_up(std::string_view fact, const Scope& scope) {
  if (scope.not_yet_given != nullptr && contains(*scope.not_yet_given, fact)) return kUnknown;
  if (scope.form != nullptr) {
    const auto given = scope.form->find(fact);
    if (given != scope.form->end()) {
      const Fact* known_fact = scope.form_stored ? scope.context.procedure.find_fact(fact) : nullptr;
      if (!scope.form_stored || (known_fact != nullptr && known_fact->answer)) return given->second;
    }
  }
  const auto stored = scope.state.facts.find(fact);
  if (stored != scope.state.facts.end()) return stored->second;
  // The guard of an opening act sees the facts as they will begin.
  const Fact* begins = scope.state.exists() ? nullptr : scope.context.procedure.find_fact(fact);
  return begins == nullptr ? kUnknown : begins->init;
}

bool clear_days(const Procedure& procedure) {
  const Switch* found = procedure.find_switch("clear_days");
  return found != nullptr && found->value == Value{true};
}

Truth evaluate(const Condition& condition, const Scope& scope) {
  switch (condition.kind) {
    case ConditionKind::always:
      return Truth::yes;
    case ConditionKind::fact_in:
      return fact_in(condition, scope);
    case ConditionKind::fact_known:
      return fact_known(condition, scope);
    case ConditionKind::fact_at_least:
    case ConditionKind::fact_at_most:
      return compare_numbers(condition, scope);
    case ConditionKind::day_not_before:
    case ConditionKind::day_not_after:
      return compare_days(condition, scope);
    case ConditionKind::day_within:
      return day_within(condition, scope);
    case ConditionKind::day_leaves:
      return day_leaves(condition, scope);
    case ConditionKind::clock_is:
      return clock_is(condition, scope);
    case ConditionKind::served:
      return served(condition, scope);
    case ConditionKind::hold_on:
      return hold_on(condition, scope);
    case ConditionKind::done:
      return done(condition, scope);
    case ConditionKind::parties:
      return parties_fit(condition, scope);
    case ConditionKind::self:
      return self_fits(condition, scope);
    case ConditionKind::items:
      return items_fit(condition, scope);
    case ConditionKind::link_outcome:
    case ConditionKind::link_is:
      return link(condition, scope);
    case ConditionKind::switch_is:
      return switch_is(condition, scope);
    case ConditionKind::all:
      return every(condition, scope);
    case ConditionKind::any:
      return some(condition, scope);
    case ConditionKind::negation:
      return condition.children.empty() ? Truth::unknown : opposite(evaluate(condition.children.front(), scope));
  }
  return Truth::unknown;
}

std::vector<const Condition*> parts_not_true(const Condition& condition, const Scope& scope) {
  std::vector<const Condition*> parts;
  collect_not_true(condition, scope, parts);
  return parts;
}

Value value_of(const Setter& setter, const Scope& scope) {
  switch (setter.source) {
    case Setter::Source::literal:
      return setter.literal;
    case Setter::Source::today:
      return scope.today;
    case Setter::Source::fact:
      return look_up(setter.fact, scope);
  }
  return {};
}

}  // namespace hejie::engine
