// Staff accounts, log-in, sessions, second factors and tokens for programs. Sessions, limits and lock-outs run on the
// machine's real clock even when a demonstration speeds bureau time up. Every change and every log-in, refused or not,
// is an entry of the access log in the same commit. Callers: api, cli (user verbs), demo.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "app/caller.h"
#include "app/throttle.h"
#include "crypto/password.h"
#include "engine/base/clock.h"
#include "engine/base/result.h"
#include "storage/commit.h"

namespace hejie::storage {
class Snapshot;
class Store;
}  // namespace hejie::storage

namespace hejie::app {

struct AccountView {
  AccountId id;
  std::string username, display_name;
  std::vector<std::string> roles;
  bool disabled = false;
  bool second_factor = false;  ///< one-time codes
  Instant created_at{};
  std::string certificate{};  ///< fingerprint of the one bound to it; "" = none
};

struct LogIn {
  std::string token;  ///< 256 bit, shown once; only its hash is stored
  Caller caller;
  Instant expires_at{};  ///< absolute
};

struct SessionView {
  std::string id, label;  ///< label: of a token
  bool is_token = false;
  std::vector<std::string> scopes;
  Instant created_at{}, seen_at{}, expires_at{};
};

struct AccountLimits {
  crypto::PasswordCost cost{};
  /// Key of the outer layer of passwords by national algorithms; without it such hashes cannot be checked.
  std::shared_ptr<const crypto::PasswordSeal> seal{};
  bool sm_passwords = false;  ///< new hashes have that layer, others get it at the next log-in. @pre seal
  int hashes_at_once = 2;
  int hashes_waiting = 16;  ///< more at the same time are told to come back; so with passwords being set
  int idle_minutes = 30;
  int absolute_hours = 12;
  ThrottleLimits throttle{};
  int sessions_per_account = 5;  ///< the oldest gives way
  int reset_minutes = 15;        ///< a code for a new password holds so long
  int fresh_minutes = 15;        ///< a log-in younger than this may change factors, tokens, and accounts of others
  bool need_second_factor = false;
  bool composed_passwords = false;  ///< GB/T 22239-2019 8.1.4.1 a)
  int password_days = 0;            ///< a password older than this must be changed; 0 = never
  int password_history = 0;         ///< so many earlier passwords are not taken again
};

/// Where a request comes from, for lock-outs and the access log, and the certificate shown in its TLS connection.
struct RequestFrom {
  std::string address, request_id;
  std::string certificate{};        ///< fingerprint; "" = none
  std::string certificate_fault{};  ///< "" = good; expired, not_yet_valid, untrusted
};

/// What is said of a certificate that does not do: expired, not_yet_valid, untrusted, not_bound, required.
[[nodiscard]] Error certificate_refused(const std::string& fault);
/// 64 lower-case hex digits; colons and spaces between are left out. Empty: it is none.
[[nodiscard]] std::optional<std::string> normal_fingerprint(const std::string& text);

class Accounts {
 public:
  Accounts(storage::Store& store, const Clock& real_clock, std::vector<std::string> known_roles,
           AccountLimits limits = {});
  ~Accounts();

  using From = RequestFrom;

  // ---- log-in
  /// `otp`: six digits or a recovery code; "" when none was given. The certificate bound to the account serves in its
  /// place; then the session holds in connections that show it, and in no other.
  /// @errors unauthorized (the same words for a wrong name and a wrong password; the finding otp/mfa_required when only
  /// the second factor is missing or wrong; certificate_... where a certificate is bound and the one shown does not
  /// do), too_many (wait_seconds), forbidden: password_expired, unavailable
  Result<LogIn> log_in(const std::string& username, const std::string& password, const std::string& otp,
                       const From& from);
  Result<LogIn> log_in(const std::string& username, const std::string& password, const std::string& address) {
    return log_in(username, password, "", {address, ""});
  }
  /// After too_many: until another try is heard. 0 = at once.
  [[nodiscard]] int wait_seconds(const std::string& username, const From& from);
  /// @errors unauthorized: unknown, idle too long, expired, account disabled, bound to a certificate that is not shown
  Result<Caller> who(const std::string& token, const From& from = {});
  Status log_out(const std::string& token);

  // ---- one's own
  /// @errors unauthorized: `old` is wrong; invalid: rules
  Status change_password(const Caller& caller, const std::string& old, const std::string& fresh, const From& from);
  /// A new secret in base32, not yet in force. @errors forbidden: the log-in is not fresh, or there is one already
  Result<std::string> offer_second_factor(const Caller& caller);
  /// Puts the offered secret in force. @returns ten recovery codes, shown once. @errors invalid: the code is wrong
  Result<std::vector<std::string>> take_second_factor(const Caller& caller, const std::string& code, const From& from);
  /// @errors forbidden: the log-in is not fresh, or this bureau demands one
  Status drop_second_factor(const Caller& caller, const From& from);
  /// Binds the certificate of this connection to one's own account. @errors forbidden: the log-in is not fresh;
  /// invalid: the password is wrong, none is shown, or it does not do; conflict: bound to another account
  Status bind_own_certificate(const Caller& caller, const std::string& password, const From& from);
  /// @errors forbidden: the log-in is not fresh, or this bureau demands a factor and there is no other
  Status unbind_own_certificate(const Caller& caller, const From& from);
  Result<LogIn> make_token(const Caller& caller, const std::string& label, const std::vector<std::string>& scopes,
                           int days, const From& from);
  Result<std::vector<SessionView>> sessions(const AccountId& account);
  /// @errors not_found
  Status end_session(const Caller& caller, const AccountId& account, const std::string& session, const From& from);

