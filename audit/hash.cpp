#include "audit/hash.h"

#include <algorithm>

#include "crypto/sm3.h"

namespace hejie::audit {
namespace {

int digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}

Hash digest(HashKind kind, std::initializer_list<std::string_view> parts) {
  return kind == HashKind::sm3 ? crypto::sm3(parts) : crypto::sha256(parts);
}

}  // namespace

std::string_view name_of(HashKind kind) {
  return kind == HashKind::sm3 ? "sm3" : "sha256";
}

std::optional<HashKind> hash_kind_named(std::string_view name) {
  for (const HashKind kind : {HashKind::sha256, HashKind::sm3})
    if (name == name_of(kind)) return kind;
  return std::nullopt;
}

std::optional<Hash> hash_of(std::string_view bytes) {
  Hash out{};
  if (bytes.size() != out.size()) return std::nullopt;
  std::copy(bytes.begin(), bytes.end(), out.begin());
  return out;
}

std::string to_hex(const Hash& hash) {
  return crypto::to_hex(bytes_of(hash));
}

std::optional<Hash> from_hex(std::string_view text) {
  Hash out{};
  if (text.size() != 2 * out.size()) return std::nullopt;
  for (std::size_t i = 0; i < out.size(); ++i) {
    const int high = digit(text[2 * i]);
    const int low = digit(text[2 * i + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    out[i] = static_cast<std::uint8_t>(high * 16 + low);
  }
  return out;
}

Hash link(HashKind kind, const Hash& before, std::int64_t seq, std::string_view entry) {
  std::string number(8, '\0');
  for (std::size_t i = 0; i < number.size(); ++i) {
    number[i] = static_cast<char>(static_cast<std::uint64_t>(seq) >> (8 * (7 - i)) & 0xFFU);
  }
  return digest(kind, {bytes_of(before), number, entry});
}

Hash leaf(HashKind kind, std::string_view entry) {
  return digest(kind, {std::string_view("\0", 1), entry});
}

Hash node(HashKind kind, const Hash& left, const Hash& right) {
  return digest(kind, {std::string_view("\1", 1), bytes_of(left), bytes_of(right)});
}

Hash empty_root(HashKind kind) {
  return digest(kind, {});
}

}  // namespace hejie::audit
