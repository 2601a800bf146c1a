// The schema as numbered steps, each a file in migrations/ put into the program at build. Called when a store is
// opened.
#pragma once

#include <span>
#include <string>

#include "crypto/vault.h"
#include "engine/base/result.h"
#include "storage/sqlite/connection.h"

namespace hejie::storage::sqlite {

struct Migration {
  int version = 0;        ///< from 1, without gaps
  const char* name = "";  ///< of its file
  const char* sql = "";
};

/// All steps of this program, in order.
std::span<const Migration> shipped_migrations();

/// Marks the file as a store of this program ("hjie").
inline constexpr int kApplicationId = 0x686A6965;

/// Before writing: may this program use the file? A missing or empty file is fine.
/// @errors io: newer than this program (names both versions), or not a store. corrupt
Status check_usable(const std::string& path, const std::string& vfs, std::span<const Migration> steps);

/// Brings the file to the newest schema, each step in a transaction of its own. An older store is first copied beside
/// itself (PATH.schemaN.bak, never overwriting). @returns path of that copy, "" when none was needed. The step that
/// seals personal data takes the key file of `folder`, or makes it, of `suite`.
/// @throws Failure @errors io: the copy cannot be written; the key file is not the store's
Result<std::string> migrate(Connection& db, const std::string& folder, std::span<const Migration> steps,
                            crypto::Suite suite = crypto::Suite::aes);

}  // namespace hejie::storage::sqlite
