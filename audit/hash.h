// Hashes of the log: of an entry in the chain, of a leaf and of a node in the tree (RFC 6962 2.1), by SHA-256 or SM3.
// Pure; called by the stores that write a log and by whoever verifies one.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "crypto/sha256.h"

namespace hejie::audit {

using Hash = crypto::Digest;

inline std::string_view bytes_of(const Hash& hash) {
  return {reinterpret_cast<const char*>(hash.data()), hash.size()};
}
/// Empty unless 32 bytes.
[[nodiscard]] std::optional<Hash> hash_of(std::string_view bytes);
[[nodiscard]] std::string to_hex(const Hash& hash);
/// 64 lower-case hex digits and nothing else.
[[nodiscard]] std::optional<Hash> from_hex(std::string_view text);

/// By what a log is hashed, from its first entry to its last: a store keeps to the one it was made with (adr 0013).
enum class HashKind : std::uint8_t { sha256 = 1, sm3 = 2 };
/// "sha256", "sm3"
[[nodiscard]] std::string_view name_of(HashKind kind);
[[nodiscard]] std::optional<HashKind> hash_kind_named(std::string_view name);

/// H(before | seq | entry): seq is 8 bytes, big-endian, from 1; before the first entry stand 32 zero bytes.
[[nodiscard]] Hash link(HashKind kind, const Hash& before, std::int64_t seq, std::string_view entry);
/// H(0x00 | entry).
[[nodiscard]] Hash leaf(HashKind kind, std::string_view entry);
/// H(0x01 | left | right).
[[nodiscard]] Hash node(HashKind kind, const Hash& left, const Hash& right);
/// Root of no entries: H of nothing.
[[nodiscard]] Hash empty_root(HashKind kind);

}  // namespace hejie::audit
