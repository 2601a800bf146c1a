// Accounts as administrators and their owners change them.
#include <algorithm>
#include <array>
#include <iterator>

#include "app/accounts.h"
#include "app/password_rules.h"
#include "crypto/random.h"
#include "crypto/sha256.h"
#include "crypto/totp.h"
#include "engine/base/fault_controls.h"
#include "storage/store.h"

namespace hejie::app {
namespace {

constexpr std::int64_t kMinuteMs = 60'000;
constexpr std::int64_t kDayMs = 24 * 60 * kMinuteMs;
constexpr int kRecoveryCodes = 10;
constexpr std::ptrdiff_t kMostTokens = 20;  ///< of an account at once
constexpr std::size_t kSecretBytes = 20;    ///< RFC 4226 4: 160 bits advised

bool username_ok(const std::string& name) {
  if (name.size() < 2 || name.size() > 64) return false;
  return std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
  });
}

AccountView view(const storage::Account& account) {
  return {account.id,       account.username,      account.display_name, account.roles,
          account.disabled, !account.totp.empty(), account.created_at,   ""};
}

std::string fresh_secret() {
  std::array<std::uint8_t, kSecretBytes> bytes{};
  crypto::fill_random(bytes);
  return crypto::base32({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

Error not_fresh() {
  const Text words{"请重新登录后再改", "Log in again first: this needs a fresh log-in"};
  return {ErrorCode::forbidden, words, {{"", "reauth", words}}};
}

Error too_many_tries() {
  return {ErrorCode::too_many, {"尝试次数过多,请稍后再试", "Too many tries; try again later"}};
}

Error no_such_session() {
  return {ErrorCode::not_found, {"没有此会话", "No such session"}};
}

}  // namespace

Status Accounts::check_fresh(const Caller& caller) const {
  const bool stale = clock_.now().ms - caller.logged_in_at.ms > limits_.fresh_minutes * kMinuteMs;
  if (stale && !HEJIE_FAULT(stale_log_in)) return fail(not_fresh());
  return {};
}

std::vector<Finding> Accounts::role_findings(const std::vector<std::string>& roles) const {
  std::vector<Finding> findings;
  if (roles.empty()) {
    findings.push_back({"/roles", "missing", {"至少一个角色", "At least one role is needed"}});
  }
  for (std::size_t i = 0; i < roles.size(); ++i) {
    if (std::find(known_roles_.begin(), known_roles_.end(), roles[i]) != known_roles_.end()) continue;
    std::string list;
    for (const auto& role : known_roles_) list += (list.empty() ? "" : ", ") + role;
    findings.push_back({"/roles/" + std::to_string(i),
                        "unknown_role",
                        {"没有此角色;可用: " + list, "No such role; there are: " + list}});
  }
  return findings;
}

/// Rules, history and the hash.
Status Accounts::set_password(storage::Account& account, const std::string& password, const std::string& path) {
  auto findings = password_findings(account.username, password, limits_.composed_passwords, path);
  if (findings.empty() && limits_.password_history > 0) {
    std::vector<std::string> earlier = account.old_passwords;
    earlier.push_back(account.password_hash);
    for (const auto& hash : earlier) {
      TRY(const bool used, verify(password, hash));
      if (!used) continue;
      findings.push_back({path, "used_before", {"不能使用近期用过的密码", "This password was used before"}});
      break;
    }
  }
  if (!findings.empty())
    return fail(ErrorCode::invalid, {"密码不符合要求", "The password is not acceptable"}, findings);
  TRY(auto fresh, hash(password));
  if (limits_.password_history > 0 && !account.password_hash.empty()) {
    account.old_passwords.insert(account.old_passwords.begin(), account.password_hash);
    const auto most = static_cast<std::size_t>(limits_.password_history - 1);
    if (account.old_passwords.size() > most) account.old_passwords.resize(most);
  }
  account.password_hash = std::move(fresh);
  account.password_at = clock_.now();
  return {};
}

Status Accounts::save(storage::Account account, bool ends_sessions, storage::Put entry, const AccountId& by) {
  storage::Commit write;
  const AccountId id = account.id;
  const bool goes_on = account.disabled && HEJIE_FAULT(disabled_goes_on);
  write.puts.push_back(storage::PutAccount{std::move(account)});
  if (ends_sessions && !goes_on) write.puts.push_back(storage::DropSessionsOf{id});
  write.puts.push_back(std::move(entry));
  TRY_VOID(commit(std::move(write), by));
  if (!goes_on) forget_live(id);  // what they may do is read again at their next request
  return {};
}

Result<AccountView> Accounts::add(const std::string& username, const std::string& display_name,
                                  const std::vector<std::string>& roles, const std::string& password,
                                  const AccountId& by, const From& from) {
  std::vector<Finding> findings;
  if (!username_ok(username)) {
    findings.push_back(
        {"/username",
         "bad_username",
         {"用户名为 2 至 64 个小写字母、数字或 . _ -", "A user name is 2 to 64 lower-case letters, digits or . _ -"}});
  }
  std::ranges::move(role_findings(roles), std::back_inserter(findings));
  storage::Account account;
  account.id = AccountId("u_" + crypto::random_hex(13));
  account.username = username;
  account.display_name = display_name.empty() ? username : display_name;
  account.roles = roles;
  account.created_at = account.password_at = clock_.now();
  if (findings.empty() && !password.empty()) TRY_VOID(set_password(account, password, "/password"));
  if (!findings.empty()) {
    if (!password.empty())
      std::ranges::move(password_findings(username, password, limits_.composed_passwords),
                        std::back_inserter(findings));
    return fail(ErrorCode::invalid, {"账号信息有误", "The account is not valid"}, findings);
  }
  {
    TRY(auto snapshot, store_.snapshot());
    TRY(const auto there, snapshot->find_account(username));
    if (there) return fail(ErrorCode::conflict, {"用户名已被使用", "The user name is taken"});
  }
  const AccountView made = view(account);
  TRY_VOID(save(std::move(account), false, note(by, "add_account", username, "ok", from), by));
  return made;
}

Result<std::vector<AccountView>> Accounts::list() {
  TRY(auto snapshot, store_.snapshot());
  TRY(const auto accounts, snapshot->accounts());
  std::vector<AccountView> out;
  TRY(const auto bound, bound_certificates(*snapshot));
  for (const auto& account : accounts) {
    out.push_back(view(account));
    if (const auto it = bound.find(account.id.value); it != bound.end()) out.back().certificate = it->second;
  }
  return out;
}

Result<AccountView> Accounts::find(const AccountId& account) {
  TRY(const auto found, need(account));
  AccountView out = view(found);
  TRY(auto snapshot, store_.snapshot());
  TRY(out.certificate, bound_certificate(*snapshot, account));
  return out;
}

Result<AccountView> Accounts::change(const Caller& by, const AccountId& id, const std::string& display_name,
                                     const std::vector<std::string>& roles, bool disabled, const From& from) {
  TRY(auto account, need(id));
  if (id == by.account && (roles != account.roles || disabled) && !HEJIE_FAULT(own_roles)) {
    return fail(ErrorCode::forbidden,
                {"不能改自己的角色,也不能停用自己", "Nobody changes their own roles or disables themselves"});
  }
  const auto findings = role_findings(roles);
  if (!findings.empty()) return fail(ErrorCode::invalid, {"账号信息有误", "The account is not valid"}, findings);
  const bool ends = roles != account.roles || (disabled && !account.disabled);
  if (!display_name.empty()) account.display_name = display_name;
  account.roles = roles;
  account.disabled = disabled;
  AccountView changed = view(account);
  {
    TRY(auto snapshot, store_.snapshot());
    TRY(changed.certificate, bound_certificate(*snapshot, id));
  }
  const std::string action = disabled ? "disable_account" : "change_account";
  TRY_VOID(save(std::move(account), ends, note(by.account, action, changed.username, "ok", from), by.account));
  return changed;
}

Status Accounts::disable(const std::string& username) {
  TRY(auto account, need_named(username));
  account.disabled = true;
  const AccountId by("u_local");
  return save(std::move(account), true, note(by, "disable_account", username, "ok", {}), by);
}

Status Accounts::reset(const std::string& username, const std::string& password) {
  TRY(auto account, need_named(username));
  TRY_VOID(set_password(account, password, "/password"));
  throttle_.forgive(username);
  const AccountId by("u_local");
  return save(std::move(account), true, note(by, "reset_password", username, "ok", {}), by);
}

Result<LogIn> Accounts::reset_code(const Caller& by, const AccountId& id, const From& from) {
  TRY(auto account, need(id));
  LogIn out;
  out.token = crypto::random_hex(16);
  const Instant now = clock_.now();
  out.expires_at = Instant{now.ms + limits_.reset_minutes * kMinuteMs};
  storage::Session code{crypto::sha256_hex(out.token), id, now, now, out.expires_at, "r_" + crypto::random_hex(8)};
  code.is_token = true;
  code.scopes = {"reset"};
  throttle_.forgive(account.username);
  storage::Commit write;
  write.puts.push_back(storage::DropSessionsOf{id});
  write.puts.push_back(storage::PutSession{std::move(code)});
  write.puts.push_back(note(by.account, "reset_password", account.username, "ok", from));
  TRY_VOID(commit(std::move(write), by.account));
  forget_live(id);
  return out;
}

Status Accounts::use_reset_code(const std::string& code, const std::string& password, const From& from) {
  const Instant now = clock_.now();
  const Error wrong{ErrorCode::unauthorized, {"重设码不正确、已用过或已过期", "The code is wrong, used or too old"}};
  if (throttle_.wait_seconds("reset", from.address, now) > 0) {
    return fail(too_many_tries());
  }
  TRY(auto snapshot, store_.snapshot());
  TRY(const auto found, snapshot->find_session(crypto::sha256_hex(code)));
  snapshot.reset();
  if (!found || std::ranges::count(found->scopes, "reset") == 0 || now >= found->expires_at) {
    throttle_.failed("reset", from.address, now);
    return fail(wrong);
  }
  TRY(auto account, need(found->account));
  TRY_VOID(set_password(account, password, "/password"));
  const AccountId by = account.id;
  const std::string name = account.username;
  return save(std::move(account), true, note(by, "set_password", name, "ok", from), by);
}

Status Accounts::change_password(const Caller& caller, const std::string& old, const std::string& fresh,
                                 const From& from) {
  TRY(auto account, need(caller.account));
  const Instant now = clock_.now();
  if (throttle_.wait_seconds(account.username, from.address, now) > 0) {
    return fail(too_many_tries());
  }
  TRY(const bool right, verify(old, account.password_hash));
  if (!right) {
    throttle_.failed(account.username, from.address, now);
    const Text words{"原密码不正确", "The old password is wrong"};
    return fail(ErrorCode::invalid, words, {{"/old", "wrong", words}});
  }
  TRY_VOID(set_password(account, fresh, "/password"));
  return save(std::move(account), true, note(caller.account, "set_password", caller.username, "ok", from),
              caller.account);
}

Result<std::string> Accounts::offer_second_factor(const Caller& caller) {
  TRY_VOID(check_fresh(caller));
  TRY(const auto account, need(caller.account));
  if (!account.totp.empty()) {
    return fail(ErrorCode::forbidden, {"已有第二因素,请先移除", "There is a second factor; remove it first"});
  }
  const std::lock_guard lock(mutex_);
  return offered_[caller.account.value] = fresh_secret();
}

Result<std::vector<std::string>> Accounts::take_second_factor(const Caller& caller, const std::string& code,
                                                              const From& from) {
  std::string secret;
  {
    const std::lock_guard lock(mutex_);
    const auto it = offered_.find(caller.account.value);
    if (it != offered_.end()) secret = it->second;
  }
  const auto step = crypto::totp_step(crypto::from_base32(secret).value_or(""), code, clock_.now().ms / 1000, 0);
  if (secret.empty() || !step) {
    const Text words{"动态口令不正确", "The one-time code is wrong"};
    return fail(ErrorCode::invalid, words, {{"/code", "wrong", words}});
  }
  TRY(auto account, need(caller.account));
  std::vector<std::string> codes;
  account.recovery.clear();
  for (int i = 0; i < kRecoveryCodes; ++i) {
    codes.push_back(crypto::random_hex(8));
    account.recovery.push_back(crypto::sha256_hex(codes.back()));
  }
  account.totp = secret;
  account.totp_step = *step;
  TRY_VOID(save(std::move(account), false, note(caller.account, "add_second_factor", caller.username, "ok", from),
                caller.account));
  const std::lock_guard lock(mutex_);
  offered_.erase(caller.account.value);
  return codes;
}

Status Accounts::drop_second_factor(const Caller& caller, const From& from) {
  TRY_VOID(check_fresh(caller));
  if (limits_.need_second_factor) {
    return fail(ErrorCode::forbidden, {"本单位要求第二因素", "This bureau demands a second factor"});
  }
  return remove_second_factor(caller, caller.account, from);
}

Status Accounts::remove_second_factor(const Caller& by, const AccountId& id, const From& from) {
  TRY(auto account, need(id));
  account.totp.clear();
  account.totp_step = 0;
  account.recovery.clear();
  const std::string name = account.username;
  return save(std::move(account), by.account != id, note(by.account, "remove_second_factor", name, "ok", from),
              by.account);
}

Result<LogIn> Accounts::make_token(const Caller& caller, const std::string& label,
                                   const std::vector<std::string>& scopes, int days, const From& from) {
  TRY_VOID(check_fresh(caller));
  std::vector<Finding> findings;
  if (scopes.empty()) findings.push_back({"/scopes", "missing", {"至少一个范围", "At least one scope is needed"}});
  for (std::size_t i = 0; i < scopes.size(); ++i) {
    if (scopes[i] == "read" || scopes[i] == "write" || scopes[i] == "calendar") continue;
    findings.push_back({"/scopes/" + std::to_string(i),
                        "unknown_scope",
                        {"范围为 read、write 或 calendar", "Scopes are read, write and calendar"}});
  }
  if (!findings.empty()) return fail(ErrorCode::invalid, {"令牌信息有误", "The token is not valid"}, findings);
  TRY(const auto there, sessions(caller.account));
  if (std::ranges::count(there, true, &SessionView::is_token) >= kMostTokens) {
    return fail(ErrorCode::forbidden, {"令牌过多,请先撤销不用的", "Too many tokens; end those not in use"});
  }
  LogIn out;
  out.token = crypto::random_hex(32);
  const Instant now = clock_.now();
  out.expires_at = Instant{now.ms + days * kDayMs};
  storage::Session token{crypto::sha256_hex(out.token), caller.account, now,   now,   out.expires_at,
                         "t_" + crypto::random_hex(8),  true,           label, scopes};
  storage::Commit write;
  write.puts.push_back(note(caller.account, "make_token", token.id, "ok", from));
  write.puts.push_back(storage::PutSession{std::move(token)});
  TRY_VOID(commit(std::move(write), caller.account));
  return out;
}

Result<std::vector<SessionView>> Accounts::sessions(const AccountId& account) {
  TRY(auto snapshot, store_.snapshot());
  TRY(const auto sessions, snapshot->sessions(account));
  std::vector<SessionView> out;
  const Instant now = clock_.now();
  for (const auto& one : sessions) {
    const bool idle = !one.is_token && now.ms - one.seen_at.ms > (limits_.idle_minutes + 1) * kMinuteMs;
    if (one.expires_at <= now || idle) continue;
    out.push_back({one.id, one.label, one.is_token, one.scopes, one.created_at, one.seen_at, one.expires_at});
  }
  return out;
}

Status Accounts::end_session(const Caller& caller, const AccountId& account, const std::string& session,
                             const From& from) {
  TRY(auto snapshot, store_.snapshot());
  TRY(const auto sessions, snapshot->sessions(account));
  snapshot.reset();
  const auto found = std::ranges::find(sessions, session, &storage::Session::id);
  if (session.empty() || found == sessions.end()) return fail(no_such_session());
  {
    const std::lock_guard lock(mutex_);
    live_.erase(found->token_hash);
  }
  storage::Commit write;
  write.puts.push_back(storage::DropSession{found->token_hash});
  write.puts.push_back(note(caller.account, "end_session", session, "ok", from));
  return commit(std::move(write), caller.account);
}

}  // namespace hejie::app
