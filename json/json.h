// Reading and writing JSON without surprises. Only *.cpp files that need the values include <nlohmann/json.hpp>.
#pragma once

#include <cstddef>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "engine/base/result.h"

namespace hejie::json {

struct Limits {
  std::size_t bytes = 1U << 20U;  ///< size before parsing
  int depth = 64;
};

/// Parses strict JSON (RFC 8259) keeping the order of keys.
/// @errors malformed (path = JSON pointer where reading stopped): not JSON, bad UTF-8, duplicate key, deeper than
///   `depth`, integer outside int64, a number with fraction or exponent that is not an integer ("integers only"),
///   NUL or lone surrogate. too_large: more than `bytes`.
Result<nlohmann::ordered_json> parse(std::string_view text, Limits limits = {});

/// Compact text; invalid UTF-8 is replaced, never thrown.
std::string dump(const nlohmann::ordered_json& value);
std::string dump_pretty(const nlohmann::ordered_json& value);

/// The one canonical byte form a hash can cover: keys sorted by code unit at every level, no white space, strings in
/// Unicode NFC, integers only (a floating number is a bug and CHECKs). Compare RFC 8785.
std::string canonical(const nlohmann::ordered_json& value);

/// NFC of valid UTF-8; invalid UTF-8 gives malformed.
Result<std::string> nfc(std::string_view text);

/// Reference token of a JSON pointer (RFC 6901): "/" and "~" escaped.
std::string pointer(std::string_view base, std::string_view token);
std::string pointer(std::string_view base, std::size_t index);

}  // namespace hejie::json
