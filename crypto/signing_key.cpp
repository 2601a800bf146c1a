#include "crypto/signing_key.h"

#include <fcntl.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <openssl/pem.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <optional>

#include "crypto/sm3.h"
#include "engine/base/check.h"

namespace hejie::crypto {
namespace {

using KeyPointer = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using KeyContext = std::unique_ptr<EVP_PKEY_CTX, decltype(&EVP_PKEY_CTX_free)>;
using Context = std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)>;
using Signature = std::unique_ptr<ECDSA_SIG, decltype(&ECDSA_SIG_free)>;
using File = std::unique_ptr<std::FILE, decltype(&std::fclose)>;

constexpr std::size_t kSignatureBytes = 64;
constexpr int kNumberBytes = 32;  ///< r or s of SM2
/// GB/T 35276: the id of a signer who has none of its own.
constexpr std::string_view kSignerId = "1234567812345678";

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}
unsigned char* bytes_of(std::string& text) {
  return reinterpret_cast<unsigned char*>(text.data());
}

std::unexpected<Error> not_a_key(const std::string& what) {
  return fail(ErrorCode::invalid,
              {what + " 不是 Ed25519 或 SM2 密钥(PEM)", what + " is not an Ed25519 or SM2 key (PEM)"});
}

KeyPointer read_pem(const std::string& path, bool secret) {
  const File file(std::fopen(path.c_str(), "re"), std::fclose);
  EVP_PKEY* key = nullptr;
  if (file) {
    key = secret ? PEM_read_PrivateKey(file.get(), nullptr, nullptr, nullptr)
                 : PEM_read_PUBKEY(file.get(), nullptr, nullptr, nullptr);
  }
  return {key, EVP_PKEY_free};
}

std::optional<SignatureKind> kind_of(const EVP_PKEY* key) {
  if (key == nullptr) return std::nullopt;
  if (EVP_PKEY_is_a(key, "ED25519") == 1) return SignatureKind::ed25519;
  if (EVP_PKEY_is_a(key, "SM2") == 1) return SignatureKind::sm2;
  return std::nullopt;
}

template <typename Write>
Status write_new(const std::string& path, mode_t mode, Write write) {
  const int descriptor = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
  const File file(descriptor < 0 ? nullptr : ::fdopen(descriptor, "w"),
                  [](std::FILE* f) { return f ? std::fclose(f) : 0; });
  const bool done = file && write(file.get()) == 1 && std::fflush(file.get()) == 0 && ::fsync(descriptor) == 0;
  if (done) return {};
  return fail(ErrorCode::io, {"不能写入密钥文件 " + path, "Cannot write the key file " + path});
}

KeyPointer sm2_point(std::string_view point) {
  const KeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, "SM2", nullptr), EVP_PKEY_CTX_free);
  std::string copy(point);
  std::string group = "SM2";
  std::array params{OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, group.data(), group.size()),
                    OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, copy.data(), copy.size()),
                    OSSL_PARAM_construct_end()};
  EVP_PKEY* key = nullptr;
  if (EVP_PKEY_fromdata_init(context.get()) == 1)
    (void)EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, params.data());
  return {key, EVP_PKEY_free};
}

/// r and s as two numbers of one length, so that every signature has 64 bytes and one form.
std::string numbers_of(std::string_view der) {
  const unsigned char* at = bytes_of(der);
  const Signature pair(d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(der.size())), ECDSA_SIG_free);
  CHECK(pair != nullptr, "OpenSSL reads its own signature");
  std::string out(kSignatureBytes, '\0');
  const int r = BN_bn2binpad(ECDSA_SIG_get0_r(pair.get()), bytes_of(out), kNumberBytes);
  const int s = BN_bn2binpad(ECDSA_SIG_get0_s(pair.get()), bytes_of(out) + kNumberBytes, kNumberBytes);
  CHECK(r == kNumberBytes && s == kNumberBytes, "r and s of SM2 have 256 bit");
  return out;
}

std::string der_of(std::string_view numbers) {
  const Signature pair(ECDSA_SIG_new(), ECDSA_SIG_free);
  BIGNUM* const r = BN_bin2bn(bytes_of(numbers), kNumberBytes, nullptr);
  BIGNUM* const s = BN_bin2bn(bytes_of(numbers) + kNumberBytes, kNumberBytes, nullptr);
  CHECK(ECDSA_SIG_set0(pair.get(), r, s) == 1, "two numbers are a signature");
  unsigned char* der = nullptr;
  const int size = i2d_ECDSA_SIG(pair.get(), &der);
  CHECK(size > 0, "a signature has a DER form");
  std::string out(reinterpret_cast<const char*>(der), static_cast<std::size_t>(size));
  OPENSSL_free(der);
  return out;
}

bool set_id(EVP_PKEY_CTX* own) {
  return EVP_PKEY_CTX_set1_id(own, kSignerId.data(), static_cast<int>(kSignerId.size())) == 1;
}

}  // namespace

struct Key::Impl {
  KeyPointer key;
  SignatureKind kind;
};

