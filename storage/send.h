// A commit handed to the store without waiting, for those who make the next one meanwhile: a storm of due cases, the
// synthetic bureau. Who needs the outcome at once calls Store::commit.
#pragma once

#include <future>

#include "storage/store.h"

namespace hejie::storage {

/// @returns what Store::commit would, once the store has written it; may be dropped: the commit is written all the same
[[nodiscard]] std::future<CommitOutcome> send(Store& store, Commit commit);

}  // namespace hejie::storage
