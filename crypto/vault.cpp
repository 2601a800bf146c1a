#include "crypto/vault.h"

#include <openssl/crypto.h>

#include <algorithm>

#include "crypto/key_file.h"
#include "crypto/password.h"
#include "crypto/row_codes.h"
#include "crypto/sealing.h"
#include "crypto/sha256.h"

namespace hejie::crypto {
namespace {

constexpr std::size_t kHead = 4;  // suite of the wrap, suite of the value, number of the key (big endian)
constexpr std::size_t kKeyBytes = 32;

std::uint8_t byte(std::string_view text, std::size_t at) {
  return static_cast<std::uint8_t>(text[at]);
}

std::optional<Suite> suite_of(std::uint8_t value) {
  if (value == static_cast<std::uint8_t>(Suite::aes)) return Suite::aes;
  if (value == static_cast<std::uint8_t>(Suite::sm)) return Suite::sm;
  return std::nullopt;
}

struct Head {
  Suite wrap, value;
  int key;
};

std::optional<Head> read_head(std::string_view sealed) {
  if (sealed.size() < kHead) return std::nullopt;
  const auto wrap = suite_of(byte(sealed, 0));
  const auto value = suite_of(byte(sealed, 1));
  if (!wrap || !value) return std::nullopt;
  const Head head{*wrap, *value, byte(sealed, 2) * 256 + byte(sealed, 3)};
  if (sealed.size() < kHead + sealed_size(head.wrap, kKeyBytes) + sealed_size(head.value, 0)) return std::nullopt;
  return head;
}

std::string head_bytes(const Head& head) {
  return {static_cast<char>(head.wrap), static_cast<char>(head.value), static_cast<char>(head.key / 256),
          static_cast<char>(head.key % 256)};
}

std::string for_wrap(const Head& head, std::string_view context) {
  return "wrap" + head_bytes(head) + std::string(context);
}
std::string for_value(std::string_view context) {
  return "value" + std::string(context);
}

std::unexpected<Error> damaged() {
  return fail(ErrorCode::corrupt, {"加密的个人信息已被改动、移位或损坏，不予读取",
                                   "sealed personal data was changed, moved or damaged and is not read"});
}

std::unexpected<Error> key_missing(int key) {
  const std::string n = std::to_string(key);
  return fail(ErrorCode::corrupt, {"密钥文件中没有第 " + n + " 号密钥，无法读取由它加密的个人信息",
                                   "the key file has no key " + n + "; what it sealed cannot be read"});
}

}  // namespace

struct Vault::Ring {
  KeyFile file;