std::string_view name_of(SignatureKind kind) {
  return kind == SignatureKind::sm2 ? "sm2" : "ed25519";
}

Result<Key> Key::read(const std::string& path, bool secret) {
  KeyPointer key = read_pem(path, secret);
  const auto kind = kind_of(key.get());
  if (kind) return Key(std::make_shared<const Impl>(Impl{std::move(key), *kind}));
  if (::access(path.c_str(), R_OK) != 0) {
    return fail(ErrorCode::io, {"不能读取密钥文件 " + path, "Cannot read the key file " + path});
  }
  return not_a_key(path);
}

Result<Key> Key::read_private(const std::string& path) {
  return read(path, true);
}

Result<Key> Key::read_public(const std::string& path) {
  return read(path, false);
}

Result<Key> Key::from_seed(std::string_view seed) {
  KeyPointer key(EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, bytes_of(seed), seed.size()), EVP_PKEY_free);
  if (!key) return not_a_key("seed");
  return Key(std::make_shared<const Impl>(Impl{std::move(key), SignatureKind::ed25519}));
}

Result<Key> Key::from_public(std::string_view raw, SignatureKind kind) {
  KeyPointer key(nullptr, EVP_PKEY_free);
  if (kind == SignatureKind::sm2) {
    key = sm2_point(raw);
  } else {
    key.reset(EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, bytes_of(raw), raw.size()));
  }
  if (!key) return not_a_key("public key");
  return Key(std::make_shared<const Impl>(Impl{std::move(key), kind}));
}

Key Key::generate(SignatureKind kind) {
  KeyPointer key(EVP_PKEY_Q_keygen(nullptr, nullptr, kind == SignatureKind::sm2 ? "SM2" : "ED25519"), EVP_PKEY_free);
  CHECK(key != nullptr, "OpenSSL must make keys");
  return Key(std::make_shared<const Impl>(Impl{std::move(key), kind}));
}

Status Key::write_private(const std::string& path) const {
  return write_new(path, S_IRUSR, [&](std::FILE* file) {
    return PEM_write_PKCS8PrivateKey(file, impl_->key.get(), nullptr, nullptr, 0, nullptr, nullptr);
  });
}

Status Key::write_public(const std::string& path) const {
  return write_new(path, S_IRUSR | S_IRGRP | S_IROTH,
                   [&](std::FILE* file) { return PEM_write_PUBKEY(file, impl_->key.get()); });
}

SignatureKind Key::kind() const {
  return impl_->kind;
}

std::string Key::public_bytes() const {
  constexpr std::size_t kEd25519Bytes = 32, kPointBytes = 65;
  const bool sm2 = impl_->kind == SignatureKind::sm2;
  std::string out(sm2 ? kPointBytes : kEd25519Bytes, '\0');
  std::size_t size = out.size();
  const int ok =
      sm2 ? EVP_PKEY_get_octet_string_param(impl_->key.get(), OSSL_PKEY_PARAM_PUB_KEY, bytes_of(out), out.size(), &size)
          : EVP_PKEY_get_raw_public_key(impl_->key.get(), bytes_of(out), &size);
  CHECK(ok == 1, "every key has a public half");
  out.resize(size);
  return out;
}

std::string Key::id() const {
  const std::string bytes = public_bytes();
  const Digest digest = impl_->kind == SignatureKind::sm2 ? sm3({bytes}) : sha256({bytes});
  return to_hex({reinterpret_cast<const char*>(digest.data()), 8});
}

std::string Key::sign(std::string_view message) const {
  constexpr std::size_t kMostDer = 80;
  const bool sm2 = impl_->kind == SignatureKind::sm2;
  const Context context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  EVP_PKEY_CTX* own = nullptr;
  const int ready = EVP_DigestSignInit(context.get(), &own, sm2 ? EVP_sm3() : nullptr, nullptr, impl_->key.get());
  CHECK(ready == 1 && (!sm2 || set_id(own)), "a private key signs");
  std::string out(sm2 ? kMostDer : kSignatureBytes, '\0');
  std::size_t size = out.size();
  const int done = EVP_DigestSign(context.get(), bytes_of(out), &size, bytes_of(message), message.size());
  CHECK(done == 1 && size <= out.size(), "a private key signs");
  out.resize(size);
  return sm2 ? numbers_of(out) : out;
}

bool Key::verify(std::string_view message, std::string_view signature) const {
  if (signature.size() != kSignatureBytes) return false;
  const bool sm2 = impl_->kind == SignatureKind::sm2;
  const std::string given = sm2 ? der_of(signature) : std::string(signature);
  const Context context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  EVP_PKEY_CTX* own = nullptr;
  return EVP_DigestVerifyInit(context.get(), &own, sm2 ? EVP_sm3() : nullptr, nullptr, impl_->key.get()) == 1 &&
         (!sm2 || set_id(own)) &&
         EVP_DigestVerify(context.get(), bytes_of(given), given.size(), bytes_of(message), message.size()) == 1;
}

}  // namespace hejie::crypto
