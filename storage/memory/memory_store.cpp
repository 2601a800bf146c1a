#include "storage/memory/memory_store.h"

#include <mutex>

#include "storage/memory/data.h"
#include "storage/refusals.h"

namespace hejie::storage::memory {
namespace {

class MemoryStore final : public Store {
 public:
  explicit MemoryStore(audit::HashKind log_hash) {
    if (log_hash != audit::HashKind::sha256) data_->marks[kLogHashMark] = audit::name_of(log_hash);
  }

  void submit(Commit commit, std::function<void(CommitOutcome)> done) override { done(write(commit)); }

  Result<std::unique_ptr<Snapshot>> snapshot() override {
    const std::lock_guard lock(mutex_);
    return make_snapshot(data_);
  }

  [[nodiscard]] Health health() const override {
    const std::lock_guard lock(mutex_);
    Health out;
    out.stopping = stopping_;
    out.batches = out.commands = commands_;
    return out;
  }

  void stop() override {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }

 private:
  CommitOutcome write(const Commit& commit) {
    if (auto defect = find_defect(commit)) return std::unexpected(std::move(*defect));
    const std::lock_guard lock(mutex_);
    if (stopping_) return std::unexpected(stopping());
    if (data_.use_count() > 1) data_ = std::make_shared<Data>(*data_);  // a snapshot keeps the old one
    auto outcome = apply(*data_, commit);
    if (outcome) ++commands_;
    return outcome;
  }

  mutable std::mutex mutex_;
  std::shared_ptr<Data> data_ = std::make_shared<Data>();
  bool stopping_ = false;
  long long commands_ = 0;
};

}  // namespace

std::unique_ptr<Store> open_store(audit::HashKind log_hash) {
  return std::make_unique<MemoryStore>(log_hash);
}

}  // namespace hejie::storage::memory
