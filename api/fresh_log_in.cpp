#include "api/fresh_log_in.h"

#include "api/problem.h"
#include "app/accounts.h"

namespace hejie::api {

std::optional<Response> ask_fresh_log_in(const Call& call) {
  const auto fresh = call.services.accounts.check_fresh(call.caller);
  if (fresh) return std::nullopt;
  return problem(call.request, 403, "reauth", fresh.error().message);
}

}  // namespace hejie::api
