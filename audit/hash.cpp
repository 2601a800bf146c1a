#include "audit/hash.h"

#include <algorithm>

namespace hejie::audit {
namespace {

int digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}

}  // namespace

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

Hash link(const Hash& before, std::int64_t seq, std::string_view entry) {
  std::string number(8, '\0');
  for (std::size_t i = 0; i < number.size(); ++i) {
    number[i] = static_cast<char>(static_cast<std::uint64_t>(seq) >> (8 * (7 - i)) & 0xFFU);
  }
  return crypto::sha256({bytes_of(before), number, entry});
}

Hash leaf(std::string_view entry) {
  return crypto::sha256({std::string_view("\0", 1), entry});
}

Hash node(const Hash& left, const Hash& right) {
  return crypto::sha256({std::string_view("\1", 1), bytes_of(left), bytes_of(right)});
}

Hash empty_root() {
  return crypto::sha256({});
}

}  // namespace hejie::audit
