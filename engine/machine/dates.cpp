#include "engine/machine/dates.h"

#include <algorithm>

#include "engine/machine/guard_parts.h"
#include "engine/machine/run.h"

namespace hejie::engine {
namespace {

void add_intervals(const CaseState& state, const ClockRule& rule, ClockQuery& to) {
  if (rule.excluded_by.empty()) return;
  for (const SourceInterval& interval : state.intervals) {
    if (!contains(rule.excluded_by, interval.source)) continue;
    if (interval.to) {
      if (*interval.to > interval.from) to.excluded.push_back({interval.from, *interval.to});
    } else if (!to.query.stopped_since || interval.from < *to.query.stopped_since) {
      to.query.stopped_since = interval.from;
    }
  }
}

void add_periods(const ClockInstance& clock, calendar::PeriodQuery& query) {
  if (!clock.extended_to) {
    if (clock.length) query.periods.push_back(*clock.length);
    for (const auto& [act, period] : clock.extensions) query.periods.push_back(period);
    return;
  }
  query.from = clock.extended_to->second;
  for (const auto& [act, period] : clock.extensions) {
    if (act > clock.extended_to->first) query.periods.push_back(period);
  }
}

void clear_dates(ClockInstance& clock) {
  clock.nominal = clock.due = clock.clear_days_due = std::nullopt;
  clock.due_at = std::nullopt;
  clock.provisional = clock.halted = false;
  clock.excluded_days = 0;
}

Date rolled(const Calendar& calendar, calendar::Roll roll, Date day) {
  if (!calendar.contains(day)) return day;
  switch (roll) {
    case calendar::Roll::forward:
      return calendar.next_working(day).value_or(day);
    case calendar::Roll::backward:
      return calendar.previous_working(day).value_or(day);
    case calendar::Roll::none:
      break;
  }
  return day;
}

void fixed_dates(const Context& context, const ClockRule& rule, ClockInstance& clock, Date day) {
  const auto roll =
      rule.roll == RollRule::by_unit ? calendar::Roll::none : roll_of(context.procedure, rule.roll, rule.roll_switch);
  clock.nominal = day;
  clock.due = rolled(context.calendar, roll, day);
  clock.provisional = context.calendar.is_provisional(*clock.due);
}

void backward_dates(const Context& context, ClockInstance& clock) {
  const auto dates = calendar::count_back(context.calendar, *clock.fixed, *clock.length);
  if (!dates) {
    clock.provisional = true;
    return;
  }
  clock.clear_days_due = dates->clear_days_due;
  clock.nominal = clock.due = clear_days(context.procedure) ? dates->clear_days_due : dates->due;
  clock.provisional = dates->provisional;
}

void counted_dates(const Context& context, const ClockQuery& asked, ClockInstance& clock) {
  const auto dates = calendar::compute(context.calendar, asked.query);
  if (!dates) {
    clock.provisional = true;
    return;
  }
  clock.provisional = dates->provisional;
  clock.excluded_days = dates->excluded_days;
  clock.halted = dates->stopped;
  if (dates->stopped) return;
  clock.nominal = dates->nominal;
  clock.due = dates->due;
  if (dates->due_minute) clock.due_at = Moment{dates->due, *dates->due_minute};
}

Moment shifted_hours(Moment at, int hours) {
  const int minutes = at.minute + hours * 60;
  const int days = minutes >= 0 ? minutes / kMinutesPerDay : (minutes - kMinutesPerDay + 1) / kMinutesPerDay;
  return {at.day + days, minutes - days * kMinutesPerDay};
}

std::optional<Moment> shifted(const Calendar& calendar, const Rung& rung, const ClockInstance& clock) {
  const int n = rung.offset;
  const bool hours = rung.unit == calendar::Unit::hours || rung.unit == calendar::Unit::working_hours;
  if ((hours || n == 0) && clock.due_at) return shifted_hours(*clock.due_at, n);
  if (n == 0 || hours) return Moment{*clock.due, 0};
  if (rung.unit != calendar::Unit::working_days) return Moment{*clock.due + n, 0};
  if (!calendar.contains(*clock.due)) return std::nullopt;
  const auto day = n > 0 ? calendar.working_day_after(*clock.due, n) : calendar.working_day_before(*clock.due, -n);
  return day ? std::optional<Moment>{Moment{*day, 0}} : std::nullopt;
}

bool rung_applies(const ClockRule& rule, const Rung& rung, const ClockInstance& clock) {
  if (clock.status == ClockStatus::running) return true;
  return clock.status == ClockStatus::breached && rule.kind == ClockKind::duty && rung.offset >= 0;
}

}  // namespace

std::optional<Moment> rung_at(const Calendar& calendar, const Rung& rung, const ClockInstance& clock) {
  if (!clock.due) return std::nullopt;
  const auto at = shifted(calendar, rung, clock);
  if (!at || (rung.offset < 0 && at->day < clock.base)) return std::nullopt;
  return at;
}

std::optional<Moment> over_at(const ClockInstance& clock) {
  if (clock.due_at) {
    return clock.due_at->minute + 1 < kMinutesPerDay ? Moment{clock.due_at->day, clock.due_at->minute + 1}
                                                     : Moment{clock.due_at->day + 1, 0};
  }
  if (clock.due) return Moment{*clock.due + 1, 0};
  return std::nullopt;
}

calendar::Roll roll_of(const Procedure& procedure, RollRule rule, const std::string& roll_switch) {
  switch (rule) {
    case RollRule::by_unit:
    case RollRule::forward:
      return calendar::Roll::forward;
    case RollRule::none:
      return calendar::Roll::none;
    case RollRule::back:
      return calendar::Roll::backward;
    case RollRule::by_switch: {
      const Switch* found = procedure.find_switch(roll_switch);
      return found != nullptr && found->value == Value{true} ? calendar::Roll::forward : calendar::Roll::none;
    }
  }
  return calendar::Roll::forward;
}

std::optional<ClockQuery> query_of(const Context& context, const CaseState& state, const ClockRule& rule,
                                   const ClockInstance& clock) {
  if (clock.backward || (clock.fixed && clock.extensions.empty() && !clock.extended_to)) return std::nullopt;
  ClockQuery asked;
  asked.query.from = clock.base;
  if (clock.base_at) asked.query.from_minute = clock.base_at->minute;
  if (clock.fixed) asked.query.from = *clock.fixed;
  add_periods(clock, asked.query);
  if (asked.query.periods.empty()) return std::nullopt;
  asked.query.roll = roll_of(context.procedure, rule.roll, rule.roll_switch);
  add_intervals(state, rule, asked);
  asked.query.excluded = asked.excluded;
  return asked;
}

void refresh_attention(const Context& context, const ClockRule& rule, ClockInstance& clock) {
  clock.next_on = std::nullopt;
  clock.next_at = std::nullopt;
  if (!is_alive(clock)) return;
  if (clock.status == ClockStatus::running && !rule.soft) clock.next_at = over_at(clock);
  for (const Rung& rung : rule.ladder) {
    if (!rung_applies(rule, rung, clock)) continue;
    const auto at = rung_at(context.calendar, rung, clock);
    if (!at || (clock.next_at && *clock.next_at <= *at)) continue;
    if (!clock.told.contains(rung.key)) clock.next_at = at;
  }
  if (clock.next_at) clock.next_on = clock.next_at->day;
}

void refresh_dates(const Context& context, const CaseState& state, const ClockRule& rule, ClockInstance& clock) {
  clear_dates(clock);
  if (auto asked = query_of(context, state, rule, clock)) {
    asked->query.excluded = asked->excluded;
    counted_dates(context, *asked, clock);
  } else if (clock.extended_to) {
    fixed_dates(context, rule, clock, clock.extended_to->second);
  } else if (clock.backward && clock.fixed && clock.length) {
    backward_dates(context, clock);
  } else if (clock.fixed) {
    fixed_dates(context, rule, clock, *clock.fixed);
  }
  refresh_attention(context, rule, clock);
}

}  // namespace hejie::engine
