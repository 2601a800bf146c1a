// The store in memory: for replay, `verify` and tests. Commits are applied at once on the caller's thread, one at a
// time; snapshots are copies made only when a commit meets one that is still held. Keeps nothing when the program ends.
#pragma once

#include <memory>

#include "storage/store.h"

namespace hejie::storage::memory {

std::unique_ptr<Store> open_store();

}  // namespace hejie::storage::memory
