// `hejie verify --coverage`: what of the definitions no case script touches. Runs the shipped scripts, or those named.
#pragma once

#include <iosfwd>
#include <span>
#include <string>

namespace hejie::cli {

/// @returns 0 nothing is left, 1 the list is not empty, 2 wrong usage or a bad script, 3 something cannot be read
int run_coverage(std::span<const std::string> args, std::ostream& out, std::ostream& err);

}  // namespace hejie::cli
