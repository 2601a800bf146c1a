// When a case wants a tick, and why a clock has its date.
#include <algorithm>

#include "engine/machine/dates.h"

namespace hejie::engine {

std::optional<Moment> next_moment(const Context& context, const CaseState& state, int opening_minute) {
  std::optional<Moment> next;
  const auto offer = [&](Moment at) {
    if (!next || at < *next) next = at;
  };
  for (const Service& service : state.services) {
    if (!service.complete) offer({service.deemed_on, 0});
  }
  for (const ClockInstance& clock : state.clocks) {
    const ClockRule* rule = clock.next_at ? context.procedure.find_clock(clock.rule) : nullptr;
    if (rule == nullptr) continue;
    const auto over = over_at(clock);
    const bool expires = clock.status == ClockStatus::running && !rule->soft && over;
    if (expires) offer(*over);
    if (expires && *clock.next_at >= *over) continue;
    offer(clock.next_at->minute > 0 ? *clock.next_at : Moment{clock.next_at->day, opening_minute});
  }
  return next;
}

Result<std::vector<calendar::Step>> explain(const Context& context, const CaseState& state,
                                            const ClockInstance& clock) {
  const ClockRule* rule = context.procedure.find_clock(clock.rule);
  if (rule == nullptr) return PeriodTrace{};
  if (auto asked = query_of(context, state, *rule, clock)) {
    asked->query.excluded = asked->excluded;
    if (asked->query.stopped_since) asked->query.resumed_on = std::max(state.through.day, *asked->query.stopped_since);
    return calendar::trace(context.calendar, asked->query);
  }
  if (clock.backward && clock.fixed && clock.length) {
    return calendar::trace_back(context.calendar, *clock.fixed, *clock.length);
  }
  if (!clock.due) return PeriodTrace{};
  PeriodTrace steps;
  if (clock.nominal && *clock.nominal != *clock.due) {
    steps.push_back({.date = *clock.nominal,
                     .kind = calendar::StepKind::rolled,
                     .reason = {"确定的日期是休息日，顺延", "the day set is a rest day: rolled"}});
  }
  steps.push_back({.date = *clock.due,
                   .kind = calendar::StepKind::due,
                   .reason = {"文书或约定所定的日期", "the day set by the order or agreement"}});
  return steps;
}

}  // namespace hejie::engine
