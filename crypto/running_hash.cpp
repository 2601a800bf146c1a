#include "crypto/running_hash.h"

#include <openssl/evp.h>

#include <array>

#include "crypto/sha256.h"
#include "engine/base/check.h"

namespace hejie::crypto {

struct RunningHash::State {
  std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context{EVP_MD_CTX_new(), EVP_MD_CTX_free};
};

RunningHash::RunningHash() : state_(std::make_unique<State>()) {
  const int done = EVP_DigestInit_ex2(state_->context.get(), EVP_sha256(), nullptr);
  CHECK(done == 1, "SHA-256 of OpenSSL must work");
}
RunningHash::~RunningHash() = default;
RunningHash::RunningHash(RunningHash&&) noexcept = default;
RunningHash& RunningHash::operator=(RunningHash&&) noexcept = default;

void RunningHash::take(std::string_view piece) {
  const int done = EVP_DigestUpdate(state_->context.get(), piece.data(), piece.size());
  CHECK(done == 1, "SHA-256 of OpenSSL must work");
}

std::string RunningHash::finish_hex() {
  Digest digest{};
  unsigned int size = 0;
  const int done = EVP_DigestFinal_ex(state_->context.get(), digest.data(), &size);
  CHECK(done == 1 && size == digest.size(), "SHA-256 of OpenSSL must work");
  return to_hex({reinterpret_cast<const char*>(digest.data()), digest.size()});
}

}  // namespace hejie::crypto
