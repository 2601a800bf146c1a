// The key `roll` of clocks and modes of service. Internal to engine/definition.
#pragma once

#include "engine/definition/read/fields.h"

namespace hejie::definition {

/// "forward", "none", "back" or {"switch": id} (true = forward, false = none). Absent: by the unit.
void read_roll(Context& context, Fields& fields, engine::RollRule& rule, std::string& switch_id);

}  // namespace hejie::definition
