// Money as people read it: yuan with two decimals. Amounts are fen everywhere else (ids.h).
#pragma once

#include <string>

#include "engine/base/ids.h"

namespace hejie {

/// @returns 50000001 -> "500000.01", -50 -> "-0.50"; no unit, no separators
[[nodiscard]] std::string format_yuan(Fen fen);

}  // namespace hejie
