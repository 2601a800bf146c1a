// The staff's pages as shipped in the binary (web/dist): which file answers a path, with its cache and safety headers.
// Not the API and not a template engine. Called by routes.cpp for every GET that is no route.
#pragma once

#include <optional>

#include "api/http.h"

namespace hejie::api {

/// The file at this path, or the first page for an address that a page draws itself ("/cases/c_1"). Empty for anything
/// that is neither: the caller answers 404. In a build without pages, browsers get a page that says how to build them.
[[nodiscard]] std::optional<Response> page_answer(const Request& request);

}  // namespace hejie::api
