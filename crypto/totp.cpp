#include "crypto/totp.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>

#include "engine/base/check.h"

namespace hejie::crypto {
namespace {

constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

}  // namespace

std::string base32(std::string_view bytes) {
  std::string out;
  std::uint32_t buffer = 0;
  int bits = 0;
  for (const char c : bytes) {
    buffer = buffer << 8U | static_cast<unsigned char>(c);
    for (bits += 8; bits >= 5; bits -= 5) out += kAlphabet[buffer >> (bits - 5) & 31U];
  }
  if (bits > 0) out += kAlphabet[buffer << (5 - bits) & 31U];
  return out;
}

std::optional<std::string> from_base32(std::string_view text) {
  std::string out;
  std::uint32_t buffer = 0;
  int bits = 0;
  for (const char c : text) {
    if (c == ' ' || c == '=') continue;
    const auto value = kAlphabet.find(c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c);
    if (value == std::string_view::npos) return std::nullopt;
    buffer = buffer << 5U | static_cast<std::uint32_t>(value);
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    out += static_cast<char>(buffer >> bits & 255U);
  }
  return out;
}

std::string hotp(std::string_view secret, std::int64_t counter, int digits) {
  std::array<unsigned char, 8> message{};
  for (std::size_t i = 0; i < message.size(); ++i)
    message[i] = static_cast<unsigned char>(static_cast<std::uint64_t>(counter) >> (8 * (7 - i)) & 255U);
  std::array<unsigned char, EVP_MAX_MD_SIZE> mac{};
  unsigned int size = 0;
  const auto* made = HMAC(EVP_sha1(), secret.data(), static_cast<int>(secret.size()), message.data(), message.size(),
                          mac.data(), &size);
  CHECK(made != nullptr && size == 20, "HMAC-SHA-1 of OpenSSL must work");
  const std::size_t from = mac[19] & 15U;
  std::uint32_t number = (mac[from] & 127U) << 24U | static_cast<std::uint32_t>(mac[from + 1]) << 16U |
                         static_cast<std::uint32_t>(mac[from + 2]) << 8U | mac[from + 3];
  std::string out(static_cast<std::size_t>(digits), '0');
  for (std::size_t i = out.size(); i > 0; --i, number /= 10) out[i - 1] = static_cast<char>('0' + number % 10);
  return out;
}

std::optional<std::int64_t> totp_step(std::string_view secret, std::string_view code, std::int64_t unix_seconds,
                                      std::int64_t used) {
  const std::int64_t now = unix_seconds / kTotpSeconds;
  std::optional<std::int64_t> found;
  for (std::int64_t step = now - 1; step <= now + 1; ++step) {
    if (same_secret(hotp(secret, step), code) && step > used) found = step;
  }
  return found;
}

bool same_secret(std::string_view a, std::string_view b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace hejie::crypto
