// Making a rung of a ladder, so that its names always fit its offset. Used by the reader of definitions.
#pragma once

#include "engine/model/model.h"

namespace hejie::engine {

/// @param offset in `unit`, before the due day when negative. @param to staff role
[[nodiscard]] Rung make_rung(int offset, calendar::Unit unit, std::string to);

}  // namespace hejie::engine
