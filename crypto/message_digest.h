// A hash of 32 bytes by OpenSSL, as SHA-256 and SM3 share it. Used by sha256.cpp and sm3.cpp.
#pragma once

#include <initializer_list>
#include <memory>
#include <string_view>

#include "crypto/sha256.h"

namespace hejie::crypto {

/// Kept by each thread: looking an algorithm up costs more than hashing an event.
class MessageDigest {
 public:
  /// @param name as OpenSSL has it, e.g. "SM3"
  explicit MessageDigest(const char* name);
  ~MessageDigest();
  MessageDigest(const MessageDigest&) = delete;
  MessageDigest& operator=(const MessageDigest&) = delete;

  /// Of the parts, one after another.
  Digest of(std::initializer_list<std::string_view> parts);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace hejie::crypto
