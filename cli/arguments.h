// Reads the arguments of a verb that writes to given streams. One wording for help and wrong usage. Used by the verbs.
#pragma once

#include <CLI/App.hpp>
#include <optional>
#include <ostream>
#include <span>
#include <string>

namespace hejie::cli {

/// The exit code when there is nothing more to do: 0 after --help (printed on `out`), 2 for wrong usage (what is wrong
/// and where to look, on `err`); nothing when the verb goes on. @param args without the verb @pre app has its name
[[nodiscard]] std::optional<int> read_arguments(CLI::App& app, std::span<const std::string> args, std::ostream& out,
                                                std::ostream& err);

}  // namespace hejie::cli
