// HMAC-SHA256 (RFC 2104, FIPS 198-1) and Base64 (RFC 4648, section 4) by OpenSSL, for signing messages. Not for
// passwords.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace hejie::crypto {

/// 32 raw bytes.
[[nodiscard]] std::string hmac_sha256(std::string_view key, std::string_view message);
/// With padding, in one line.
[[nodiscard]] std::string base64(std::string_view bytes);
/// Empty when it is not Base64 with its padding.
[[nodiscard]] std::optional<std::string> from_base64(std::string_view text);

}  // namespace hejie::crypto
