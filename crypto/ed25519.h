// Signatures by Ed25519 (RFC 8032) through OpenSSL; keys are PEM files. Signs tree heads of the log; knows nothing of
// what it signs. Called by audit and cli.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "engine/base/result.h"

namespace hejie::crypto {

/// A public key, or a private one that can sign as well. Copies share it. Any thread.
class Key {
 public:
  /// PKCS #8 (private) or SubjectPublicKeyInfo. @errors io: not there; invalid: not PEM, not Ed25519
  static Result<Key> read_private(const std::string& path);
  static Result<Key> read_public(const std::string& path);
  /// From the 32 bytes of RFC 8032; for known answers. @errors invalid: not 32 bytes
  static Result<Key> from_seed(std::string_view seed);
  static Result<Key> from_public(std::string_view raw);
  static Key generate();

  /// Files that do not exist yet: the private one readable by its owner alone (0400). @errors io
  [[nodiscard]] Status write_private(const std::string& path) const;
  [[nodiscard]] Status write_public(const std::string& path) const;

  [[nodiscard]] std::string public_bytes() const;  ///< 32
  /// First 16 hex digits of SHA-256 over the public bytes: names the key in what it has signed.
  [[nodiscard]] std::string id() const;

  /// 64 bytes. @pre a private key
  [[nodiscard]] std::string sign(std::string_view message) const;
  [[nodiscard]] bool verify(std::string_view message, std::string_view signature) const;

 private:
  struct Impl;
  explicit Key(std::shared_ptr<const Impl> impl) : impl_(std::move(impl)) {}
  std::shared_ptr<const Impl> impl_;
};

}  // namespace hejie::crypto
