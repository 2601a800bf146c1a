// `hejie drill`: after a restore, or whenever the machine was away: are all clocks as they are counted again, and what
// was missed. Reads only, also beside a running server; with --keep the result is put on record, by the server when one
// holds the folder.
#pragma once

#include <iosfwd>
#include <span>
#include <string>

#include "app/drill.h"

namespace hejie::cli {

/// @returns 0 all clocks agree, 1 some do not, 2 wrong usage, 3 could not
int run_drill(std::span<const std::string> args, std::ostream& out, std::ostream& err);
int drill_verb(int argc, const char* const* argv);

}  // namespace hejie::cli
