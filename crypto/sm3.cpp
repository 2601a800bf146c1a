#include "crypto/sm3.h"

#include <openssl/evp.h>

#include <memory>

#include "engine/base/check.h"
#include "engine/base/fault_controls.h"

namespace hejie::crypto {
namespace {

struct Context {
  // Fetched once: looking the algorithm up costs more than hashing an event.
  std::unique_ptr<EVP_MD, decltype(&EVP_MD_free)> algorithm{EVP_MD_fetch(nullptr, "SM3", nullptr), EVP_MD_free};
  std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> state{EVP_MD_CTX_new(), EVP_MD_CTX_free};
};

}  // namespace

Digest sm3(std::initializer_list<std::string_view> parts) {
  thread_local Context context;
  Digest digest{};
  unsigned int size = 0;
  int ok = EVP_DigestInit_ex2(context.state.get(), context.algorithm.get(), nullptr);
  for (const auto part : parts) ok &= EVP_DigestUpdate(context.state.get(), part.data(), part.size());
  ok &= EVP_DigestFinal_ex(context.state.get(), digest.data(), &size);
  CHECK(ok == 1 && size == digest.size(), "SM3 of OpenSSL must work");
  if (HEJIE_FAULT(sm3_wrong)) digest[0] ^= 1U;
  return digest;
}

}  // namespace hejie::crypto
