// What differs between a case as it was derived and as it is derived now. Called by revise.cpp only.
#pragma once

#include "engine/machine/refold.h"

namespace hejie::engine {

/// Dates moved, occurrences gone and new, state before and after.
[[nodiscard]] Rederived difference(const CaseState& before, const CaseState& after,
                                   const std::vector<CaseEvent>& events_before,
                                   const std::vector<CaseEvent>& events_after);
[[nodiscard]] bool is_empty(const Rederived& difference);

/// Effects to be carried out now: what is new. Told alerts that are no longer true are superseded; opened cases and
/// told milestones whose ground is gone become basis_gone.
[[nodiscard]] Effects effects_between(const CaseState& before, const CaseState& after, const Effects& effects_before,
                                      const Effects& effects_after, Date on);

/// Occurrences that can be read off the two states alone (new calendar: the way to the old state is not known).
[[nodiscard]] std::vector<CaseEvent> endings_of(const CaseState& state);

}  // namespace hejie::engine
