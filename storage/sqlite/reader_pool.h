// Read-only connections and the snapshots made of them: taken from a small pool, given back when a snapshot ends.
// Shared by the store and the read-only store.
#pragma once

#include <memory>
#include <mutex>
#include <vector>

#include "storage/sqlite/snapshot.h"

namespace hejie::storage::sqlite {

class ReaderPool : public std::enable_shared_from_this<ReaderPool> {
 public:
  /// @param vault null: sealed rows cannot be read
  ReaderPool(ConnectionOptions options, std::shared_ptr<const crypto::Vault> vault)
      : options_(std::move(options)), vault_(std::move(vault)) {}

  /// Any thread. @errors unavailable, corrupt, io
  Result<std::unique_ptr<Snapshot>> snapshot();

 private:
  std::unique_ptr<Connection> take();
  void give_back(std::unique_ptr<Connection> connection);

  ConnectionOptions options_;
  std::shared_ptr<const crypto::Vault> vault_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<Connection>> idle_;
};

}  // namespace hejie::storage::sqlite
