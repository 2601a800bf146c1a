#include "crypto/message_digest.h"

#include <openssl/evp.h>

#include "engine/base/check.h"

namespace hejie::crypto {

struct MessageDigest::Impl {
  std::unique_ptr<EVP_MD, decltype(&EVP_MD_free)> algorithm;
  std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> state;
};

MessageDigest::MessageDigest(const char* name)
    : impl_(new Impl{{EVP_MD_fetch(nullptr, name, nullptr), EVP_MD_free}, {EVP_MD_CTX_new(), EVP_MD_CTX_free}}) {}

MessageDigest::~MessageDigest() = default;

Digest MessageDigest::of(std::initializer_list<std::string_view> parts) {
  EVP_MD_CTX* const state = impl_->state.get();
  Digest digest{};
  unsigned int size = 0;
  int ok = EVP_DigestInit_ex2(state, impl_->algorithm.get(), nullptr);
  for (const auto part : parts) ok &= EVP_DigestUpdate(state, part.data(), part.size());
  ok &= EVP_DigestFinal_ex(state, digest.data(), &size);
  CHECK(ok == 1 && size == digest.size(), "a hash of OpenSSL must work");
  return digest;
}

}  // namespace hejie::crypto
