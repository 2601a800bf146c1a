// Authenticated encryption of one value by one key, for the vault (vault.h) alone. Shapes: AES-256-GCM gives 12 bytes
// of nonce, the text, 16 of tag; SM4-CTR with HMAC-SM3 gives 16 of counter, the text, 32 of tag.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "crypto/vault.h"

namespace hejie::crypto {

/// 32 bytes, wiped when it goes.
class Secret {
 public:
  static Secret random();
  explicit Secret(std::string_view bytes);  ///< @pre 32
  Secret(const Secret&) = default;
  Secret& operator=(const Secret&) = default;
  ~Secret();
  [[nodiscard]] std::string_view bytes() const { return {reinterpret_cast<const char*>(bytes_.data()), bytes_.size()}; }

 private:
  Secret() = default;
  std::array<std::uint8_t, 32> bytes_{};
};

/// 32 bytes: HMAC-SHA-256 or, for Suite::sm, HMAC-SM3.
[[nodiscard]] std::array<std::uint8_t, 32> keyed_hash(Suite suite, std::string_view key, std::string_view message);

[[nodiscard]] std::string seal_value(Suite suite, const Secret& key, std::string_view context, std::string_view plain);
/// Empty when it is not what seal_value made of this key and context.
[[nodiscard]] std::optional<std::string> open_value(Suite suite, const Secret& key, std::string_view context,
                                                    std::string_view sealed);
/// Length of what seal_value makes of `plain` bytes.
[[nodiscard]] std::size_t sealed_size(Suite suite, std::size_t plain);

}  // namespace hejie::crypto
