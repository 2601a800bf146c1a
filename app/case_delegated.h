// Whether a delegation covers an act. Pure. Used by case_service (case_delegated.cpp has the rest) and case_view.
#pragma once

#include "app/case_cache.h"
#include "app/delegations.h"

namespace hejie::app {

/// An event, or an answer to the request for one. Services, corrections and annulments are nobody's to delegate.
[[nodiscard]] bool is_covered(const AuthorityRules& rules, const Delegation& delegation,
                              const engine::Procedure& procedure, const OpenedCase* opened, const engine::Act& act);

}  // namespace hejie::app
