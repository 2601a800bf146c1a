// The chain and the tree of a log in the file: how the writer lengthens them inside the deciding transaction, and how
// readers get at their hashes. Subtrees of 256 leaves and more are kept in the table `tree`; smaller ones are made from
// the entries when asked for.
#pragma once

#include <optional>

#include "audit/tree.h"
#include "storage/snapshot.h"
#include "storage/sqlite/connection.h"

namespace hejie::storage::sqlite {

inline constexpr int kKeptLevel = 8;  ///< 2^8 leaves

/// Where a log ends. A value: what was rolled back is undone by putting the old one back.
class LogEnd {
 public:
  LogEnd(Log log, audit::HashKind hash) : log_(log), hash_(hash), edge_(hash) {}
  /// Reads it from the file. @throws Failure
  void load(Connection& db);
  [[nodiscard]] Seq size() const { return edge_.size(); }
  [[nodiscard]] const audit::Hash& chain() const { return chain_; }  ///< of the last entry
  /// Link of the next entry; keeps the subtrees it completes. @throws Failure
  const audit::Hash& append(Connection& db, std::string_view entry, const audit::Hash& leaf);

 private:
  Log log_;
  audit::HashKind hash_;
  audit::Edge edge_;
  audit::Hash chain_{};
};

/// By what the logs of this store are hashed. @throws Failure: it names a hash this program does not know
[[nodiscard]] audit::HashKind read_log_hash(Connection& db);
/// The same for a store about to be written: one whose logs are still empty takes `wanted`, every other keeps its own.
/// @throws Failure
audit::HashKind settle_log_hash(Connection& db, std::optional<audit::HashKind> wanted);

/// Entries after `after`, ascending. @throws Failure
[[nodiscard]] std::vector<LogEntry> read_log(Connection& db, Log log, Seq after, int limit);
[[nodiscard]] Seq log_size(Connection& db, Log log);
/// @errors corrupt: not there. @throws Failure
[[nodiscard]] Result<audit::Hash> read_node(Connection& db, audit::HashKind hash, Log log, int level,
                                            std::int64_t index);

/// Chains events written by an older program; inside the transaction of their migration. @throws Failure
void chain_old_events(Connection& db);

}  // namespace hejie::storage::sqlite
