#include "crypto/sha256.h"

#include "crypto/message_digest.h"

namespace hejie::crypto {

Digest sha256(std::initializer_list<std::string_view> parts) {
  thread_local MessageDigest digest("SHA256");
  return digest.of(parts);
}

std::string to_hex(std::string_view bytes) {
  static constexpr char kHex[] = "0123456789abcdef";
  std::string out;
  out.reserve(2 * bytes.size());
  for (const char one : bytes) {
    const auto byte = static_cast<unsigned char>(one);
    out.push_back(kHex[byte >> 4U]);
    out.push_back(kHex[byte & 15U]);
  }
  return out;
}

std::string sha256_hex(std::string_view bytes) {
  const Digest digest = sha256({bytes});
  return to_hex({reinterpret_cast<const char*>(digest.data()), digest.size()});
}

}  // namespace hejie::crypto
