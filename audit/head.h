// Signed tree heads: what a log was at a moment, in one line of text that is kept in a second place. Whoever has the
// line and the public key sees whether a log was cut off, replaced by an older copy or rewritten. Called by app/notary,
// cli and whoever verifies.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "audit/hash.h"
#include "crypto/signing_key.h"
#include "engine/base/date.h"
#include "engine/base/result.h"

namespace hejie::audit {

struct Head {
  std::string log;  ///< "events", "access"
  HashKind hash = HashKind::sha256;
  std::int64_t size = 0;
  Hash root{};
  Hash chain{};  ///< link of the last entry
  Instant at{};
  /// Nothing is said of what was signed before: the first line of a file, or a person has taken a store back to a copy.
  bool begins = false;
  std::string line{};  ///< as read; "" = not signed yet
  bool operator==(const Head&) const = default;
};

/// "hejie-head-1 head|begin LOG SIZE ROOT CHAIN MS KEY SIGNATURE", hashes and signature in hex; the signature covers
/// all before the last space. Over a log by SM3 it begins with "hejie-head-1-sm3" and is signed by SM2. Without line
/// feed. @pre fits(head.hash, key)
[[nodiscard]] std::string head_line(const Head& head, const crypto::Key& key);
/// A log by SHA-256 is signed by Ed25519, one by SM3 by SM2.
[[nodiscard]] bool fits(HashKind hash, const crypto::Key& key);
/// @errors invalid: not such a line, another key, wrong signature
[[nodiscard]] Result<Head> read_head(std::string_view line, const crypto::Key& key);

struct Heads {
  std::vector<Head> all;          ///< those whose signature holds, in the order of the file
  std::vector<Finding> findings;  ///< lines that are not; sizes or times that go back
};
/// A last line without line feed was cut short by a crash and is left out in silence.
[[nodiscard]] Heads read_heads(std::string_view text, const crypto::Key& key);
/// The heads of one log since it last began.
[[nodiscard]] std::vector<Head> heads_of(const Heads& heads, std::string_view log);

/// The whole file; "" when there is none. @errors io
[[nodiscard]] Result<std::string> read_head_file(const std::string& path);
/// Adds lines and returns when they are on the disk. A torn last line is ended first. @errors io
[[nodiscard]] Status append_heads(const std::string& path, const std::vector<std::string>& lines);

}  // namespace hejie::audit
