// `hejie calendar load FILE --data DIR [--dry-run]`: a published notice into a store; says which open dates move.
#pragma once

#include <iosfwd>
#include <span>
#include <string>

namespace hejie::cli {

int run_calendar_load(std::span<const std::string> args, std::ostream& out, std::ostream& err);

}  // namespace hejie::cli
