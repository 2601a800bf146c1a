#include "crypto/password.h"

#include <sodium.h>

#include <array>
#include <vector>

#include "engine/base/check.h"

namespace hejie::crypto {
namespace {

void init() {
  static const bool kReady = sodium_init() >= 0;
  CHECK(kReady, "libsodium must start");
}

}  // namespace

Result<std::string> hash_password(std::string_view password, PasswordCost cost) {
  init();
  std::array<char, crypto_pwhash_STRBYTES> out{};
  if (crypto_pwhash_str_alg(out.data(), password.data(), password.size(), cost.passes, cost.memory_bytes,
                            crypto_pwhash_ALG_ARGON2ID13) != 0) {
    return fail(ErrorCode::unavailable, {"内存不足,请稍后再试", "Not enough memory right now; try again"});
  }
  return std::string(out.data());
}

bool verify_password(std::string_view password, const std::string& hash) {
  init();
  if (hash.size() >= crypto_pwhash_STRBYTES) return false;
  return crypto_pwhash_str_verify(hash.c_str(), password.data(), password.size()) == 0;
}

bool password_needs_rehash(const std::string& hash, PasswordCost cost) {
  init();
  return crypto_pwhash_str_needs_rehash(hash.c_str(), cost.passes, cost.memory_bytes) != 0;
}

std::string random_hex(std::size_t bytes) {
  init();
  std::vector<unsigned char> raw(bytes);
  randombytes_buf(raw.data(), raw.size());
  std::string out(bytes * 2 + 1, '\0');
  sodium_bin2hex(out.data(), out.size(), raw.data(), raw.size());
  out.pop_back();
  return out;
}

}  // namespace hejie::crypto
