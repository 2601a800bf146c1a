// Who may correct or annul an entry: whoever may record its event in this case, or, of an answer to a request, who may
// answer it. A request that others have approved stands as they approved it, also against who asked: its approval is
// annulled first. Pure. What else speaks against it (served documents, later acts) is the engine's. Used by
// case_service.
#pragma once

#include "app/caller.h"
#include "app/case_people.h"

namespace hejie::app {

/// Why this correction or annulment is not for this caller; nothing for other acts. @pre the caller sees the case
[[nodiscard]] std::optional<engine::Rejection> check_mending(const CaseRoleRules& rules,
                                                             const engine::Procedure& procedure,
                                                             std::span<const engine::Act> acts, const Caller& caller,
                                                             const engine::Act& act);

}  // namespace hejie::app
