// Open requests of one case as people see them: what is asked, by whom, who is to answer, and what the one who looks
// may say to it. Judges nothing: the engine says who may answer. Called by case_view.cpp.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "app/case_service.h"
#include "storage/snapshot.h"

namespace hejie::app {

/// May the caller use this role of his for an event of the case? Always, unless he acts under a delegation.
using Covered = std::function<bool(const std::string& role, const std::string& event)>;

/// @param today day on which `caller` would answer; empty for a look at the past, where nobody can
[[nodiscard]] Result<std::vector<ProposalView>> view_proposals(storage::Snapshot& snapshot,
                                                               const engine::Context& context,
                                                               const engine::CaseState& state, const Caller& caller,
                                                               std::optional<Date> today, const Covered& covered);

}  // namespace hejie::app