  // ---- administration; authority is the caller's business
  /// An empty password: nobody can log in until a code of reset_code() has been used.
  /// @errors invalid (all findings): name, role, password rules; conflict: the name is taken
  Result<AccountView> add(const std::string& username, const std::string& display_name,
                          const std::vector<std::string>& roles, const std::string& password,
                          const AccountId& by = AccountId("u_local"), const From& from = {});
  Result<std::vector<AccountView>> list();
  Result<AccountView> find(const AccountId& account);
  /// Roles, name shown, and whether it may log in; what it has done stays. New roles end its sessions, as does
  /// disabling. @errors not_found, invalid, forbidden: one's own roles
  Result<AccountView> change(const Caller& by, const AccountId& account, const std::string& display_name,
                             const std::vector<std::string>& roles, bool disabled, const From& from);
  /// A code of 128 bit with which the person sets a new password; ends every session. @errors not_found
  Result<LogIn> reset_code(const Caller& by, const AccountId& account, const From& from);
  /// @errors unauthorized: code wrong, used or too old; invalid: rules
  Status use_reset_code(const std::string& code, const std::string& password, const From& from);
  /// For a lost device; ends every session. @errors not_found
  Status remove_second_factor(const Caller& by, const AccountId& account, const From& from);
  /// In place of the one bound before; ends every session. @errors not_found; invalid: no fingerprint; conflict: bound
  /// to another account
  Status bind_certificate(const Caller& by, const AccountId& account, const std::string& fingerprint, const From& from);
  /// Ends every session. @errors not_found
  Status unbind_certificate(const Caller& by, const AccountId& account, const From& from);
  /// Ends every session of the account. @errors not_found
  Status disable(const std::string& username);
  /// New password; ends every session. @errors not_found, invalid
  Status reset(const std::string& username, const std::string& password);

  /// Before another's account is changed. @errors forbidden: reauth, the log-in is not fresh
  [[nodiscard]] Status check_fresh(const Caller& caller) const;

  [[nodiscard]] const AccountLimits& limits() const { return limits_; }

 private:
  struct Live {
    Caller caller;
    Instant created_at{}, seen_at{}, stored_seen_at{}, expires_at{};
    Instant refused_at{};  ///< for its certificate: told at most once a minute
  };
  struct Gate;

  // accounts.cpp
  class Turn;
  Result<bool> verify(const std::string& password, const std::string& hash);
  Result<std::string> hash(const std::string& password);
  /// Of new hashes; null: they have no outer layer.
  [[nodiscard]] const crypto::PasswordSeal* new_seal() const;
  std::string dummy_hash();
  void forget_live(const AccountId& account);
  Result<storage::Account> need(const AccountId& account);
  Result<storage::Account> need_named(const std::string& username);
  Status commit(storage::Commit commit, const AccountId& by);
  [[nodiscard]] storage::Put note(const AccountId& by, const std::string& action, const std::string& object,
                                  const std::string& result, const From& from) const;
  void note_refusal(const AccountId& by, const std::string& username, const std::string& result, const From& from);
  // log_in.cpp
  /// What a log-in shows besides the password, and what came of it.
  struct Factor {
    std::string otp, bound;       ///< the fingerprint the account is bound to
    bool by_certificate = false;  ///< it was the certificate that did
  };
  Status check_second_factor(storage::Account& account, Factor& factor, const From& from);
  Result<LogIn> open_session(storage::Account account, bool changed, const Factor& factor, const From& from);
  bool holds_here(Live& live, const From& from);
  Result<Live> load_session(const std::string& token_hash);
  Caller caller_of(const storage::Account& account, const storage::Session& session, bool certificate) const;
  // certificates.cpp
  static Result<std::string> bound_certificate(storage::Snapshot& snapshot, const AccountId& account);
  static Result<std::map<std::string, std::string>> bound_certificates(storage::Snapshot& snapshot);  ///< by account
  Status keep_certificate(const AccountId& by, const storage::Account& account, const std::string& fingerprint,
                          const std::string& action, bool ends_sessions, const From& from);
  // account_admin.cpp
  [[nodiscard]] std::vector<Finding> role_findings(const std::vector<std::string>& roles) const;
  Status set_password(storage::Account& account, const std::string& password, const std::string& path);
  Status save(storage::Account account, bool ends_sessions, storage::Put note, const AccountId& by);

  storage::Store& store_;
  const Clock& clock_;
  std::vector<std::string> known_roles_;
  AccountLimits limits_;
  Throttle throttle_;
  std::unique_ptr<Gate> gate_;
  std::mutex mutex_;
  std::mutex certificates_;                               ///< held while one is bound or unbound
  std::unordered_map<std::string, Live> live_;            ///< by token hash
  std::unordered_map<std::string, std::string> offered_;  ///< secrets not yet in force, by account
  std::once_flag dummy_once_;
  std::string dummy_hash_;
};

}  // namespace hejie::app
