// How many requests an account and an address may send: buckets that fill again with time. And how many exports run at
// once, since each reads much. In memory; a restart forgets. Any thread. Asked by routes.cpp before a handler runs.
#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>
#include <string>
#include <unordered_map>

namespace hejie::api {

struct RateLimits {
  int a_second = 100;           ///< of an account, in the long run; 0 = no limit
  int burst_seconds = 3;        ///< so many seconds' worth may come at once
  int accounts_an_address = 8;  ///< an address may send as much as so many accounts: a bureau behind one proxy
  int exports = 2;              ///< tables and archives written at once, all accounts together
};

class RequestRates {
 public:
  explicit RequestRates(RateLimits limits) : limits_(limits) {}

  struct Verdict {
    bool allowed = true;
    int limit = 0, remaining = 0;  ///< of the narrower bucket; 0 and 0 without a limit
    int wait_seconds = 0;          ///< until another request is heard; 0 = now
  };
  /// Takes one request out of both buckets. @param account "" = nobody known: the address alone counts
  /// @param now_ms of a clock that only goes forward
  [[nodiscard]] Verdict take(const std::string& account, const std::string& address, std::int64_t now_ms);

  /// Held while an export is written; false when too many are.
  class Export {
   public:
    explicit Export(RequestRates& rates) : rates_(rates), allowed_(++rates.exporting_ <= rates.limits_.exports) {}
    ~Export() { --rates_.exporting_; }
    Export(const Export&) = delete;
    Export& operator=(const Export&) = delete;
    [[nodiscard]] bool allowed() const { return allowed_; }

   private:
    RequestRates& rates_;
    bool allowed_;
  };

 private:
  struct Bucket {
    double level = 0;
    std::int64_t at_ms = 0;
  };
  Verdict take_one(const std::string& key, int a_second, std::int64_t now_ms);
  void forget_full(std::int64_t now_ms);

  RateLimits limits_;
  std::mutex mutex_;
  std::unordered_map<std::string, Bucket> buckets_;
  std::atomic<int> exporting_{0};
};

}  // namespace hejie::api
