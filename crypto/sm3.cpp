#include "crypto/sm3.h"

#include "crypto/message_digest.h"
#include "engine/base/fault_controls.h"

namespace hejie::crypto {

Digest sm3(std::initializer_list<std::string_view> parts) {
  thread_local MessageDigest digest("SM3");
  Digest out = digest.of(parts);
  if (HEJIE_FAULT(sm3_wrong)) out[0] ^= 1U;
  return out;
}

}  // namespace hejie::crypto
