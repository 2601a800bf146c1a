#include "crypto/ed25519.h"

#include <fcntl.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>

#include "crypto/sha256.h"
#include "engine/base/check.h"

namespace hejie::crypto {
namespace {

using KeyPointer = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using Context = std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)>;
using File = std::unique_ptr<std::FILE, decltype(&std::fclose)>;

constexpr std::size_t kSignatureBytes = 64;

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

std::unexpected<Error> not_a_key(const std::string& what) {
  return fail(ErrorCode::invalid, {what + " 不是 Ed25519 密钥(PEM)", what + " is not an Ed25519 key (PEM)"});
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

template <typename Write>
Status write_new(const std::string& path, mode_t mode, Write write) {
  const int descriptor = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
  const File file(descriptor < 0 ? nullptr : ::fdopen(descriptor, "w"),
                  [](std::FILE* f) { return f ? std::fclose(f) : 0; });
  const bool done = file && write(file.get()) == 1 && std::fflush(file.get()) == 0 && ::fsync(descriptor) == 0;
  if (done) return {};
  return fail(ErrorCode::io, {"不能写入密钥文件 " + path, "Cannot write the key file " + path});
}

}  // namespace

struct Key::Impl {
  KeyPointer key;
};

Result<Key> Key::read_private(const std::string& path) {
  KeyPointer key = read_pem(path, true);
  if (!key || EVP_PKEY_get_id(key.get()) != EVP_PKEY_ED25519) {
    if (::access(path.c_str(), R_OK) != 0)
      return fail(ErrorCode::io, {"不能读取密钥文件 " + path, "Cannot read the key file " + path});
    return not_a_key(path);
  }
  return Key(std::make_shared<const Impl>(Impl{std::move(key)}));
}

Result<Key> Key::read_public(const std::string& path) {
  KeyPointer key = read_pem(path, false);
  if (!key || EVP_PKEY_get_id(key.get()) != EVP_PKEY_ED25519) {
    if (::access(path.c_str(), R_OK) != 0)
      return fail(ErrorCode::io, {"不能读取公钥文件 " + path, "Cannot read the public key file " + path});
    return not_a_key(path);
  }
  return Key(std::make_shared<const Impl>(Impl{std::move(key)}));
}

Result<Key> Key::from_seed(std::string_view seed) {
  KeyPointer key(EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, bytes_of(seed), seed.size()), EVP_PKEY_free);
  if (!key) return not_a_key("seed");
  return Key(std::make_shared<const Impl>(Impl{std::move(key)}));
}

Result<Key> Key::from_public(std::string_view raw) {
  KeyPointer key(EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, bytes_of(raw), raw.size()), EVP_PKEY_free);
  if (!key) return not_a_key("public key");
  return Key(std::make_shared<const Impl>(Impl{std::move(key)}));
}

Key Key::generate() {
  KeyPointer key(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"), EVP_PKEY_free);
  CHECK(key != nullptr, "OpenSSL must make keys");
  return Key(std::make_shared<const Impl>(Impl{std::move(key)}));
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

std::string Key::public_bytes() const {
  std::string out(32, '\0');
  std::size_t size = out.size();
  const int ok = EVP_PKEY_get_raw_public_key(impl_->key.get(), reinterpret_cast<unsigned char*>(out.data()), &size);
  CHECK(ok == 1 && size == out.size(), "every key has a public half");
  return out;
}

std::string Key::id() const {
  return sha256_hex(public_bytes()).substr(0, 16);
}

std::string Key::sign(std::string_view message) const {
  const Context context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  std::string out(kSignatureBytes, '\0');
  std::size_t size = out.size();
  int ok = EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, impl_->key.get());
  ok &= EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(out.data()), &size, bytes_of(message),
                       message.size());
  CHECK(ok == 1 && size == kSignatureBytes, "a private key signs");
  return out;
}

bool Key::verify(std::string_view message, std::string_view signature) const {
  const Context context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  return EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, impl_->key.get()) == 1 &&
         EVP_DigestVerify(context.get(), bytes_of(signature), signature.size(), bytes_of(message), message.size()) == 1;
}

}  // namespace hejie::crypto
