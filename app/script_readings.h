// The definitions a story runs on when it takes other readings of disputed texts than the shipped ones. Changes nothing
// in the definitions given. Called by run_story.
#pragma once

#include <memory>

#include "app/definitions.h"
#include "app/script.h"

namespace hejie::app {

/// The same files (of the folder `definitions` was read from, or the shipped ones) with other values of switches.
/// @errors not_found: no such procedure or switch; invalid: not one of its options, or the files do not read
[[nodiscard]] Result<std::unique_ptr<Definitions>> with_readings(const Definitions& definitions,
                                                                 const Readings& readings);

}  // namespace hejie::app
