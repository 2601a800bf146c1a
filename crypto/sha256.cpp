#include "crypto/sha256.h"

#include <openssl/evp.h>

#include <memory>

#include "engine/base/check.h"

namespace hejie::crypto {
namespace {

struct Context {
  // Fetched once: looking the algorithm up costs more than hashing an event.
  std::unique_ptr<EVP_MD, decltype(&EVP_MD_free)> algorithm{EVP_MD_fetch(nullptr, "SHA256", nullptr), EVP_MD_free};
  std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> state{EVP_MD_CTX_new(), EVP_MD_CTX_free};
};

}  // namespace

Digest sha256(std::initializer_list<std::string_view> parts) {
  thread_local Context context;
  Digest digest{};
  unsigned int size = 0;
  int ok = EVP_DigestInit_ex2(context.state.get(), context.algorithm.get(), nullptr);
  for (const auto part : parts) ok &= EVP_DigestUpdate(context.state.get(), part.data(), part.size());
  ok &= EVP_DigestFinal_ex(context.state.get(), digest.data(), &size);
  CHECK(ok == 1 && size == digest.size(), "SHA-256 of OpenSSL must work");
  return digest;
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
