// The alert rules of the set of definitions in use, with the bureau's own thresholds. Called when a server starts.
#pragma once

#include "app/definitions.h"
#include "engine/definition/alert_rules.h"

namespace hejie::app {

/// @errors invalid: what is wrong, all at once
[[nodiscard]] Result<definition::AlertRules> load_alert_rules(const Definitions& definitions);

}  // namespace hejie::app
