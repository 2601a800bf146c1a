// `hejie serve`: the server on a data folder. `hejie demo` shares its options and its way to stop.
#pragma once

#include <string>

#include "cli/server_app.h"
#include "cli/settings.h"
#include "engine/base/result.h"

namespace hejie::cli {

/// Options of the server from settings. @errors invalid: an address, a number; plain HTTP off loopback
Result<AppOptions> app_options(const Settings& settings);

/// Writes an error to stderr: what, where, what to do. @returns the exit code it stands for (2 bad input, 3 could not)
int report(const Error& error, bool english);

int run_serve(int argc, const char* const* argv);

}  // namespace hejie::cli
