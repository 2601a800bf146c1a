// Can two guards be true at once? Enumerates what they read: all values of facts, one value on each side of a bound,
// the answers of clocks, services and counts. Internal to engine/definition.
#pragma once

#include "engine/model/model.h"

namespace hejie::definition {

enum class Overlap {
  never,     ///< proven: no values make both true
  exact,     ///< values of facts, standings and switches make both true
  possible,  ///< both are true for some answers of clocks, days or counts, which may exclude each other in truth
  too_many   ///< too many values to try
};

[[nodiscard]] Overlap overlap(const engine::Procedure& procedure, const engine::Condition& left,
                              const engine::Condition& right);

}  // namespace hejie::definition
