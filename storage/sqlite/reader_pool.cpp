#include "storage/sqlite/reader_pool.h"

#include "storage/sqlite/reach.h"

namespace hejie::storage::sqlite {

Result<std::unique_ptr<Snapshot>> ReaderPool::snapshot() {
  return guarded([this]() -> Result<std::unique_ptr<Snapshot>> {
    auto db = take(idle_);
    if (!db) db = std::make_unique<Connection>(options_);
    return std::make_unique<SqliteSnapshot>(std::move(db), vault_, guard_,
                                            [pool = shared_from_this()](std::unique_ptr<Connection> used) {
                                              pool->give_back(std::move(used), pool->idle_);
                                            });
  });
}

Result<std::unique_ptr<Snapshot>> ReaderPool::snapshot_within(const Reach& reach) {
  return guarded([&]() -> Result<std::unique_ptr<Snapshot>> {
    auto db = take(idle_limited_);
    if (!db) {
      db = std::make_unique<Connection>(options_);
      limit(*db);
    }
    set_reach(*db, reach, guard_.get());
    return std::make_unique<SqliteSnapshot>(std::move(db), vault_, guard_,
                                            [pool = shared_from_this()](std::unique_ptr<Connection> used) {
                                              pool->give_back(std::move(used), pool->idle_limited_);
                                            });
  });
}

Status ReaderPool::walk_codes() {
  return guarded([this]() -> Status {
    auto db = take(idle_);
    if (!db) db = std::make_unique<Connection>(options_);
    db->query("BEGIN").run();
    auto report = check_codes(*db, guard_->codes());
    db->query("COMMIT").run();
    guard_->walked(std::move(report));
    give_back(std::move(db), idle_);
    return {};
  });
}

std::unique_ptr<Connection> ReaderPool::take(Idle& idle) {
  const std::lock_guard lock(mutex_);
  if (idle.empty()) return nullptr;
  auto out = std::move(idle.back());
  idle.pop_back();
  return out;
}

void ReaderPool::give_back(std::unique_ptr<Connection> connection, Idle& idle) {
  constexpr std::size_t kMostIdle = 96;  // more than a server has threads: a new one reads the whole schema
  const std::lock_guard lock(mutex_);
  if (idle.size() < kMostIdle) idle.push_back(std::move(connection));
}

}  // namespace hejie::storage::sqlite
