// Log-in, sessions and what a token may do.
#include <algorithm>

#include "app/accounts.h"
#include "app/password_rules.h"
#include "crypto/sha256.h"
#include "crypto/totp.h"
#include "engine/base/fault_controls.h"
#include "storage/store.h"

namespace hejie::app {
namespace {

constexpr std::int64_t kMinuteMs = 60'000;
constexpr std::int64_t kDayMs = 24 * 60 * kMinuteMs;
constexpr std::size_t kOtpDigits = 6;
/// Before the fingerprint, among the scopes of a session that is bound to a certificate.
constexpr std::string_view kByCertificate = "certificate:";

Error wrong_credentials() {
  return {ErrorCode::unauthorized, {"用户名或密码不正确", "The user name or the password is wrong"}};
}

Error no_session() {
  return {ErrorCode::unauthorized,
          {"未登录或登录已失效,请重新登录", "Not logged in, or the session has ended; log in again"}};
}

Error wait(int seconds) {
  const std::string n = std::to_string(seconds);
  return {ErrorCode::too_many,
          {"登录失败次数过多,请在 " + n + " 秒后再试", "Too many failed log-ins; try again in " + n + " seconds"}};
}

Error need_otp(bool given) {
  const Text words = given ? Text{"动态口令不正确或已用过", "The one-time code is wrong or was used before"}
                           : Text{"请输入动态口令", "Enter the one-time code of your second factor"};
  return {ErrorCode::unauthorized, words, {{"/otp", given ? "mfa_wrong" : "mfa_required", words}}};
}

}  // namespace

Caller Accounts::caller_of(const storage::Account& account, const storage::Session& session, bool certificate) const {
  Caller out{account.id, account.username, account.display_name, account.roles};
  out.is_token = session.is_token;
  out.scopes = session.scopes;
  out.must_enroll = limits_.need_second_factor && account.totp.empty() && !certificate && !session.is_token;
  out.logged_in_at = session.created_at;
  out.session = session.id;
  for (const auto& scope : session.scopes) {
    if (!session.is_token && scope.starts_with(kByCertificate)) out.certificate = scope.substr(kByCertificate.size());
  }
  return out;
}

/// Takes the code out of use in `account`.
Status Accounts::check_second_factor(storage::Account& account, Factor& factor, const From& from) {
  const std::string& otp = factor.otp;
  if ((account.totp.empty() && factor.bound.empty()) || HEJIE_FAULT(no_second_factor)) return {};
  const bool bound = !factor.bound.empty() && from.certificate == factor.bound;
  if (bound && from.certificate_fault.empty()) {
    factor.by_certificate = true;
    return {};
  }
  if (account.totp.empty()) {
    if (from.certificate.empty()) return fail(certificate_refused("required"));
    return fail(certificate_refused(from.certificate_fault.empty() ? "not_bound" : from.certificate_fault));
  }
  if (otp.empty()) return fail(need_otp(false));
  if (otp.size() == kOtpDigits) {
    const auto secret = crypto::from_base32(account.totp).value_or("");
    const auto step = crypto::totp_step(secret, otp, clock_.now().ms / 1000, account.totp_step);
    if (!step) return fail(need_otp(true));
    account.totp_step = *step;
    return {};
  }
  const std::string hash = crypto::sha256_hex(otp);
  const auto found = std::ranges::find(account.recovery, hash);
  if (found == account.recovery.end()) return fail(need_otp(true));
  account.recovery.erase(found);
  return {};
}

Result<LogIn> Accounts::log_in(const std::string& username, const std::string& password, const std::string& otp,
                               const From& from) {
  const Instant now = clock_.now();
  const std::string key = username.substr(0, 64);
  if (const int seconds = throttle_.wait_seconds(key, from.address, now); seconds > 0) return fail(wait(seconds));
  const auto refuse = [&](const AccountId& account, Error error, const char* why) {
    throttle_.failed(key, from.address, now);
    note_refusal(account, username, why, from);
    return fail(std::move(error));
  };
  if (username.size() > 64 || password.empty() || password.size() > kPasswordMost) {
    return refuse(AccountId(), wrong_credentials(), "wrong");
  }
  TRY(auto snapshot, store_.snapshot());
  TRY(auto account, snapshot->find_account(username));
  Factor factor{otp, "", false};
  if (account) {
    TRY(factor.bound, bound_certificate(*snapshot, account->id));
  }
  snapshot.reset();
  const bool usable = account.has_value() && !account->disabled;
  TRY(const bool right, verify(password, usable ? account->password_hash : ""));
  if (!right) return refuse(account ? account->id : AccountId(), wrong_credentials(), "wrong");
  const storage::Account before = *account;
  if (auto shown = check_second_factor(*account, factor, from); !shown) {
    const std::string code = shown.error().findings.front().code;
    if (code == "mfa_required") return fail(std::move(shown).error());
    return refuse(account->id, std::move(shown).error(), code.c_str());
  }
  if (limits_.password_days > 0 && now.ms - account->password_at.ms > limits_.password_days * kDayMs) {
    const Text words{"密码已过期,请联系管理员重设", "The password has expired; have it set anew by an administrator"};
    return refuse(account->id, Error{ErrorCode::forbidden, words, {{"/password", "password_expired", words}}},
                  "password_expired");
  }
  if (crypto::password_needs_rehash(account->password_hash, limits_.cost, new_seal())) {
    if (auto again = hash(password)) account->password_hash = *again;  // else the next time
  }
  throttle_.succeeded(key, from.address);
  const bool changed = *account != before;
  return open_session(std::move(*account), changed, factor, from);
}

int Accounts::wait_seconds(const std::string& username, const From& from) {
  return throttle_.wait_seconds(username.substr(0, 64), from.address, clock_.now());
}

Result<LogIn> Accounts::open_session(storage::Account account, bool changed, const Factor& factor, const From& from) {
  const Instant now = clock_.now();
  LogIn result;
  result.token = crypto::random_hex(32);
  result.expires_at = Instant{now.ms + limits_.absolute_hours * 60 * kMinuteMs};
  const std::string token_hash = crypto::sha256_hex(result.token);
  storage::Session session{token_hash, account.id, now, now, result.expires_at, "s_" + crypto::random_hex(8)};
  if (factor.by_certificate) session.scopes = {std::string(kByCertificate) + factor.bound};
  result.caller = caller_of(account, session, !factor.bound.empty());
  storage::Commit write;
  {
    TRY(auto snapshot, store_.snapshot());
    TRY(auto others, snapshot->sessions(account.id));
    std::erase_if(others, [](const auto& one) { return one.is_token; });
    const std::lock_guard lock(mutex_);
    for (std::size_t i = 0; i + static_cast<std::size_t>(limits_.sessions_per_account) < others.size() + 1; ++i) {
      live_.erase(others[i].token_hash);
      write.puts.push_back(storage::DropSession{others[i].token_hash});
    }
    live_[token_hash] = Live{result.caller, now, now, now, result.expires_at, {}};
  }
  if (changed) write.puts.push_back(storage::PutAccount{account});
  write.puts.push_back(storage::PutSession{session});
  write.puts.push_back(note(account.id, "log_in", account.username, "ok", from));
  if (auto done = commit(std::move(write), account.id); !done) {
    const std::lock_guard lock(mutex_);
    live_.erase(token_hash);
    return fail(std::move(done).error());
  }
  return result;
}

Result<Accounts::Live> Accounts::load_session(const std::string& token_hash) {
  TRY(auto snapshot, store_.snapshot());
  TRY(const auto session, snapshot->find_session(token_hash));
  if (!session || std::ranges::count(session->scopes, "reset") != 0) return fail(no_session());
  TRY(const auto account, snapshot->find_account(session->account));
  if (!account || (account->disabled && !HEJIE_FAULT(disabled_goes_on))) return fail(no_session());
  TRY(const auto bound, bound_certificate(*snapshot, account->id));
  return Live{caller_of(*account, *session, !bound.empty()),
              session->created_at,
              session->seen_at,
              session->seen_at,
              session->expires_at,
              {}};
}

/// A session that was begun with a certificate is worth nothing where that one is not shown.
bool Accounts::holds_here(Live& live, const From& from) {
  const std::string& bound = live.caller.certificate;
  if (bound.empty()) return true;
  if (from.certificate == bound && from.certificate_fault.empty()) return true;
  const Instant now = clock_.now();
  if (live.refused_at.ms == 0 || now.ms - live.refused_at.ms > kMinuteMs) {
    live.refused_at = now;
    storage::Commit told;
    told.recorded_at = now;
    told.puts.push_back(note(live.caller.account, "use_session", live.caller.session, "certificate_not_bound", from));
    store_.submit(std::move(told), [](const storage::CommitOutcome&) {});
  }
  return false;
}

Result<Caller> Accounts::who(const std::string& token, const From& from) {
  if (token.size() != 64) return fail(no_session());
  const Instant now = clock_.now();
  const std::string token_hash = crypto::sha256_hex(token);
  const std::int64_t idle_ms = limits_.idle_minutes * kMinuteMs;
  std::unique_lock lock(mutex_);
  auto it = live_.find(token_hash);
  if (it == live_.end()) {
    lock.unlock();
    TRY(auto loaded, load_session(token_hash));
    lock.lock();
    it = live_.insert_or_assign(token_hash, std::move(loaded)).first;
  }
  Live& live = it->second;
  if (now.ms >= live.expires_at.ms || (!live.caller.is_token && now.ms - live.seen_at.ms > idle_ms)) {
    live_.erase(it);
    lock.unlock();
    storage::Commit drop;
    drop.recorded_at = now;
    drop.puts.push_back(storage::DropSession{token_hash});
    store_.submit(std::move(drop), [](const storage::CommitOutcome&) {});
    return fail(no_session());
  }
  if (!holds_here(live, from)) return fail(certificate_refused("not_bound"));
  live.seen_at = std::max(live.seen_at, now);
  Caller caller = live.caller;
  // Written at most once a minute: a request must not cost a commit of its own.
  if (now.ms - live.stored_seen_at.ms > kMinuteMs) {
    live.stored_seen_at = now;
    storage::Commit seen;
    seen.recorded_at = now;
    seen.puts.push_back(storage::SessionSeen{token_hash, now});
    lock.unlock();
    store_.submit(std::move(seen), [](const storage::CommitOutcome&) {});
  }
  return caller;
}

Status Accounts::log_out(const std::string& token) {
  const std::string token_hash = crypto::sha256_hex(token);
  AccountId account;
  {
    const std::lock_guard lock(mutex_);
    const auto it = live_.find(token_hash);
    if (it != live_.end()) account = it->second.caller.account;
    live_.erase(token_hash);
  }
  storage::Commit write;
  write.puts.push_back(storage::DropSession{token_hash});
  write.puts.push_back(note(account, "log_out", account.value, "ok", {}));
  return commit(std::move(write), account);
}

}  // namespace hejie::app
