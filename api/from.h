// Where a request comes from, as accounts and their log want to know it. Called by what stands before the handlers and
// by those of accounts.
#pragma once

#include "api/http.h"
#include "app/accounts.h"

namespace hejie::api {

[[nodiscard]] inline app::Accounts::From from_of(const Request& request) {
  return {request.peer, request.request_id, request.certificate.fingerprint, request.certificate.fault};
}

}  // namespace hejie::api
