// What internal control wants to see of a decision: late entries, corrections, what was carried through against its
// ground, extensions in the last days, approvals within a minute. Each is kept in the deciding transaction (kept_row.h,
// kind "exception"). Pure. Used by commit_builder; read by control_desk.h.
#pragma once

#include <functional>

#include "engine/calendar/calendar.h"
#include "engine/definition/control_rules.h"
#include "engine/machine/machine.h"
#include "storage/commit.h"

namespace hejie::app {

/// Subjects of kept exceptions, in the order they are shown.
inline constexpr const char* kLateEntry = "late_entry";
inline constexpr const char* kCorrection = "correction";
inline constexpr const char* kAnnulment = "annulment";
inline constexpr const char* kOverride = "override";
inline constexpr const char* kLastDays = "extended_in_last_days";
inline constexpr const char* kQuickApproval = "quick_approval";
inline constexpr const char* kDelegated = "delegated";                     ///< done with the power of another
inline constexpr const char* kIncompleteDocument = "incomplete_document";  ///< found by served_papers.h
inline constexpr const char* kBreakGlass = "break_glass";                  ///< kept by break_glass.h

struct ExceptionsInput {
  const definition::ControlRules& rules;
  const calendar::Calendar& calendar;
  const engine::Procedure& procedure;
  const engine::CaseState& before;
  const engine::CaseState& after;
  const std::vector<engine::CaseEvent>& events;  ///< stored by this decision
  Instant now{};
  /// When an entry of the case was recorded; asked only where an approval must say how soon it came.
  std::function<std::optional<Instant>(Version)> recorded_at;
};

void add_exceptions(const ExceptionsInput& input, storage::Commit& commit);

}  // namespace hejie::app
