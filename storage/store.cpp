#include "storage/store.h"

#include <future>

namespace hejie::storage {

CommitOutcome Store::commit(Commit commit) {
  // shared: the waiter may be gone before set_value has returned in the writer
  const auto promise = std::make_shared<std::promise<CommitOutcome>>();
  auto outcome = promise->get_future();
  submit(std::move(commit), [promise](CommitOutcome result) { promise->set_value(std::move(result)); });
  return outcome.get();
}

}  // namespace hejie::storage
