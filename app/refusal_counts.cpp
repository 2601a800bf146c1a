#include "app/refusal_counts.h"

#include <iterator>
#include <utility>

namespace hejie::app {
namespace {

constexpr std::int64_t kMinuteMs = 60'000;

std::string kind_of(const storage::AccessRecord& record) {
  const bool known = !record.actor.value.empty();
  return (known ? record.actor.value : "?" + record.address) + '\n' + record.action + '\n' + record.result;
}

/// What is beyond the kinds of a minute tells how many there were, and nothing of one of them.
storage::AccessRecord beyond(const storage::AccessRecord& record, bool known) {
  return {record.at, {}, "", RefusalCounts::kMore, known ? "accounts" : "strangers", "refused", ""};
}

}  // namespace

std::optional<storage::AccessRecord> RefusalCounts::take(storage::AccessRecord record) {
  const std::lock_guard lock(mutex_);
  const std::int64_t minute = record.at.ms / kMinuteMs;
  if (minute != minute_) {
    close(over_);
    minute_ = minute;
  }
  const bool known = !record.actor.value.empty();
  std::string key = kind_of(record);
  auto found = kinds_.find(key);
  if (found == kinds_.end()) {
    std::size_t& there = known ? known_ : strangers_;
    if (there < (known ? kKindsOfKnown : kKindsOfStrangers)) {
      ++there;
      kinds_.emplace(std::move(key), Kind{record, 0});
      return record;
    }
    record = beyond(record, known);
    found = kinds_.try_emplace(kind_of(record) + record.object, Kind{record, 0}).first;
  }
  found->second.last = std::move(record);
  ++found->second.more;
  return std::nullopt;
}

std::vector<storage::AccessRecord> RefusalCounts::counted(Instant now, bool all) {
  const std::lock_guard lock(mutex_);
  if (all || now.ms / kMinuteMs != minute_) close(over_);
  return std::exchange(over_, {});
}

void RefusalCounts::close(std::vector<storage::AccessRecord>& out) {
  for (auto& [key, kind] : kinds_) {
    if (kind.more == 0) continue;
    kind.last.result += " +" + std::to_string(kind.more);
    out.push_back(std::move(kind.last));
  }
  kinds_.clear();
  known_ = strangers_ = 0;
}

}  // namespace hejie::app
