// The store in memory: for replay, `verify` and tests. Commits are applied at once on the caller's thread, one at a
// time; snapshots are copies made only when a commit meets one that is still held. Keeps nothing when the program ends.
#pragma once

#include <memory>

#include "storage/store.h"

namespace hejie::storage::memory {

/// @param log_hash by what its logs are hashed
std::unique_ptr<Store> open_store(audit::HashKind log_hash = audit::HashKind::sha256);

}  // namespace hejie::storage::memory
