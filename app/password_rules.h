// Which passwords are taken: long enough, not among those that guessers try first, without the user's own name or the
// bureau's words; and what a stricter catalog adds. Called by accounts.
#pragma once

#include <string>
#include <vector>

#include "engine/base/result.h"

namespace hejie::app {

inline constexpr std::size_t kPasswordMost = 1024;  ///< bytes; more is refused before any hashing

/// @param composed GB/T 22239-2019 8.1.4.1 a): three of lower case, upper case, digit, other
/// @returns all findings, at `path`
[[nodiscard]] std::vector<Finding> password_findings(const std::string& username, const std::string& password,
                                                     bool composed, const std::string& path = "/password");

}  // namespace hejie::app
