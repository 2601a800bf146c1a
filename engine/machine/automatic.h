// Events that happen by law once their guard is true. Called after every act and occurrence.
#pragma once

#include "engine/machine/run.h"

namespace hejie::engine {

/// Firings in a row; a definition that needs more does not settle (a check finds it) and is cut off here.
inline constexpr int kMaxAutomatic = 12;

/// In file order, the first that applies and changes something, again until none does. With `each` all parties of the
/// role for whom it is true fire in one round.
void fire_automatic(Run& run, Date on, std::optional<int> minute);

}  // namespace hejie::engine
