// Signatures by Ed25519 (RFC 8032) or SM2 with SM3 (GB/T 32918.2, distinguishing id 1234567812345678) through OpenSSL;
// keys are PEM files. Signs tree heads of the log; knows nothing of what it signs. Called by audit, app and cli.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "engine/base/result.h"

namespace hejie::crypto {

enum class SignatureKind : std::uint8_t { ed25519 = 1, sm2 = 2 };
/// "ed25519", "sm2"
[[nodiscard]] std::string_view name_of(SignatureKind kind);

/// A public key, or a private one that can sign as well. Copies share it. Any thread.
class Key {
 public:
  /// PKCS #8 (private) or SubjectPublicKeyInfo. @errors io: not there; invalid: not PEM, of neither kind
  static Result<Key> read_private(const std::string& path);
  static Result<Key> read_public(const std::string& path);
  /// Ed25519, from the 32 bytes of RFC 8032; for known answers. @errors invalid: not 32 bytes
  static Result<Key> from_seed(std::string_view seed);
  /// As public_bytes() gives it. @errors invalid
  static Result<Key> from_public(std::string_view raw, SignatureKind kind = SignatureKind::ed25519);
  static Key generate(SignatureKind kind = SignatureKind::ed25519);

  /// Files that do not exist yet: the private one readable by its owner alone (0400). @errors io
  [[nodiscard]] Status write_private(const std::string& path) const;
  [[nodiscard]] Status write_public(const std::string& path) const;

  [[nodiscard]] SignatureKind kind() const;
  [[nodiscard]] std::string public_bytes() const;  ///< 32, or of SM2 the 65 of an uncompressed point
  /// First 16 hex digits of SHA-256, or of SM2 of SM3, over the public bytes: names the key in what it has signed.
  [[nodiscard]] std::string id() const;

  /// 64 bytes; of SM2: r and s, 32 each. @pre a private key
  [[nodiscard]] std::string sign(std::string_view message) const;
  [[nodiscard]] bool verify(std::string_view message, std::string_view signature) const;

 private:
  struct Impl;
  explicit Key(std::shared_ptr<const Impl> impl) : impl_(std::move(impl)) {}
  static Result<Key> read(const std::string& path, bool secret);
  std::shared_ptr<const Impl> impl_;
};

}  // namespace hejie::crypto
