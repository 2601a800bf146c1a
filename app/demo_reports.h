// Special reports of the demonstration's open group events: the stories ran where nobody is told, so the recipients are
// told once they stand in the bureau's own store. Called by demo_bureau.
#pragma once

#include "app/definitions.h"
#include "storage/store.h"

namespace hejie::app {

/// @errors those of load_alert_rules and of the store
[[nodiscard]] Status tell_demo_reports(storage::Store& store, const Definitions& definitions, Instant now);

}  // namespace hejie::app
