// Codes of stored rows: HMAC-SHA-256, or HMAC-SM3 under a key of that suite, so that who has the store without its key
// file cannot make one. The key is derived from a data key of the key file (vault.h) under a label of its own, and goes
// when that one is changed. Knows no table; called by storage.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "crypto/sealing.h"

namespace hejie::crypto {

class RowCodes {
 public:
  using Code = std::array<std::uint8_t, 32>;
  /// @param data_key number, suite and secret of a key of the key file
  RowCodes(int number, Suite suite, const Secret& data_key);

  /// Number of the data key.
  [[nodiscard]] int key() const { return number_; }
  [[nodiscard]] Suite suite() const { return suite_; }
  /// @param message begins with what it is: equal messages have equal codes
  [[nodiscard]] Code of(std::string_view message) const { return keyed_hash(suite_, own_.bytes(), message); }

 private:
  int number_;
  Suite suite_;
  Secret own_;
};

/// In a time that does not tell where they differ.
[[nodiscard]] bool same_code(const RowCodes::Code& code, std::string_view stored);

}  // namespace hejie::crypto
