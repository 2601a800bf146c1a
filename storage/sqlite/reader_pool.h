// Read-only connections and the snapshots made of them: taken from a small pool, given back when a snapshot ends.
// Shared by the store and the read-only store.
#pragma once

#include <memory>
#include <mutex>
#include <vector>

#include "storage/reach.h"
#include "storage/sqlite/snapshot.h"

namespace hejie::storage::sqlite {

class ReaderPool : public std::enable_shared_from_this<ReaderPool> {
 public:
  /// @param vault null: sealed rows cannot be read
  ReaderPool(ConnectionOptions options, std::shared_ptr<const crypto::Vault> vault)
      : options_(std::move(options)), vault_(std::move(vault)) {}

  /// Any thread. @errors unavailable, corrupt, io
  Result<std::unique_ptr<Snapshot>> snapshot();
  /// The same of what lies within a reach. Connections of the two kinds are never mixed.
  Result<std::unique_ptr<Snapshot>> snapshot_within(const Reach& reach);

 private:
  using Idle = std::vector<std::unique_ptr<Connection>>;
  std::unique_ptr<Connection> take(Idle& idle);
  void give_back(std::unique_ptr<Connection> connection, Idle& idle);

  ConnectionOptions options_;
  std::shared_ptr<const crypto::Vault> vault_;
  std::mutex mutex_;
  Idle idle_, idle_limited_;
};

}  // namespace hejie::storage::sqlite
