// Entering and leaving states. Called by effects.cpp.
#pragma once

#include "engine/machine/clocks.h"

namespace hejie::engine {

/// Ends the interval of the old state, then clocks, holds and proposals that do not live in the new one; clocks started
/// by entering start. "" and the present state: stays.
void move_state(Run& run, const std::string& to, Date on, Version act, const Scope& scope);

}  // namespace hejie::engine
