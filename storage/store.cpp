#include "storage/store.h"

#include "storage/reach.h"
#include "storage/send.h"

namespace hejie::storage {

std::future<CommitOutcome> send(Store& store, Commit commit) {
  // shared: the waiter may be gone before set_value has returned in the writer
  const auto promise = std::make_shared<std::promise<CommitOutcome>>();
  auto outcome = promise->get_future();
  store.submit(std::move(commit), [promise](CommitOutcome result) { promise->set_value(std::move(result)); });
  return outcome;
}

Result<std::unique_ptr<Snapshot>> snapshot_within(Store& store, const Reach& reach) {
  auto* const reaching = dynamic_cast<Reaching*>(&store);
  if (reaching == nullptr)
    return fail(ErrorCode::unavailable, {"该存储不支持按机构限制", "this store cannot limit what is seen to a unit"});
  return reaching->snapshot_within(reach);
}

CommitOutcome Store::commit(Commit commit) {
  return send(*this, std::move(commit)).get();
}

}  // namespace hejie::storage
