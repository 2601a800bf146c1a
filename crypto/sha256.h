// SHA-256 (FIPS 180-4) by OpenSSL. For content addresses, request hashes, stored session tokens and the chain of the
// log; not for passwords.
#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

namespace hejie::crypto {

using Digest = std::array<std::uint8_t, 32>;

/// Of the parts one after another, without copying them together. Any thread.
Digest sha256(std::initializer_list<std::string_view> parts);

/// 64 lower-case hex digits.
std::string sha256_hex(std::string_view bytes);

/// Lower-case hex of any bytes.
std::string to_hex(std::string_view bytes);

}  // namespace hejie::crypto
