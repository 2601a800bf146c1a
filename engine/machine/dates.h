// The dates of a clock instance, derived from its facts and the excluding intervals of the case, and cached in it.
// Stores no date that is not derived; decides nothing. Called when an instance starts, changes or an interval it
// listens to opens or closes.
#pragma once

#include <optional>
#include <vector>

#include "engine/machine/machine.h"

namespace hejie::engine {

/// A period query with the intervals it points to.
struct ClockQuery {
  std::vector<calendar::Interval> excluded;
  calendar::PeriodQuery query;
};

/// The query whose dates the clock has; empty for promptly, fixed and backward clocks.
[[nodiscard]] std::optional<ClockQuery> query_of(const Context& context, const CaseState& state, const ClockRule& rule,
                                                 const ClockInstance& clock);

/// Recomputes nominal, due, due_at, clear_days_due, provisional, halted, excluded_days and the next attention.
/// A date beyond the calendar is no date, provisional.
void refresh_dates(const Context& context, const CaseState& state, const ClockRule& rule, ClockInstance& clock);

/// Recomputes only next_on and next_at (a rung was told, or the status changed).
void refresh_attention(const Context& context, const ClockRule& rule, ClockInstance& clock);

/// When a rung is told: start of its day, or the minute for rungs in hours, and for "0", of an hour clock. Empty when
/// the clock has no date or the rung lies before the clock begins.
[[nodiscard]] std::optional<Moment> rung_at(const Calendar& calendar, const Rung& rung, const ClockInstance& clock);

/// First moment at which the period is over: start of the day after due, or the minute after an hour clock's end.
[[nodiscard]] std::optional<Moment> over_at(const ClockInstance& clock);

[[nodiscard]] calendar::Roll roll_of(const Procedure& procedure, RollRule rule, const std::string& roll_switch);

inline bool is_alive(const ClockInstance& clock) {
  return clock.status == ClockStatus::running || clock.status == ClockStatus::breached;
}

}  // namespace hejie::engine
