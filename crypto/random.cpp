#include "crypto/random.h"

#include <sodium.h>

#include "engine/base/check.h"

namespace hejie::crypto {

void fill_random(std::span<std::uint8_t> out) {
  static const int kReady = sodium_init();
  CHECK(kReady >= 0, "libsodium must start");
  randombytes_buf(out.data(), out.size());
}

}  // namespace hejie::crypto
