// A hash of 32 bytes by OpenSSL, as SHA-256 and SM3 share it. Used by sha256.cpp and sm3.cpp.
#pragma once

#include <openssl/evp.h>

#include <initializer_list>
#include <memory>
#include <string_view>

#include "crypto/sha256.h"
#include "engine/base/check.h"

namespace hejie::crypto {

/// Kept by each thread: looking an algorithm up costs more than hashing an event.
class MessageDigest {
 public:
  /// @param name as OpenSSL has it, e.g. "SM3"
  explicit MessageDigest(const char* name)
      : algorithm_(EVP_MD_fetch(nullptr, name, nullptr), EVP_MD_free), state_(EVP_MD_CTX_new(), EVP_MD_CTX_free) {}

  /// Of the parts, one after another.
  Digest of(std::initializer_list<std::string_view> parts) {
    Digest digest{};
    unsigned int size = 0;
    int ok = EVP_DigestInit_ex2(state_.get(), algorithm_.get(), nullptr);
    for (const auto part : parts) ok &= EVP_DigestUpdate(state_.get(), part.data(), part.size());
    ok &= EVP_DigestFinal_ex(state_.get(), digest.data(), &size);
    CHECK(ok == 1 && size == digest.size(), "a hash of OpenSSL must work");
    return digest;
  }

 private:
  std::unique_ptr<EVP_MD, decltype(&EVP_MD_free)> algorithm_;
  std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> state_;
};

}  // namespace hejie::crypto