  [[nodiscard]] const NumberedKey* find(int number) const {
    const auto it = std::ranges::find(file.keys, number, &NumberedKey::number);
    return it == file.keys.end() ? nullptr : &*it;
  }
};

Vault Vault::make_passing(Suite suite) {
  return Vault(std::make_shared<const Ring>(Ring{new_key_file(suite)}));
}

Result<Vault> Vault::make(const std::string& path, Suite suite) {
  Ring ring{new_key_file(suite)};
  TRY_VOID(write_key_file(path, ring.file, false));
  return Vault(std::make_shared<const Ring>(std::move(ring)));
}

Result<Vault> Vault::read(const std::string& path) {
  TRY(auto file, read_key_file(path));
  return Vault(std::make_shared<const Ring>(Ring{std::move(file)}));
}

std::string Vault::seal(std::string_view context, std::string_view plain) const {
  const NumberedKey& key = ring_->file.keys.back();
  const Head head{key.suite, key.suite, key.number};
  const Secret own = Secret::random();
  return head_bytes(head) + seal_value(head.wrap, key.secret, for_wrap(head, context), own.bytes()) +
         seal_value(head.value, own, for_value(context), plain);
}

Result<std::string> Vault::open(std::string_view context, std::string_view sealed) const {
  const auto head = read_head(sealed);
  if (!head) return damaged();
  const NumberedKey* const key = ring_->find(head->key);
  if (key == nullptr) return key_missing(head->key);
  const std::size_t wrapped = sealed_size(head->wrap, kKeyBytes);
  const auto own = open_value(head->wrap, key->secret, for_wrap(*head, context), sealed.substr(kHead, wrapped));
  if (!own) return damaged();
  auto plain = open_value(head->value, Secret(*own), for_value(context), sealed.substr(kHead + wrapped));
  if (!plain) return damaged();
  return std::move(*plain);
}

Result<std::optional<std::string>> Vault::wrap_again(std::string_view context, std::string_view sealed) const {
  const auto head = read_head(sealed);
  if (!head) return damaged();
  const NumberedKey& newest = ring_->file.keys.back();
  if (head->key == newest.number) return std::optional<std::string>();
  const NumberedKey* const key = ring_->find(head->key);
  if (key == nullptr) return key_missing(head->key);
  const std::size_t wrapped = sealed_size(head->wrap, kKeyBytes);
  const auto own = open_value(head->wrap, key->secret, for_wrap(*head, context), sealed.substr(kHead, wrapped));
  if (!own) return damaged();
  const Head next{newest.suite, head->value, newest.number};
  return std::optional(head_bytes(next) + seal_value(next.wrap, newest.secret, for_wrap(next, context), *own) +
                       std::string(sealed.substr(kHead + wrapped)));
}

int Vault::key_of(std::string_view sealed) {
  const auto head = read_head(sealed);
  return head ? head->key : 0;
}

std::int64_t Vault::token(std::string_view kind, std::string_view text) const {
  const NumberedKey& index = ring_->file.index;
  std::string message(kind);
  message += ':';
  message += text;
  const auto hash = keyed_hash(index.suite, index.secret.bytes(), message);
  std::uint64_t out = 0;
  for (std::size_t i = 0; i < sizeof out; ++i) out = out << 8U | hash[i];
  return static_cast<std::int64_t>(out);
}

std::string Vault::fingerprint() const {
  const NumberedKey& index = ring_->file.index;
  const auto hash = keyed_hash(index.suite, index.secret.bytes(), "fingerprint");
  return to_hex({reinterpret_cast<const char*>(hash.data()), 8});
}

PasswordSeal Vault::password_seal() const {
  auto own = keyed_hash(Suite::sm, ring_->file.index.secret.bytes(), "passwords");
  PasswordSeal out{fingerprint(), Secret({reinterpret_cast<const char*>(own.data()), own.size()})};
  OPENSSL_cleanse(own.data(), own.size());
  return out;
}

Result<RowCodes> Vault::row_codes(int key) const {
  const NumberedKey* const found = ring_->find(key);
  if (found == nullptr) return key_missing(key);
  return RowCodes(found->number, found->suite, found->secret);
}

int Vault::newest_key() const {
  return ring_->file.keys.back().number;
}

std::vector<int> Vault::keys() const {
  std::vector<int> out;
  for (const auto& key : ring_->file.keys) out.push_back(key.number);
  return out;
}

Suite Vault::suite() const {
  return ring_->file.keys.back().suite;
}

Result<Vault> Vault::add_key(const std::string& path, Suite suite) const {
  constexpr int kMost = 65'535;
  Ring next = *ring_;
  if (newest_key() >= kMost) return fail(ErrorCode::invalid, {"密钥编号已用尽", "there are no key numbers left"});
  next.file.keys.push_back({newest_key() + 1, suite, Secret::random()});
  TRY_VOID(write_key_file(path, next.file, true));
  return Vault(std::make_shared<const Ring>(std::move(next)));
}

Result<Vault> Vault::drop_old_keys(const std::string& path) const {
  Ring next = *ring_;
  next.file.keys.erase(next.file.keys.begin(), next.file.keys.end() - 1);
  TRY_VOID(write_key_file(path, next.file, true));
  return Vault(std::make_shared<const Ring>(std::move(next)));
}

}  // namespace hejie::crypto
