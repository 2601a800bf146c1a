// Seals personal data at rest and makes the tokens it is searched by. AES-256-GCM (NIST SP 800-38D) with HMAC-SHA-256,
// or SM4-CTR with HMAC-SM3, encrypt then authenticate (GB/T 32907, GB/T 32905; OpenSSL 3.0 has no SM4-GCM). Every value
// is sealed under a key of its own, which the newest key of the key file wraps. Knows no table; called by storage.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"

namespace hejie::crypto {

struct PasswordSeal;
class RowCodes;

enum class Suite : std::uint8_t { aes = 1, sm = 2 };

/// The keys of one store. Copies share them; const members may be called from any thread.
class Vault {
 public:
  /// A new key file, readable by its owner alone (0400). @errors io: there is one already, or it cannot be written
  static Result<Vault> make(const std::string& path, Suite suite = Suite::aes);
  /// @errors not_found: no such file; io: cannot be read, or others may read it; invalid: names the line
  static Result<Vault> read(const std::string& path);
  /// Keys that live as long as this object, for stores without a file.
  static Vault make_passing(Suite suite = Suite::aes);

  /// @param context what the value belongs to (table, row, column): it opens nowhere else
  [[nodiscard]] std::string seal(std::string_view context, std::string_view plain) const;
  /// @errors corrupt: changed, moved to another place, or made with a key that is not in the file (names it)
  [[nodiscard]] Result<std::string> open(std::string_view context, std::string_view sealed) const;
  /// The same value under the newest key; empty when it is already. Does not touch the value itself. @errors as open
  [[nodiscard]] Result<std::optional<std::string>> wrap_again(std::string_view context, std::string_view sealed) const;
  /// Number of the key that wraps a sealed value, from 1; 0 when it is none.
  static int key_of(std::string_view sealed);

  /// The first 64 bits of a keyed hash of (kind, text): equal texts have equal tokens, and without the key nobody can
  /// tell a text from its token or make one.
  [[nodiscard]] std::int64_t token(std::string_view kind, std::string_view text) const;
  /// Tells one key file from another without saying anything of its keys: 16 hex digits.
  [[nodiscard]] std::string fingerprint() const;

  /// Made of the key of the index, so that a change of keys leaves the passwords of everybody as they are.
  [[nodiscard]] PasswordSeal password_seal() const;

  /// Codes of stored rows by a data key. @errors corrupt: it is not in the file (names it)
  [[nodiscard]] Result<RowCodes> row_codes(int key) const;

  [[nodiscard]] int newest_key() const;
  [[nodiscard]] std::vector<int> keys() const;
  [[nodiscard]] Suite suite() const;

  /// With one more key, by which everything is sealed from now on; the old ones still open. The file is replaced whole
  /// or not at all. @param suite of the new key. @errors io
  [[nodiscard]] Result<Vault> add_key(const std::string& path, Suite suite) const;
  /// Without all but the newest: what they wrapped can never be read again. @errors io
  [[nodiscard]] Result<Vault> drop_old_keys(const std::string& path) const;

 private:
  struct Ring;
  explicit Vault(std::shared_ptr<const Ring> ring) : ring_(std::move(ring)) {}
  std::shared_ptr<const Ring> ring_;
};

}  // namespace hejie::crypto
