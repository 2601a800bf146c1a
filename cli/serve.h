// `hejie serve`: the server on a data folder. `hejie demo` shares its options and its way to stop.
#pragma once

#include <string>

#include "cli/server_app.h"
#include "cli/settings.h"
#include "engine/base/result.h"

namespace hejie::cli {

/// Options of the server from settings. @errors invalid: an address, a number; plain HTTP off loopback
Result<AppOptions> app_options(const Settings& settings);

/// How long requests in hand may take after SIGTERM.
inline constexpr int kStopSeconds = 4;

int run_serve(int argc, const char* const* argv);

}  // namespace hejie::cli
