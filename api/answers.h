// The two plainest answers of a handler. Errors are in problem.h.
#pragma once

#include <string>

#include "api/http.h"

namespace hejie::api {

/// 200 with a JSON body.
[[nodiscard]] Response ok(std::string body);
/// 204
[[nodiscard]] Response done();

}  // namespace hejie::api
