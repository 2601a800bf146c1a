#include "cli/calendar.h"

#include <iostream>
#include <string_view>
#include <vector>

#include "cli/calendar_load.h"

namespace hejie::cli {
namespace {

void print_usage(std::ostream& to) {
  to << "hejie calendar show YEAR [--json] [--as-known DATE] [--overlay ID]   一年的放假与调休 / the days of a year\n"
        "hejie calendar load FILE --data DIR [--dry-run]   载入放假通知 / load a notice\n";
}

}  // namespace

int calendar_verb(int argc, const char* const* argv) {
  const std::vector<std::string> args(argv + 1, argv + argc);
  const std::string_view what = args.empty() ? std::string_view() : std::string_view(args.front());
  if (what == "show") return run_calendar_show(std::span(args).subspan(1), std::cout, std::cerr);
  if (what == "load") return run_calendar_load(std::span(args).subspan(1), std::cout, std::cerr);
  const bool help = what == "--help" || what == "-h";
  print_usage(help ? std::cout : std::cerr);
  return help ? 0 : 2;
}

}  // namespace hejie::cli
