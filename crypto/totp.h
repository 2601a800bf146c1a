// Time-based one-time passwords (RFC 6238, HMAC-SHA-1, six digits, steps of 30 seconds) and base32 (RFC 4648) for their
// secrets. Reads no clock: the caller gives the time and remembers which step was used. Called by app.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace hejie::crypto {

inline constexpr std::int64_t kTotpSeconds = 30;

[[nodiscard]] std::string base32(std::string_view bytes);  ///< upper case, without padding
/// Empty for what is not base32; letters of either case, spaces and padding left out.
[[nodiscard]] std::optional<std::string> from_base32(std::string_view text);

/// HOTP of RFC 4226 with `digits` digits, at most 9.
[[nodiscard]] std::string hotp(std::string_view secret, std::int64_t counter, int digits = 6);

/// The step whose code this is: now, one before or one after, later than `used`. Empty when none is. Constant time in
/// the code.
[[nodiscard]] std::optional<std::int64_t> totp_step(std::string_view secret, std::string_view code,
                                                    std::int64_t unix_seconds, std::int64_t used);

/// Same length and bytes, in a time that does not tell where they differ.
[[nodiscard]] bool same_secret(std::string_view a, std::string_view b);

}  // namespace hejie::crypto
