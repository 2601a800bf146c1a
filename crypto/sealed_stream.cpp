#include "crypto/sealed_stream.h"

#include <algorithm>
#include <array>
#include <optional>

#include "crypto/random.h"
#include "crypto/sealing.h"
#include "crypto/sha256.h"
#include "engine/base/check.h"

namespace hejie::crypto {
namespace {

constexpr std::string_view kMark = "hejie-e1";
static_assert(kMark.size() == kStreamMark);
constexpr std::size_t kSecretBytes = 32;

struct Parts {
  Suite suite;
  std::string secret;
};

int digit_of(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/// "1:" or "2:" and the secret in hex.
std::optional<Parts> parts_of(std::string_view key) {
  if (key.size() != 2 + 2 * kSecretBytes || key[1] != ':' || (key[0] != '1' && key[0] != '2')) return std::nullopt;
  Parts out{key[0] == '2' ? Suite::sm : Suite::aes, {}};
  for (std::size_t i = 2; i < key.size(); i += 2) {
    const int high = digit_of(key[i]);
    const int low = digit_of(key[i + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    out.secret += static_cast<char>(high * 16 + low);
  }
  return out;
}

std::string context_of(std::uint64_t number, bool last) {
  return "evidence\x1f" + std::to_string(number) + (last ? "\x1flast" : "\x1f");
}

std::unexpected<Error> damaged() {
  return fail(ErrorCode::corrupt,
              {"加密的文件已被改动或损坏，不予读取", "a sealed file was changed or damaged and is not read"});
}

}  // namespace

std::string new_stream_key(Suite suite) {
  std::array<std::uint8_t, kSecretBytes> secret{};
  fill_random(secret);
  const std::string_view bytes(reinterpret_cast<const char*>(secret.data()), secret.size());
  return (suite == Suite::sm ? "2:" : "1:") + to_hex(bytes);
}

StreamSealer::StreamSealer(std::string_view key) : key_(key) {
  CHECK(parts_of(key).has_value(), "the key of a stream is one of new_stream_key");
}

std::string StreamSealer::chunk(std::string_view plain, bool last) {
  const auto parts = parts_of(key_);
  const std::string context = context_of(next_++, last);
  return seal_value(parts->suite, Secret(parts->secret), context, plain);
}

std::string StreamSealer::take(std::string_view piece) {
  std::string out;
  if (!begun_) out = kMark;
  begun_ = true;
  while (!piece.empty()) {
    if (waiting_.size() == kStreamChunk) {  // more follows: it is not the last
      out += chunk(waiting_, false);
      waiting_.clear();
    }
    const std::size_t fits = std::min(piece.size(), kStreamChunk - waiting_.size());
    waiting_.append(piece.substr(0, fits));
    piece.remove_prefix(fits);
  }
  return out;
}

std::string StreamSealer::finish() {
  std::string out = take({});
  out += chunk(waiting_, true);
  waiting_.clear();
  return out;
}

Result<StreamOpener> StreamOpener::of(std::string_view key) {
  auto parts = parts_of(key);
  if (!parts) return damaged();
  return StreamOpener(parts->suite, std::move(parts->secret));
}

std::size_t StreamOpener::sealed_chunk() const {
  return sealed_size(suite_, kStreamChunk);
}

Result<std::uint64_t> StreamOpener::plain_size(std::uint64_t sealed) const {
  const std::size_t empty = sealed_size(suite_, 0);
  if (sealed < kStreamMark + empty) return damaged();
  const std::uint64_t body = sealed - kStreamMark;
  const std::uint64_t full = (body - 1) / sealed_chunk();  // the last one may be full too
  const std::uint64_t rest = body - full * sealed_chunk();
  if (rest < empty) return damaged();
  return full * kStreamChunk + (rest - empty);
}

Result<std::string> StreamOpener::open(std::uint64_t number, bool last, std::string_view sealed) const {
  auto plain = open_value(suite_, Secret(secret_), context_of(number, last), sealed);
  if (!plain) return damaged();
  return std::move(*plain);
}

bool StreamOpener::is_mark(std::string_view first) {
  return first == kMark;
}

}  // namespace hejie::crypto
