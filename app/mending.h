// Who may correct or annul an entry: whoever may record its event in this case, or, of an answer to a request, whoever
// may answer it; of a recall, who recalled. Power that was lent and is over lets nobody change what was done with it.
// A request that others have approved stands as they approved it, also against who asked: its approval is annulled
// first. Pure. What else speaks against it (served documents, later acts) is the engine's. Used by case_service and the
// views, so that nobody is offered what would be refused.
#pragma once

#include <set>

#include "app/caller.h"
#include "app/case_people.h"

namespace hejie::app {

/// Why this correction or annulment is not for this caller; nothing for other acts. @pre the caller sees the case
[[nodiscard]] std::optional<engine::Rejection> check_mending(const CaseRoleRules& rules,
                                                             const engine::Procedure& procedure,
                                                             std::span<const engine::Act> acts, const Caller& caller,
                                                             const engine::Act& act);

/// Versions of the entries that check_mending would let the caller correct or annul and that stand. @pre as above
[[nodiscard]] std::set<Version> mendable_by(const CaseRoleRules& rules, const engine::Procedure& procedure,
                                            std::span<const engine::Act> acts, const Caller& caller);

}  // namespace hejie::app
