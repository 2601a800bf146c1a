// Password hashing with argon2id (RFC 9106) through libsodium, by national algorithms with HMAC-SM3 under a key of the
// server as an outer layer. Slow and hungry on purpose: the caller bounds how many run.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "crypto/sealing.h"
#include "engine/base/result.h"

namespace hejie::crypto {

struct PasswordCost {
  unsigned long long passes = 2;
  std::size_t memory_bytes = 64U << 20U;
};

/// Key of the outer layer (Vault::password_seal): who has the store alone cannot even try passwords.
struct PasswordSeal {
  std::string key_id;  ///< fingerprint of the key file; stands in the hash
  Secret secret;
};

/// "$argon2id$v=19$m=65536,t=2,p=1$SALT$HASH"; with a seal "$argon2id-hmac-sm3$v=19$m=65536,t=2,p=1$k=KEY$SALT$MAC".
/// @errors unavailable: no memory for it now
Result<std::string> hash_password(std::string_view password, PasswordCost cost = {},
                                  const PasswordSeal* seal = nullptr);
/// True when `password` gives `hash`, of whichever form; false for anything malformed too. Constant time in the hash.
/// @errors unavailable: its outer layer is by a key that is not `seal`
Result<bool> verify_password(std::string_view password, const std::string& hash, const PasswordSeal* seal = nullptr);
/// True when `hash` was made with other costs or is of the other form, and should be made again at the next log-in.
bool password_needs_rehash(const std::string& hash, PasswordCost cost = {}, const PasswordSeal* seal = nullptr);

/// `bytes` random bytes of the system's generator, as lower-case hex.
std::string random_hex(std::size_t bytes);

}  // namespace hejie::crypto
