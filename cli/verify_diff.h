// `hejie verify --diff OLD NEW [--data DIR]`: what changed between two sets of definitions, and which open cases of a
// store a change concerns. Cases stay pinned to their version; nothing is migrated here.
#pragma once

#include <iosfwd>
#include <span>
#include <string>

namespace hejie::cli {

/// @returns 0 no change in law, 1 changes, 2 wrong usage or definitions that do not read, 3 something cannot be read
int run_diff(std::span<const std::string> args, std::ostream& out, std::ostream& err);

}  // namespace hejie::cli
