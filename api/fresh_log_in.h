// Step-up: who changes another's account, roles or unit must have logged in minutes ago (ASVS 7.5.1), so that a session
// left open is not enough. Owns no time: app/accounts says what is fresh. Called by the handlers of such changes, after
// who may and before anything is changed.
#pragma once

#include <optional>

#include "api/routes.h"

namespace hejie::api {

/// 403 with the code reauth, which the pages answer by asking for the password; empty when the log-in is fresh.
[[nodiscard]] std::optional<Response> ask_fresh_log_in(const Call& call);

}  // namespace hejie::api
