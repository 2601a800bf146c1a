// What must hold of any case at any time, whatever was done in it. Each says in words what is broken, or nothing.
#pragma once

#include <optional>
#include <string>

#include "engine/machine/machine.h"

namespace hejie::engine::properties {

using Broken = std::optional<std::string>;

/// The fold of the acts is the state reached step by step.
[[nodiscard]] Broken fold_equals_state(const Context& context, const CaseFile& file);
/// What is derived in each open clock comes out again when it is computed from the facts of the clock.
[[nodiscard]] Broken dates_follow_from_facts(const Context& context, const CaseFile& file);
/// The trace of each open date ends with it, and counting day by day, by other code, comes to the same day.
[[nodiscard]] Broken dates_explain_themselves(const Context& context, const CaseFile& file);
/// No date is earlier than it would be had nothing been suspended; a halted clock has none.
[[nodiscard]] Broken suspension_lengthens(const Context& context, const CaseFile& file);
/// What one party did, or was served, leaves the clocks of others with the same role as they were, unless the case
/// moved on, something was suspended or taken up again, or an automatic event followed.
/// @param before the state caught up to the moment of the act
[[nodiscard]] Broken parties_are_independent(const Context& context, const CaseState& before, const Decision& decision);

/// All of the above but the last.
[[nodiscard]] Broken broken_property(const Context& context, const CaseFile& file);

}  // namespace hejie::engine::properties
