// `hejie verify`: checks definitions and tells everything that is wrong with them.
#pragma once

#include <iosfwd>
#include <span>
#include <string>

namespace hejie::cli {

/// The verb over streams. `args` without the verb's name. @returns 0 clean (warnings allowed), 1 errors found, 2 wrong
/// usage, 3 a file or folder cannot be read
int run_verify(std::span<const std::string> args, std::ostream& out, std::ostream& err);
int verify_verb(int argc, const char* const* argv);

}  // namespace hejie::cli
