// What a store keeps of its bureau: overlays (the texts of those read from files too), region, unit. So that verbs that
// work on the folder without its server count the same days. Written when a server starts, read by check, import, user.
#pragma once

#include <string>

#include "app/definitions.h"
#include "storage/store.h"

namespace hejie::app {

/// Writes the mark when it says something else than `settings`. @errors of the commit
Status keep_bureau(storage::Store& store, const DefinitionSettings& settings);

/// The settings a server of this store ran with last; those of the whole country when none did.
/// @errors corrupt: the mark does not read
Result<DefinitionSettings> kept_bureau(storage::Store& store, const std::string& workflows_dir);

}  // namespace hejie::app
