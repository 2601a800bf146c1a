#include "app/case_cache.h"

namespace hejie::app {

OpenedCasePtr CaseCache::find(const CaseId& id, Version version, const std::string& calendar_version) {
  const std::lock_guard lock(mutex_);
  const auto found = index_.find(id);
  if (found == index_.end()) return nullptr;
  const auto opened = *found->second;
  if (opened->file.state.version != version || opened->calendar_version != calendar_version) return nullptr;
  order_.splice(order_.begin(), order_, found->second);
  return opened;
}

void CaseCache::put(const OpenedCasePtr& opened) {
  const std::lock_guard lock(mutex_);
  const auto& id = opened->file.state.id;
  if (const auto found = index_.find(id); found != index_.end()) {
    // A slower reader must not put an older fold over a newer one.
    if ((*found->second)->file.state.version > opened->file.state.version) return;
    order_.erase(found->second);
    index_.erase(found);
  }
  order_.push_front(opened);
  index_[id] = order_.begin();
  if (order_.size() <= capacity_) return;
  index_.erase(order_.back()->file.state.id);
  order_.pop_back();
}

void CaseCache::drop(const CaseId& id) {
  const std::lock_guard lock(mutex_);
  const auto found = index_.find(id);
  if (found == index_.end()) return;
  order_.erase(found->second);
  index_.erase(found);
}

bool CaseCache::has(const CaseId& id) const {
  const std::lock_guard lock(mutex_);
  return index_.contains(id);
}

std::size_t CaseCache::size() const {
  const std::lock_guard lock(mutex_);
  return order_.size();
}

}  // namespace hejie::app
