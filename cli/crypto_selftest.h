// `hejie crypto-selftest`: do the algorithms of this machine give their published answers?
#pragma once

#include <iosfwd>
#include <span>
#include <string>

namespace hejie::cli {

/// @returns 0 all do; 1 some do not; 2 wrong usage
int run_crypto_selftest(std::span<const std::string> args, std::ostream& out, std::ostream& err);
int crypto_selftest_verb(int argc, const char* const* argv);

}  // namespace hejie::cli
