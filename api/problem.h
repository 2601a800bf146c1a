// Problem details (RFC 9457): the one form of every error answer, in the language asked for.
#pragma once

#include <string>
#include <string_view>

#include "api/http.h"
#include "engine/base/result.h"
#include "engine/machine/machine.h"

namespace hejie::api {

/// status, stable code and words; `type` is "/problems/<code>".
[[nodiscard]] Response problem(const Request& request, int status, std::string_view code, const Text& detail,
                               const std::vector<Finding>& findings = {});
/// An Error of the layers below, with the status its code stands for.
[[nodiscard]] Response problem(const Request& request, const Error& error);
/// A refusal by rule: 409, or 403 when it is about authority.
[[nodiscard]] Response problem(const Request& request, const engine::Rejection& rejection, bool authority);

[[nodiscard]] int status_of(ErrorCode code);
[[nodiscard]] std::string_view code_of(ErrorCode code);

/// The code in the body of a problem that was stored; "" = there is none.
[[nodiscard]] std::string code_in(const std::string& body);

}  // namespace hejie::api
