#include "app/throttle.h"

#include "engine/base/fault_controls.h"

#include <algorithm>

namespace hejie::app {
namespace {

constexpr std::size_t kMostKeys = 20'000;  ///< an attacker chooses the keys

std::string both(const std::string& account, const std::string& address) {
  return account + "\n" + address;
}
std::string of_account(const std::string& account) {
  return account + "\n*";
}
std::string of_address(const std::string& address) {
  return "*\n" + address;
}

}  // namespace

int Throttle::wait_of(const std::string& key, int allowed, Instant now) const {
  const auto it = counts_.find(key);
  if (it == counts_.end() || it->second.failures < allowed) return 0;
  const std::int64_t since = (now.ms - it->second.last.ms) / 1000;
  if (since >= limits_.forget_seconds) return 0;
  std::int64_t wait = limits_.first_wait_seconds;
  for (int i = allowed; i < it->second.failures && wait < limits_.longest_wait_seconds; ++i) wait *= 2;
  wait = std::min<std::int64_t>(wait, limits_.longest_wait_seconds);
  return static_cast<int>(std::max<std::int64_t>(0, wait - since));
}

int Throttle::wait_seconds(const std::string& account, const std::string& address, Instant now) {
  if (HEJIE_FAULT(no_lock_out)) return 0;
  const std::lock_guard lock(mutex_);
  int wait = wait_of(both(account, address), limits_.failures, now);
  wait = std::max(wait, wait_of(of_address(address), limits_.address_failures, now));
  if (!known_.contains(both(account, address))) {
    wait = std::max(wait, wait_of(of_account(account), limits_.account_failures, now));
  }
  return wait;
}

void Throttle::count(const std::string& key, Instant now) {
  Count& one = counts_[key];
  if (now.ms - one.last.ms > limits_.forget_seconds * 1000LL) one.failures = 0;
  ++one.failures;
  one.last = now;
}

void Throttle::failed(const std::string& account, const std::string& address, Instant now) {
  const std::lock_guard lock(mutex_);
  if (counts_.size() > kMostKeys) {
    std::erase_if(counts_, [&](const auto& entry) {
      return entry.second.failures < limits_.failures ||
             now.ms - entry.second.last.ms > limits_.forget_seconds * 1000LL;
    });
    if (counts_.size() > kMostKeys) counts_.clear();
  }
  count(both(account, address), now);
  count(of_address(address), now);
  if (!known_.contains(both(account, address))) count(of_account(account), now);
}

void Throttle::succeeded(const std::string& account, const std::string& address) {
  const std::lock_guard lock(mutex_);
  counts_.erase(both(account, address));
  if (known_.size() > kMostKeys) known_.clear();
  known_.insert(both(account, address));
}

void Throttle::forgive(const std::string& account) {
  const std::lock_guard lock(mutex_);
  std::erase_if(counts_, [&](const auto& entry) { return entry.first.starts_with(account + "\n"); });
}

}  // namespace hejie::app
