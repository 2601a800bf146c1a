// The store in one SQLite file: DIR/hejie.db. One thread owns the only writing connection and commits what is queued as
// a group; readers have connections of their own. Not for two processes: the folder is locked while the store is open.
// Called by cli (serve, import ...) and tests; everyone else sees the port.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "crypto/row_codes.h"
#include "storage/sqlite/migrations.h"
#include "storage/sqlite/writer.h"
#include "storage/store.h"

namespace hejie::storage::sqlite {

inline constexpr const char* kFileName = "hejie.db";
/// Exit code of a process that could not write: what the page cache holds can no longer be believed; a restart
/// recovers.
inline constexpr int kExitDiskFailed = 70;

struct Options {
  std::string folder;
  int queue_limit = 10'000;  ///< commands waiting; more are refused (unavailable)
  int batch_limit = 256;     ///< commands in one transaction
  int batch_ms = 4;          ///< a transaction takes no further command after this
  /// Log pages after which the writer checkpoints between batches; at four times as many it waits a little for readers.
  int checkpoint_pages = 1'000;
  long long log_limit_bytes = 16LL << 20;  ///< the log file is cut to this when it begins anew
  int probe_ms = 1'000;                    ///< in read-only mode: how often writing is tried
  /// Called once, from the writer, when a commit or checkpoint failed in the disk. The default says so and exits 70.
  std::function<void(const Error&)> fatal;
  std::string vfs;  ///< tests: a file system that fails on purpose
  std::span<const Migration> steps = shipped_migrations();
  /// By what the logs of a store made now are hashed; empty: as they are, SHA-256 in a new one. After open_store: what
  /// holds.
  std::optional<audit::HashKind> log_hash{};
  crypto::Suite suite = crypto::Suite::aes;      ///< of a key file made now
  std::shared_ptr<const crypto::Vault> vault{};  ///< set by open_store from the folder's key file
  std::optional<crypto::RowCodes> codes{};       ///< set by open_store: those of the rows that decide authority
  bool note_codes = true;                        ///< false, for tests: the access log of a new store begins empty
};

/// Creates folder and file when missing, locks the folder, migrates an older file, starts the writer.
/// @errors io (locked: names the holder; newer schema: names both versions), corrupt (also: what decides authority is
/// not what was last written, see code_settle.h)
Result<std::unique_ptr<Store>> open_store(Options options);

}  // namespace hejie::storage::sqlite
