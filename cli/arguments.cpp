#include "cli/arguments.h"

#include <CLI/CLI.hpp>
#include <vector>

namespace hejie::cli {

std::optional<int> read_arguments(CLI::App& app, std::span<const std::string> args, std::ostream& out,
                                  std::ostream& err) {
  try {
    app.parse(std::vector<std::string>(args.rbegin(), args.rend()));
  } catch (const CLI::CallForHelp&) {
    out << app.help();
    return 0;
  } catch (const CLI::ParseError& error) {
    const std::string& name = app.get_name();
    err << name << ": " << error.what() << "\n见 " << name << " --help / see " << name << " --help\n";
    return 2;
  }
  return std::nullopt;
}

}  // namespace hejie::cli
