// `hejie diagram WORKFLOW`: a procedure as a picture.
#pragma once

#include <iosfwd>
#include <span>
#include <string>

namespace hejie::cli {

/// The verb over streams. `args` without the verb's name. @returns 0 done, 2 wrong usage or no such procedure, 3 could
/// not read or write
int run_diagram(std::span<const std::string> args, std::ostream& out, std::ostream& err);
int diagram_verb(int argc, const char* const* argv);

}  // namespace hejie::cli
