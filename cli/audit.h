// `hejie audit`: takes a log out of a store, checks such a file without the store, proves single entries. The checking
// parts use the audit library alone. Exit codes as verb.h says; 1 = the log or proof does not hold.
#pragma once

#include <iosfwd>
#include <span>
#include <string>

namespace hejie::cli {

int run_audit(std::span<const std::string> args, std::ostream& out, std::ostream& err);
int audit_verb(int argc, const char* const* argv);

}  // namespace hejie::cli
