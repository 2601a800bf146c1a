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
  /// @param guard null: nobody acts on what is read, so that rows are not held against their codes
  ReaderPool(ConnectionOptions options, std::shared_ptr<const crypto::Vault> vault,
             std::shared_ptr<AuthorityGuard> guard = nullptr)
      : options_(std::move(options)), vault_(std::move(vault)), guard_(std::move(guard)) {}

  /// Any thread. @errors unavailable, corrupt, io
  Result<std::unique_ptr<Snapshot>> snapshot();
  /// The same of what lies within a reach. Connections of the two kinds are never mixed.
  Result<std::unique_ptr<Snapshot>> snapshot_within(const Reach& reach);
  /// Over all codes of authority; what was found stands in the guard. @pre there is a guard @errors as snapshot
  Status walk_codes();

 private:
  using Idle = std::vector<std::unique_ptr<Connection>>;
  std::unique_ptr<Connection> take(Idle& idle);
  void give_back(std::unique_ptr<Connection> connection, Idle& idle);

  ConnectionOptions options_;
  std::shared_ptr<const crypto::Vault> vault_;
  std::shared_ptr<AuthorityGuard> guard_;
  std::mutex mutex_;
  Idle idle_, idle_limited_;
};

}  // namespace hejie::storage::sqlite
