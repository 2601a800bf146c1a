// The key file of a store: private.key in its folder, or what a link of that name points to (another disk, a token, the
// credentials folder of the service). A store and its key file know each other by a mark, so that a wrong one is
// refused before anything is written. Called when a store is opened; the change of keys by the CLI.
#pragma once

#include <memory>
#include <string>

#include "crypto/vault.h"
#include "storage/sqlite/connection.h"

namespace hejie::storage::sqlite {

inline constexpr const char* kKeyFileName = "private.key";

/// For a store that may write: reads the key file, or makes one of `suite` for a store that never had any.
/// @errors io: the store was sealed with a key file that is not there, or with another one; as Vault::read
Result<std::shared_ptr<const crypto::Vault>> vault_for_writing(Connection& db, const std::string& folder,
                                                               crypto::Suite suite = crypto::Suite::aes);
/// For a reader beside: null when there is no key file. @errors as Vault::read
Result<std::shared_ptr<const crypto::Vault>> vault_for_reading(const std::string& folder);

/// Before a backup replaces a store that was never used: its key file sealed nothing and goes, unless it is the
/// backup's.
/// @throws Failure @errors as Vault::read
Status drop_unused_keys(const std::string& backup, const std::string& folder);

/// Seals what schema 4 kept in plain tables and drops them. @throws Failure
void seal_plain_tables(Connection& db, const crypto::Vault& vault);

struct KeyChange {
  int key = 0;            ///< by which everything is wrapped now
  long long wrapped = 0;  ///< values whose key was wrapped again
  bool dropped_old = false;
};

/// A new key; every value's own key is wrapped by it; then the older keys are taken out of the file, so that copies and
/// backups made before can only be read with an older copy of it. Codes of authority are made anew by it. The folder is
/// locked meanwhile: no server may run.
/// @errors io: in use, no store, no key file; corrupt: a value does not open, or a row of authority is not what its
/// code says (nothing is dropped then)
Result<KeyChange> change_key(const std::string& folder, crypto::Suite suite, bool drop_old);

}  // namespace hejie::storage::sqlite
