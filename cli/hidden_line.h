// A password from the terminal, or from standard input when that is no terminal. Used by user, review.
#pragma once

#include <string>

namespace hejie::cli {

/// A line of the terminal without showing it.
[[nodiscard]] std::string ask_hidden(const char* prompt);

}  // namespace hejie::cli
