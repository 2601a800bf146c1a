#include "crypto/password.h"

#include <sodium.h>

#include <array>
#include <charconv>
#include <optional>
#include <vector>

#include "crypto/random.h"
#include "engine/base/check.h"

namespace hejie::crypto {
namespace {

constexpr std::string_view kSealed = "$argon2id-hmac-sm3$v=19$";
constexpr std::size_t kSaltBytes = crypto_pwhash_argon2id_SALTBYTES;
constexpr std::size_t kHashBytes = 32;
/// A hash that asks for more was not made here: nobody may have the server spend it.
constexpr std::size_t kMostKib = 1U << 20U;
constexpr unsigned long long kMostPasses = 16;

void init() {
  static const bool kReady = sodium_init() >= 0;
  CHECK(kReady, "libsodium must start");
}

std::unexpected<Error> no_memory() {
  return fail(ErrorCode::unavailable, {"内存不足,请稍后再试", "Not enough memory right now; try again"});
}

std::string base64_of(std::string_view bytes) {
  constexpr int kForm = sodium_base64_VARIANT_ORIGINAL_NO_PADDING;
  std::string out(sodium_base64_encoded_len(bytes.size(), kForm), '\0');
  sodium_bin2base64(out.data(), out.size(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), kForm);
  out.pop_back();  // its zero
  return out;
}

/// Empty unless it is so many bytes.
std::optional<std::string> bytes_of(std::string_view base64, std::size_t size) {
  std::string out(size, '\0');
  std::size_t length = 0;
  const char* end = nullptr;
  const int done = sodium_base642bin(reinterpret_cast<unsigned char*>(out.data()), out.size(), base64.data(),
                                     base64.size(), nullptr, &length, &end, sodium_base64_VARIANT_ORIGINAL_NO_PADDING);
  if (done != 0 || length != size || end != base64.data() + base64.size()) return std::nullopt;
  return out;
}

/// What stands before `until`, which goes with it.
std::optional<std::string_view> take(std::string_view& text, std::string_view until) {
  const auto at = text.find(until);
  if (at == std::string_view::npos) return std::nullopt;
  const auto out = text.substr(0, at);
  text.remove_prefix(at + until.size());
  return out;
}

template <typename Number>
std::optional<Number> number_of(std::optional<std::string_view> text) {
  Number out = 0;
  if (!text) return std::nullopt;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), out);
  if (error != std::errc{} || end != text->data() + text->size()) return std::nullopt;
  return out;
}

struct SealedHash {
  PasswordCost cost;
  std::string key_id, salt, mac;
  std::string head;  ///< all before the mac: it is part of what the mac covers
};

std::string head_of(PasswordCost cost, std::string_view key_id, std::string_view salt) {
  return std::string(kSealed) + "m=" + std::to_string(cost.memory_bytes >> 10U) + ",t=" + std::to_string(cost.passes) +
         ",p=1$k=" + std::string(key_id) + '$' + base64_of(salt) + '$';
}

std::optional<SealedHash> read_sealed(std::string_view text) {
  if (!text.starts_with(kSealed)) return std::nullopt;
  text.remove_prefix(kSealed.size());
  if (take(text, "m=") != "") return std::nullopt;
  const auto kib = number_of<std::size_t>(take(text, ",t="));
  const auto passes = number_of<unsigned long long>(take(text, ",p=1$k="));
  const auto key = take(text, "$");
  const auto salt_text = take(text, "$");
  if (!kib || !passes || !key || !salt_text || *kib > kMostKib || *passes > kMostPasses) return std::nullopt;
  const auto salt = bytes_of(*salt_text, kSaltBytes);
  const auto mac = bytes_of(text, kHashBytes);
  if (!salt || !mac) return std::nullopt;
  const PasswordCost cost{*passes, *kib << 10U};
  return SealedHash{cost, std::string(*key), *salt, *mac, head_of(cost, *key, *salt)};
}

