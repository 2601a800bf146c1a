// SHA-256 (FIPS 180-4) by OpenSSL. For content addresses, request hashes and stored session tokens; not for passwords.
#pragma once

#include <string>
#include <string_view>

namespace hejie::crypto {

/// 64 lower-case hex digits.
std::string sha256_hex(std::string_view bytes);

}  // namespace hejie::crypto
