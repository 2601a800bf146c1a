// Failed log-ins, counted by account at an address, by account, and by address, with waiting times that double. A place
// from which an account has logged in before is not shut out by strangers. In memory: a restart forgets. Any thread.
#pragma once

#include <map>
#include <mutex>
#include <set>
#include <string>

#include "engine/base/date.h"

namespace hejie::app {

struct ThrottleLimits {
  int failures = 5;            ///< of an account at one address, before it must wait
  int account_failures = 50;   ///< of an account at strange addresses together
  int address_failures = 100;  ///< of an address with any account
  int first_wait_seconds = 60;
  int longest_wait_seconds = 15 * 60;
  int forget_seconds = 60 * 60;  ///< after the last failure
};

class Throttle {
 public:
  explicit Throttle(ThrottleLimits limits) : limits_(limits) {}

  /// Seconds until another try is heard; 0 = now.
  [[nodiscard]] int wait_seconds(const std::string& account, const std::string& address, Instant now);
  void failed(const std::string& account, const std::string& address, Instant now);
  void succeeded(const std::string& account, const std::string& address);
  /// An administrator helps: nothing is held against the account any more.
  void forgive(const std::string& account);

 private:
  struct Count {
    int failures = 0;
    Instant last{};
  };
  [[nodiscard]] int wait_of(const std::string& key, int allowed, Instant now) const;
  void count(const std::string& key, Instant now);

  ThrottleLimits limits_;
  std::mutex mutex_;
  std::map<std::string, Count> counts_;
  std::set<std::string> known_;  ///< account and address that have logged in
};

}  // namespace hejie::app