/// HMAC-SM3 over what is told of the hash and over argon2id of the password. @errors unavailable
Result<std::string> mac_of(std::string_view password, PasswordCost cost, std::string_view salt, const std::string& head,
                           const PasswordSeal& seal) {
  std::string message = head;
  message.resize(head.size() + kHashBytes);
  const int done = crypto_pwhash(reinterpret_cast<unsigned char*>(message.data() + head.size()), kHashBytes,
                                 password.data(), password.size(), reinterpret_cast<const unsigned char*>(salt.data()),
                                 cost.passes, cost.memory_bytes, crypto_pwhash_ALG_ARGON2ID13);
  if (done != 0) return no_memory();
  const auto mac = keyed_hash(Suite::sm, seal.secret.bytes(), message);
  sodium_memzero(message.data(), message.size());
  return std::string(reinterpret_cast<const char*>(mac.data()), mac.size());
}

Result<bool> verify_sealed(std::string_view password, const std::string& hash, const PasswordSeal* seal) {
  const auto parts = read_sealed(hash);
  if (!parts) return false;
  if (seal == nullptr || seal->key_id != parts->key_id) {
    const std::string is = seal == nullptr ? "-" : seal->key_id;
    return fail(ErrorCode::unavailable,
                {"口令由密钥文件 " + parts->key_id + " 保护,当前密钥文件为 " + is + ",请放回原密钥文件",
                 "The password is under the key file " + parts->key_id + ", this server has " + is +
                     "; put the right key file back"});
  }
  TRY(const auto mac, mac_of(password, parts->cost, parts->salt, parts->head, *seal));
  return sodium_memcmp(mac.data(), parts->mac.data(), kHashBytes) == 0;
}

}  // namespace

Result<std::string> hash_password(std::string_view password, PasswordCost cost, const PasswordSeal* seal) {
  init();
  if (seal != nullptr) {
    std::array<std::uint8_t, kSaltBytes> salt_bytes{};
    fill_random(salt_bytes);
    const std::string salt(reinterpret_cast<const char*>(salt_bytes.data()), salt_bytes.size());
    const std::string head = head_of(cost, seal->key_id, salt);
    TRY(const auto mac, mac_of(password, cost, salt, head, *seal));
    return head + base64_of(mac);
  }
  std::array<char, crypto_pwhash_STRBYTES> out{};
  if (crypto_pwhash_str_alg(out.data(), password.data(), password.size(), cost.passes, cost.memory_bytes,
                            crypto_pwhash_ALG_ARGON2ID13) != 0) {
    return no_memory();
  }
  return std::string(out.data());
}

Result<bool> verify_password(std::string_view password, const std::string& hash, const PasswordSeal* seal) {
  init();
  if (hash.starts_with(kSealed)) return verify_sealed(password, hash, seal);
  if (hash.size() >= crypto_pwhash_STRBYTES) return false;
  return crypto_pwhash_str_verify(hash.c_str(), password.data(), password.size()) == 0;
}

bool password_needs_rehash(const std::string& hash, PasswordCost cost, const PasswordSeal* seal) {
  init();
  if (seal == nullptr) return crypto_pwhash_str_needs_rehash(hash.c_str(), cost.passes, cost.memory_bytes) != 0;
  const auto parts = read_sealed(hash);
  return !parts || parts->key_id != seal->key_id || parts->cost.passes != cost.passes ||
         parts->cost.memory_bytes >> 10U != cost.memory_bytes >> 10U;
}

std::string random_hex(std::size_t bytes) {
  init();
  std::vector<unsigned char> raw(bytes);
  randombytes_buf(raw.data(), raw.size());
  std::string out(bytes * 2 + 1, '\0');
  sodium_bin2hex(out.data(), out.size(), raw.data(), raw.size());
  out.pop_back();
  return out;
}

}  // namespace hejie::crypto
