// The sector that a story of the demonstration speaks of, read from its words, so that figures by sector show
// something. Guesses nothing about real cases: those get their sector at the window. Called by demo_bureau.
#pragma once

#include "app/script.h"
#include "engine/model/model.h"

namespace hejie::app {

/// The same story, its first step with a sector, where the procedure takes one there and the story gives none.
/// @param turn spreads the stories whose words say nothing over the common sectors
[[nodiscard]] Script with_sector(Script script, const engine::Procedure& procedure, std::size_t turn);

}  // namespace hejie::app
