// Password hashing with argon2id (RFC 9106) through libsodium. Slow and hungry on purpose: the caller bounds how many
// run.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "engine/base/result.h"

namespace hejie::crypto {

struct PasswordCost {
  unsigned long long passes = 2;
  std::size_t memory_bytes = 64U << 20U;
};

/// "$argon2id$v=19$m=65536,t=2,p=1$..." @errors unavailable: no memory for it now
Result<std::string> hash_password(std::string_view password, PasswordCost cost = {});
/// True when `password` gives `hash`; false for anything malformed too. Constant time in the hash.
bool verify_password(std::string_view password, const std::string& hash);
/// True when `hash` was made with other costs and should be made again at the next log-in.
bool password_needs_rehash(const std::string& hash, PasswordCost cost = {});

/// `bytes` random bytes of the system's generator, as lower-case hex.
std::string random_hex(std::size_t bytes);

}  // namespace hejie::crypto
