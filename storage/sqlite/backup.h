// Copies of a store: taken while it runs, brought back into an empty folder, and asked whether they are sound. Reads
// through read-only connections and never writes a live file. Called by the CLI verbs backup, restore and check, and by
// crash tests.
#pragma once

#include <string>
#include <vector>

#include "engine/base/result.h"
#include "storage/store.h"

namespace hejie::storage::sqlite {

struct CopyReport {
  std::string file;
  int schema = 0;
  Seq head = 0;  ///< seq of the last event in the copy
  long long cases = 0;
  long long bytes = 0;
};

/// Copies the store of `folder` as of now into `file`, then verifies the copy. A server may be running.
/// @errors io: no store there, `file` exists, cannot be written. corrupt: source or copy is damaged
Result<CopyReport> backup(const std::string& folder, const std::string& file);

/// Puts a backup into `folder`. @errors io: the folder is in use (names the process), holds a store that is not empty,
/// or the backup is newer than this program; corrupt: the backup is damaged
Result<CopyReport> restore(const std::string& file, const std::string& folder);

struct FileReport {
  int schema = 0;
  long long events = 0, cases = 0, numbers = 0, alerts = 0;
  std::vector<Finding> findings;  ///< path names table and row: "/events/17"
  bool cut = false;               ///< there were more findings than `most`
};

/// The file by itself: pages, sequence, versions, byte forms, numbers, rows without a case. Whether a case folds to
/// what lists say is app's to ask. @errors io, corrupt: not even readable
Result<FileReport> check_file(const std::string& folder, std::size_t most = 1000);

/// A store that only reads, for programs beside a running server (check, export). Commits answer read_only.
/// @errors io: no store there, newer schema. corrupt
Result<std::unique_ptr<Store>> open_reader(const std::string& folder);

}  // namespace hejie::storage::sqlite
