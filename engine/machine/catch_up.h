// What falls due by itself: deemed services, expiries, breaches, rungs, in their order. Called before every act, by
// tick and by the fold.
#pragma once

#include "engine/machine/run.h"

namespace hejie::engine {

/// Everything up to the start of `until` (rungs of until.day included). Order: moment; deemed service, expiry, rung;
/// clock order in the file; party key; instance. `through` moves to `until`.
void catch_up(Run& run, Moment until);

/// Keeps of the alerts told on the way only those still true, the highest rung for each recipient.
void collapse_alerts(const CaseState& state, Effects& effects);

}  // namespace hejie::engine
