// `hejie due`: one statutory date with its reasons, or a batch of them, a JSON object a line.
#pragma once

#include <iosfwd>
#include <span>
#include <string>

namespace hejie::cli {

/// The verb over streams. `args` without the verb's name. @returns 0 done, 1 a batch line was bad, 2 wrong usage or bad
/// input, 3 could not
int run_due(std::span<const std::string> args, std::ostream& out, std::ostream& err, std::istream& in);
int due_verb(int argc, const char* const* argv);

}  // namespace hejie::cli
