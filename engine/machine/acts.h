// One act placed in time: checked and applied to a case that has been caught up to its moment. The same for live acts
// and the fold. Corrections and annulments are not placed in time: refold.h. Called by decide.cpp and refold.cpp.
#pragma once

#include "engine/machine/run.h"

namespace hejie::engine {

/// Fills what the engine gives: keys of new parties and items, the acting party when only one fits, the copy served,
/// the approvers of a completed proposal; a done act that needs approval becomes a proposal.
void normalize(const Context& context, const CaseState& state, Act& act);

/// Checks without changing anything.
[[nodiscard]] Accepted check_act(const Context& context, const CaseState& state, const Act& act);
/// Checks and applies; on refusal nothing has changed.
[[nodiscard]] Accepted perform(Run& run, const Act& act, Moment at);
/// For an act that was stored and is refused now (a late entry, correction or new calendar came before it): what was
/// done stays done as far as its event still finds a row, and is listed as irregular.
void perform_irregularly(Run& run, const Act& act, Moment at);

/// Acts that lie in time, as opposed to those that change other acts or the definition.
[[nodiscard]] bool is_placed_in_time(ActKind kind);

}  // namespace hejie::engine
