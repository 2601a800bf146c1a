// Staff accounts and log-in sessions. Sessions, limits and lock-outs run on the machine's real clock even when a
// demonstration speeds bureau time up. Callers: api (log in, who am I), cli (user verbs), demo.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "app/caller.h"
#include "crypto/password.h"
#include "engine/base/clock.h"
#include "engine/base/result.h"

namespace hejie::storage {
class Store;
struct Account;
}  // namespace hejie::storage

namespace hejie::app {

struct AccountView {
  AccountId id;
  std::string username, display_name;
  std::vector<std::string> roles;
  bool disabled = false;
  Instant created_at{};
};

struct LogIn {
  std::string token;  ///< 256 bit, shown once; only its hash is stored
  Caller caller;
  Instant expires_at{};  ///< absolute
};

struct AccountLimits {
  crypto::PasswordCost cost{};
  int hashes_at_once = 2;
  int hashes_waiting = 16;  ///< more at the same time are told to come back
  int idle_minutes = 30;
  int absolute_hours = 12;
  int failures = 5;  ///< by account and by address within `lock_minutes`
  int lock_minutes = 15;
  int sessions_per_account = 5;  ///< the oldest gives way
};

class Accounts {
 public:
  Accounts(storage::Store& store, const Clock& real_clock, std::vector<std::string> known_roles,
           AccountLimits limits = {});
  ~Accounts();

  /// @errors unauthorized (the same words for a wrong name and a wrong password), too_many, unavailable
  Result<LogIn> log_in(const std::string& username, const std::string& password, const std::string& peer);
  /// @errors unauthorized: unknown, idle too long, expired, account disabled
  Result<Caller> who(const std::string& token);
  Status log_out(const std::string& token);

  /// @errors invalid (all findings): name, role, password rules; conflict: the name is taken
  Result<AccountView> add(const std::string& username, const std::string& display_name,
                          const std::vector<std::string>& roles, const std::string& password);
  Result<std::vector<AccountView>> list();
  /// Ends every session of the account. @errors not_found
  Status disable(const std::string& username);
  /// New password; ends every session. @errors not_found, invalid
  Status reset(const std::string& username, const std::string& password);

 private:
  struct Live {
    Caller caller;
    Instant created_at{}, seen_at{}, stored_seen_at{}, expires_at{};
  };
  struct Gate;
  Status check_password_rules(const std::string& username, const std::string& password,
                              std::vector<Finding>& findings) const;
  Result<std::string> hash(const std::string& password);
  bool locked(const std::string& key, Instant now);
  void count_failure(const std::string& key, Instant now);
  std::string dummy_hash();
  void drop_sessions(const AccountId& account);

  storage::Store& store_;
  const Clock& clock_;
  std::vector<std::string> known_roles_;
  AccountLimits limits_;
  std::unique_ptr<Gate> gate_;
  std::mutex mutex_;
  std::unordered_map<std::string, Live> live_;  ///< by token hash
  std::map<std::string, std::vector<Instant>> failures_;
  std::once_flag dummy_once_;
  std::string dummy_hash_;
};

}  // namespace hejie::app
