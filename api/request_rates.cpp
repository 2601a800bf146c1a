#include "api/request_rates.h"

#include "engine/base/fault_controls.h"

#include <algorithm>
#include <cmath>

namespace hejie::api {
namespace {

constexpr std::size_t kMostBuckets = 100'000;  // addresses cost memory: the full ones are forgotten before

}  // namespace

RequestRates::Verdict RequestRates::take(const std::string& account, const std::string& address, std::int64_t now_ms) {
  if (limits_.a_second == 0 || HEJIE_FAULT(no_rates)) return {};
  const std::lock_guard lock(mutex_);
  if (buckets_.size() >= kMostBuckets) forget_full(now_ms);
  const auto address_bucket = [&] {
    return take_one("@" + address, limits_.a_second * limits_.accounts_an_address, now_ms);
  };
  if (account.empty()) return address_bucket();
  const Verdict of_account = take_one(account, limits_.a_second, now_ms);
  if (!of_account.allowed) return of_account;  // what it asks in vain is not taken from its neighbors
  const Verdict of_address = address_bucket();
  return !of_address.allowed || of_address.remaining < of_account.remaining ? of_address : of_account;
}

RequestRates::Verdict RequestRates::take_one(const std::string& key, int a_second, std::int64_t now_ms) {
  const int size = a_second * limits_.burst_seconds;
  const auto [it, fresh] = buckets_.try_emplace(key, Bucket{static_cast<double>(size), now_ms});
  Bucket& bucket = it->second;
  const double gained = static_cast<double>(std::max<std::int64_t>(now_ms - bucket.at_ms, 0)) * a_second / 1e3;
  bucket.level = std::min(static_cast<double>(size), bucket.level + gained);
  bucket.at_ms = std::max(bucket.at_ms, now_ms);
  Verdict out;
  out.limit = size;
  out.allowed = bucket.level >= 1;
  if (out.allowed) bucket.level -= 1;
  out.remaining = static_cast<int>(bucket.level);
  if (!out.allowed) out.wait_seconds = std::max(1, static_cast<int>(std::ceil((1 - bucket.level) / a_second)));
  return out;
}

/// A bucket nobody has taken from for as long as it needs to fill is as good as none.
void RequestRates::forget_full(std::int64_t now_ms) {
  const std::int64_t fills_ms = std::int64_t{limits_.burst_seconds} * 1'000;
  std::erase_if(buckets_, [&](const auto& entry) { return now_ms - entry.second.at_ms >= fills_ms; });
}

}  // namespace hejie::api
