#include "storage/store.h"

#include <future>

namespace hejie::storage {

CommitOutcome Store::commit(Commit commit) {
  std::promise<CommitOutcome> promise;
  auto outcome = promise.get_future();
  submit(std::move(commit), [&promise](CommitOutcome result) { promise.set_value(std::move(result)); });
  return outcome.get();
}

}  // namespace hejie::storage
