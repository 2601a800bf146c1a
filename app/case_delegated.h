// Whether a delegation covers an act. Pure. Used by case_service (case_delegated.cpp has the rest) and case_view.
#pragma once

#include "app/case_cache.h"
#include "app/delegations.h"

namespace hejie::app {

/// An event, or an answer to the request for one. Services, corrections and annulments are nobody's to delegate.
[[nodiscard]] bool is_covered(const AuthorityRules& rules, const Delegation& delegation,
                              const engine::Procedure& procedure, const OpenedCase* opened, const engine::Act& act);

/// Is the event, or an answer to any open request, worth offering to who acts in this role?
[[nodiscard]] bool is_offered(const AuthorityRules& rules, const Delegation& delegation, const std::string& role,
                              const OpenedCase& opened, const std::string& event);

}  // namespace hejie::app
