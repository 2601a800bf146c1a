// Holds: taken, released, left behind. They bind people, not time; time stops for clocks that exclude them. Called by
// effects, moves, and by rows.cpp, which asks whether a hold forbids an event.
#pragma once

#include "engine/machine/clocks.h"

namespace hejie::engine {

/// Releases the oldest of each named hold; adds {released: hold} to what clocks hear.
void release_holds(Run& run, const std::vector<std::string>& holds, Date on, Version act,
                   std::vector<Happening>& happenings);
void take_holds(Run& run, const std::vector<std::string>& holds, Date on);
/// Ends holds that do not live in the state just entered.
void leave_holds(Run& run, Date on);
/// A hold that is on and does not allow the event; null when all allow it.
[[nodiscard]] const Hold* forbidding_hold(const Procedure& procedure, const CaseState& state, std::string_view event);
[[nodiscard]] bool is_on(const CaseState& state, std::string_view hold);

}  // namespace hejie::engine
