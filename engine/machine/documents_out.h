// Documents an event issues: to whom, which copy. Service is in service.h. Called by effects.cpp.
#pragma once

#include "engine/machine/effects.h"

namespace hejie::engine {

/// One copy number for each issue; a new issue of the same document needs a new service.
void issue_documents(Run& run, const Call& call, const Scope& scope);

}  // namespace hejie::engine
