#include "crypto/sealing.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <memory>

#include "crypto/random.h"
#include "engine/base/check.h"
#include "engine/base/fault_controls.h"

namespace hejie::crypto {
namespace {

constexpr std::size_t kGcmNonce = 12, kGcmTag = 16;
constexpr std::size_t kSmCounter = 16, kSmTag = 32, kSmKey = 16;

using Context = std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)>;

/// Fetched once: the library would look its algorithms up by name at every use.
const EVP_CIPHER* cipher(Suite suite) {
  static const EVP_CIPHER* const kAes = EVP_CIPHER_fetch(nullptr, "AES-256-GCM", nullptr);
  static const EVP_CIPHER* const kSm4 = EVP_CIPHER_fetch(nullptr, "SM4-CTR", nullptr);
  const EVP_CIPHER* const found = suite == Suite::sm ? kSm4 : kAes;
  CHECK(found != nullptr, "OpenSSL has AES-256-GCM and SM4-CTR");
  return found;
}

const EVP_MD* digest(Suite suite) {
  static const EVP_MD* const kSha = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  static const EVP_MD* const kSm3 = EVP_MD_fetch(nullptr, "SM3", nullptr);
  const EVP_MD* const found = suite == Suite::sm ? kSm3 : kSha;
  CHECK(found != nullptr, "OpenSSL has SHA-256 and SM3");
  return found;
}

const std::uint8_t* bytes_of(std::string_view text) {
  return reinterpret_cast<const std::uint8_t*>(text.data());
}
std::uint8_t* bytes_of(std::string& text) {
  return reinterpret_cast<std::uint8_t*>(text.data());
}
int length_of(std::string_view text) {
  return static_cast<int>(text.size());
}

void must(int done) {
  CHECK(done == 1, "a cipher of OpenSSL must work");
}

std::string random_bytes(std::size_t n) {
  std::string out(n, '\0');
  fill_random({bytes_of(out), n});
  return out;
}

std::string seal_gcm(const Secret& key, std::string_view context, std::string_view plain) {
  if (HEJIE_FAULT(values_plain)) return std::string(kGcmNonce, '\0').append(plain).append(kGcmTag, '\0');
  const Context ctx(EVP_CIPHER_CTX_new(), &EVP_CIPHER_CTX_free);
  std::string out = random_bytes(kGcmNonce);
  must(EVP_EncryptInit_ex2(ctx.get(), cipher(Suite::aes), bytes_of(key.bytes()), bytes_of(out), nullptr));
  out.resize(kGcmNonce + plain.size() + kGcmTag);
  int n = 0;
  must(EVP_EncryptUpdate(ctx.get(), nullptr, &n, bytes_of(context), length_of(context)));
  must(EVP_EncryptUpdate(ctx.get(), bytes_of(out) + kGcmNonce, &n, bytes_of(plain), length_of(plain)));
  must(EVP_EncryptFinal_ex(ctx.get(), bytes_of(out) + kGcmNonce + plain.size(), &n));
  must(EVP_CIPHER_CTX_ctrl(ctx.get(), EVP_CTRL_AEAD_GET_TAG, static_cast<int>(kGcmTag),
                           bytes_of(out) + kGcmNonce + plain.size()));
  return out;
}

std::optional<std::string> open_gcm(const Secret& key, std::string_view context, std::string_view sealed) {
  const Context ctx(EVP_CIPHER_CTX_new(), &EVP_CIPHER_CTX_free);
  must(EVP_DecryptInit_ex2(ctx.get(), cipher(Suite::aes), bytes_of(key.bytes()), bytes_of(sealed), nullptr));
  const std::string_view text = sealed.substr(kGcmNonce, sealed.size() - kGcmNonce - kGcmTag);
  if (HEJIE_FAULT(values_plain)) return std::string(text);
  std::string tag(sealed.substr(sealed.size() - kGcmTag));
  std::string out(text.size(), '\0');
  int n = 0;
  must(EVP_DecryptUpdate(ctx.get(), nullptr, &n, bytes_of(context), length_of(context)));
  must(EVP_DecryptUpdate(ctx.get(), bytes_of(out), &n, bytes_of(text), length_of(text)));
  must(EVP_CIPHER_CTX_ctrl(ctx.get(), EVP_CTRL_AEAD_SET_TAG, static_cast<int>(kGcmTag), bytes_of(tag)));
  std::uint8_t rest[kGcmTag];
  if (EVP_DecryptFinal_ex(ctx.get(), rest, &n) == 1) return out;
  OPENSSL_cleanse(out.data(), out.size());
  return std::nullopt;
}

std::string run_sm4(const Secret& key, std::string_view counter, std::string_view text) {
  auto own = keyed_hash(Suite::sm, key.bytes(), "hejie encrypt");
  const Context ctx(EVP_CIPHER_CTX_new(), &EVP_CIPHER_CTX_free);
  static_assert(kSmKey <= own.size());
  must(EVP_EncryptInit_ex2(ctx.get(), cipher(Suite::sm), own.data(), bytes_of(counter), nullptr));
  OPENSSL_cleanse(own.data(), own.size());
  std::string out(text.size(), '\0');
  int n = 0;
  must(EVP_EncryptUpdate(ctx.get(), bytes_of(out), &n, bytes_of(text), length_of(text)));
  return out;
}

/// Over the length of the context as well: context and text cannot lend each other bytes.
std::string sm_tag(const Secret& key, std::string_view context, std::string_view counter_and_text) {
  const auto own = keyed_hash(Suite::sm, key.bytes(), "hejie authenticate");
  std::string message = std::to_string(context.size()) + ":";
  message.append(context).append(counter_and_text);
  const auto tag = keyed_hash(Suite::sm, {reinterpret_cast<const char*>(own.data()), own.size()}, message);
  return {reinterpret_cast<const char*>(tag.data()), tag.size()};
}

std::string seal_sm(const Secret& key, std::string_view context, std::string_view plain) {
  std::string out = random_bytes(kSmCounter);
  out += run_sm4(key, std::string_view(out).substr(0, kSmCounter), plain);
  return out + sm_tag(key, context, out);
}

std::optional<std::string> open_sm(const Secret& key, std::string_view context, std::string_view sealed) {
  const std::string_view body = sealed.substr(0, sealed.size() - kSmTag);
  const std::string tag = sm_tag(key, context, body);
  if (CRYPTO_memcmp(tag.data(), sealed.data() + body.size(), kSmTag) != 0) return std::nullopt;
  return run_sm4(key, body.substr(0, kSmCounter), body.substr(kSmCounter));
}

}  // namespace

