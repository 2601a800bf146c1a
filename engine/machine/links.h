// Linked cases as seen from inside one case: what an event opens, signals or adopts, and what a link reports back. The
// cases themselves are joined in cascade.cpp. Called by effects.cpp and acts.cpp.
#pragma once

#include "engine/machine/effects.h"

namespace hejie::engine {

/// opens, signals, adopts of the row, as effects.
void links_of(Run& run, const Call& call, const Scope& scope);
/// An act `linked`: keeps the link, opens the interval link:<kind>.
void apply_linked(Run& run, const Act& act);
/// An act `link_outcome`: keeps the milestone, closes the interval, wakes clocks that listen to it.
void apply_link_outcome(Run& run, const Act& act);
[[nodiscard]] LinkState* find_link(CaseState& state, const LinkInput& link);
[[nodiscard]] const LinkState* find_link(const CaseState& state, const LinkInput& link);

}  // namespace hejie::engine
