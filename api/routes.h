// The table of routes and what stands before every handler: method, session, origin, content type, query names.
// Called by the server for each request; tests call dispatch() directly.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "api/http.h"
#include "api/services.h"
#include "app/caller.h"

namespace hejie::api {

enum class Access {
  open,     ///< no session needed
  session,  ///< any account
  local     ///< loopback without a session; elsewhere a session with the role system_admin
};

/// A request that passed the gate.
struct Call {
  const Request& request;
  Services& services;
  app::Caller caller;             ///< empty for Access::open
  std::string token;              ///< session token used; "" = none
  std::vector<std::string> path;  ///< values of {…} in order
};

struct Route {
  std::string_view method;
  std::string_view path;  ///< below /api/v1, e.g. "/cases/{id}/events"
  Access access = Access::session;
  bool at_root = false;    ///< also served without /api/v1
  bool keyed = false;      ///< needs Idempotency-Key always; where a dry run may be asked for, the handler checks it
  std::string_view query;  ///< names allowed, separated by spaces
  Response (*handle)(const Call& call) = nullptr;
  std::string_view operation;  ///< operationId in the OpenAPI document
};

std::span<const Route> routes();

[[nodiscard]] bool is_write(std::string_view method);

/// 400 unless the request carries one well-formed Idempotency-Key.
[[nodiscard]] std::optional<Response> check_key(const Request& request);

/// Everything from the session to the answer. Any thread.
Response dispatch(const Request& request, Services& services);

}  // namespace hejie::api
