#include "json/number.h"

#include <algorithm>
#include <charconv>
#include <string>

namespace hejie::json {
namespace {

/// Far above the 19 digits of int64, so a clamped exponent can only mean "out of range" or "fraction".
constexpr std::int64_t kExponentCap = 1'000'000'000;

std::int64_t read_exponent(std::string_view text) {
  if (!text.empty() && text.front() == '+') text.remove_prefix(1);
  std::int64_t value = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  if (read.ec == std::errc::result_out_of_range) return text.front() == '-' ? -kExponentCap : kExponentCap;
  return std::clamp(value, -kExponentCap, kExponentCap);
}

}  // namespace

std::expected<std::int64_t, NumberFault> exact_integer(std::string_view token) {
  const bool negative = !token.empty() && token.front() == '-';
  if (negative) token.remove_prefix(1);
  const std::size_t e = token.find_first_of("eE");
  std::int64_t exponent = e == std::string_view::npos ? 0 : read_exponent(token.substr(e + 1));
  const std::string_view mantissa = token.substr(0, e);
  const std::size_t dot = mantissa.find('.');
  std::string digits(mantissa.substr(0, dot));
  if (dot != std::string_view::npos) {
    digits += mantissa.substr(dot + 1);
    exponent -= static_cast<std::int64_t>(mantissa.size() - dot - 1);
  }
  digits.erase(0, digits.find_first_not_of('0'));
  if (digits.empty()) return 0;
  while (exponent < 0 && digits.back() == '0') {
    digits.pop_back();
    ++exponent;
  }
  if (exponent < 0) return std::unexpected(NumberFault::not_integer);
  if (static_cast<std::int64_t>(digits.size()) + exponent > 19) return std::unexpected(NumberFault::out_of_range);
  digits.append(static_cast<std::size_t>(exponent), '0');
  if (negative) digits.insert(0, 1, '-');
  std::int64_t value = 0;
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (read.ec != std::errc{}) return std::unexpected(NumberFault::out_of_range);
  return value;
}

}  // namespace hejie::json
