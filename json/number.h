// The exact integer a JSON number token stands for, without going through double. For the reader only.
#pragma once

#include <cstdint>
#include <expected>
#include <string_view>

namespace hejie::json {

enum class NumberFault {
  not_integer,   ///< "1.5", "1e-3"
  out_of_range,  ///< an integer outside int64
};

/// @param token a number by RFC 8259's grammar; "1.0" and "12e2" are the integers 1 and 1200.
std::expected<std::int64_t, NumberFault> exact_integer(std::string_view token);

}  // namespace hejie::json
