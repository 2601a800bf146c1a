// `hejie keys show|change`: the key file by which personal data is sealed. Changing keys wraps every value's own key
// again and takes the old key out of the file; no server may run meanwhile. Exit codes as verb.h says.
#pragma once

#include <iosfwd>
#include <span>
#include <string>

namespace hejie::cli {

int run_keys(std::span<const std::string> args, std::ostream& out, std::ostream& err);
int keys_verb(int argc, const char* const* argv);

}  // namespace hejie::cli
