// A long content sealed piece by piece under a key of its own, so that neither writing nor reading needs it whole:
// 8 bytes of mark, then chunks of 64 KiB, each authenticated with its number and whether it is the last. A chunk that
// was changed, moved, repeated or left out does not open. Knows no file. Called by the folder of evidence (app).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "crypto/vault.h"

namespace hejie::crypto {

inline constexpr std::size_t kStreamChunk = 64UL * 1024;  ///< plain bytes of every chunk but the last
inline constexpr std::size_t kStreamMark = 8;             ///< bytes before the first chunk

/// The key of one content, as it is kept in a sealed value: suite and 64 hex digits.
[[nodiscard]] std::string new_stream_key(Suite suite);

class StreamSealer {
 public:
  /// @pre key is of new_stream_key
  explicit StreamSealer(std::string_view key);
  /// Sealed bytes that are complete now; may be empty. The first ones begin with the mark.
  [[nodiscard]] std::string take(std::string_view piece);
  /// The rest. Once.
  [[nodiscard]] std::string finish();

 private:
  [[nodiscard]] std::string chunk(std::string_view plain, bool last);
  std::string key_, waiting_;
  std::uint64_t next_ = 0;
  bool begun_ = false;
};

class StreamOpener {
 public:
  /// @errors corrupt: not a key of this form
  static Result<StreamOpener> of(std::string_view key);
  /// Bytes on the disk of a full chunk.
  [[nodiscard]] std::size_t sealed_chunk() const;
  /// Plain bytes of a sealed content of this length. @errors corrupt: no content has this length
  [[nodiscard]] Result<std::uint64_t> plain_size(std::uint64_t sealed) const;
  /// @errors corrupt: not what was sealed at this place
  [[nodiscard]] Result<std::string> open(std::uint64_t number, bool last, std::string_view sealed) const;
  [[nodiscard]] static bool is_mark(std::string_view first);

 private:
  StreamOpener(Suite suite, std::string secret) : suite_(suite), secret_(std::move(secret)) {}
  Suite suite_;
  std::string secret_;
};

}  // namespace hejie::crypto