Secret Secret::random() {
  Secret out;
  fill_random(out.bytes_);
  return out;
}

Secret::Secret(std::string_view bytes) {
  CHECK(bytes.size() == bytes_.size(), "a key has 32 bytes");
  std::copy_n(bytes_of(bytes), bytes_.size(), bytes_.begin());
}

Secret::~Secret() {
  OPENSSL_cleanse(bytes_.data(), bytes_.size());
}

std::array<std::uint8_t, 32> keyed_hash(Suite suite, std::string_view key, std::string_view message) {
  std::array<std::uint8_t, 32> out{};
  unsigned int length = 0;
  const auto* done =
      HMAC(digest(suite), key.data(), length_of(key), bytes_of(message), message.size(), out.data(), &length);
  CHECK(done != nullptr && length == out.size(), "HMAC of OpenSSL must work");
  return out;
}

std::string seal_value(Suite suite, const Secret& key, std::string_view context, std::string_view plain) {
  return suite == Suite::sm ? seal_sm(key, context, plain) : seal_gcm(key, context, plain);
}

std::optional<std::string> open_value(Suite suite, const Secret& key, std::string_view context,
                                      std::string_view sealed) {
  if (sealed.size() < sealed_size(suite, 0)) return std::nullopt;
  return suite == Suite::sm ? open_sm(key, context, sealed) : open_gcm(key, context, sealed);
}

std::size_t sealed_size(Suite suite, std::size_t plain) {
  return plain + (suite == Suite::sm ? kSmCounter + kSmTag : kGcmNonce + kGcmTag);
}

}  // namespace hejie::crypto
