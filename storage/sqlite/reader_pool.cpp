#include "storage/sqlite/reader_pool.h"

namespace hejie::storage::sqlite {

Result<std::unique_ptr<Snapshot>> ReaderPool::snapshot() {
  return guarded([this]() -> Result<std::unique_ptr<Snapshot>> {
    return std::make_unique<SqliteSnapshot>(
        take(), vault_,
        [pool = shared_from_this()](std::unique_ptr<Connection> db) { pool->give_back(std::move(db)); });
  });
}

std::unique_ptr<Connection> ReaderPool::take() {
  {
    const std::lock_guard lock(mutex_);
    if (!idle_.empty()) {
      auto out = std::move(idle_.back());
      idle_.pop_back();
      return out;
    }
  }
  return std::make_unique<Connection>(options_);
}

void ReaderPool::give_back(std::unique_ptr<Connection> connection) {
  constexpr std::size_t kMostIdle = 96;  // more than a server has threads: a new one reads the whole schema
  const std::lock_guard lock(mutex_);
  if (idle_.size() < kMostIdle) idle_.push_back(std::move(connection));
}

}  // namespace hejie::storage::sqlite
