#include "app/id_maker.h"

#include <array>

#include "crypto/random.h"

namespace hejie::app {
namespace {

constexpr std::size_t kBytes = 16;
constexpr std::size_t kCharacters = 26;

/// 128 bits, most significant first, as 26 characters (the first carries 3 bits).
std::string encode(const std::array<std::uint8_t, kBytes>& bytes) {
  constexpr std::string_view kAlphabet = "0123456789abcdefghjkmnpqrstvwxyz";
  std::string text(kCharacters, '0');
  unsigned buffer = 0;
  int bits = 2;  // 130 bits are written: two leading zeros
  std::size_t out = 0;
  for (const std::uint8_t byte : bytes) {
    buffer = (buffer << 8U) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text[out++] = kAlphabet[(buffer >> static_cast<unsigned>(bits)) & 31U];
    }
  }
  return text;
}

std::string with_prefix(std::string_view prefix, const std::array<std::uint8_t, kBytes>& bytes) {
  std::string id(prefix);
  id += '_';
  id += encode(bytes);
  return id;
}

void put(std::array<std::uint8_t, kBytes>& bytes, std::uint64_t value, std::size_t from, std::size_t to) {
  for (std::size_t i = to; i > from; --i) {
    bytes[i - 1] = static_cast<std::uint8_t>(value & 255U);
    value >>= 8U;
  }
}

}  // namespace

std::string RandomIds::next(std::string_view prefix) {
  std::array<std::uint8_t, kBytes> bytes{};
  crypto::fill_random(bytes);
  put(bytes, static_cast<std::uint64_t>(clock_.now().ms), 0, 6);
  return with_prefix(prefix, bytes);
}

std::string CountingIds::next(std::string_view prefix) {
  std::array<std::uint8_t, kBytes> bytes{};
  const std::lock_guard lock(mutex_);
  put(bytes, ++last_, 8, kBytes);
  return with_prefix(prefix, bytes);
}

}  // namespace hejie::app
