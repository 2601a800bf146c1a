// What a decision adds to the ledger beyond the rungs the engine told: how long a rung waits for an answer, and a word
// to whoever was told a day that is no longer true. Pure. Used by commit_builder.
#pragma once

#include "engine/calendar/calendar.h"
#include "engine/definition/alert_rules.h"
#include "engine/machine/machine.h"
#include "storage/commit.h"

namespace hejie::app {

/// Rung of a row that says the date moved; its `due` is the new day.
inline constexpr const char* kMoved = "moved";
/// The date is open: an exclusion runs. `due` is the day told before.
inline constexpr const char* kHalted = "halted";
/// The clock no longer runs. `due` is the day told before.
inline constexpr const char* kWithdrawn = "withdrawn";

/// Kind of the kept record of rungs that were left out.
inline constexpr const char* kLeftOut = "left_out";

/// The moment at which the next in line is told; empty when the rung comes too early for that or nobody comes next.
/// @param hour_clock the clock is counted in hours
[[nodiscard]] std::optional<Moment> waits_until(const definition::EscalationRules& rules,
                                                const calendar::Calendar& calendar, const std::string& rung,
                                                const std::string& to, bool hour_clock, Moment now);

/// Is the clock of this rung counted in hours?
[[nodiscard]] bool is_hour_clock(const engine::CaseState& state, const engine::AlertTold& told);

/// One row for each recipient of a rung that is superseded, unless the same decision tells that recipient the new day.
[[nodiscard]] std::vector<storage::NewAlert> changes_told(const CaseId& id, const engine::Effects& effects,
                                                          const engine::CaseState& after, Date today);

}  // namespace hejie::app
