// `hejie calendar show|load`: the days of a year; a notice loaded into a store (calendar_load).
#pragma once

#include <iosfwd>
#include <span>
#include <string>

namespace hejie::cli {

int run_calendar_show(std::span<const std::string> args, std::ostream& out, std::ostream& err);
int calendar_verb(int argc, const char* const* argv);

}  // namespace hejie::cli
