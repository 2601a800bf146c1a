// The version a write to an existing case must name.
#pragma once

#include "api/http.h"
#include "engine/base/ids.h"
#include "engine/base/result.h"

namespace hejie::api {

inline constexpr Version kNoVersion = -1;

/// A strong ETag as If-Match carries it; kNoVersion without one. @errors malformed: "*", weak, a list, not a number
[[nodiscard]] Result<Version> read_if_match(const Request& request);
/// The use case asks for a version and does not know that it comes in a header.
[[nodiscard]] Error with_place(Error error);

}  // namespace hejie::api
