#include "app/accounts.h"

#include <algorithm>
#include <condition_variable>

#include "crypto/sha256.h"
#include "storage/store.h"

namespace hejie::app {
namespace {

constexpr std::int64_t kMinuteMs = 60'000;

Error wrong_credentials() {
  return {ErrorCode::unauthorized, {"用户名或密码不正确", "The user name or the password is wrong"}};
}

Error no_session() {
  return {ErrorCode::unauthorized,
          {"未登录或登录已失效,请重新登录", "Not logged in, or the session has ended; log in again"}};
}

bool username_ok(const std::string& name) {
  if (name.size() < 2 || name.size() > 64) return false;
  return std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
  });
}

/// Words a guesser tries first at such a bureau, beside the user's own name.
bool too_common(const std::string& username, const std::string& password) {
  static const std::vector<std::string> kCommon{"password", "12345678", "123456789", "1234567890", "qwertyui",
                                                "11111111", "00000000", "laodong",   "zhongcai",   "tiaojie",
                                                "jiancha",  "renshe",   "hejie",     "admin",      "iloveyou"};
  std::string lower = password;
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](char c) { return static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c); });
  if (!username.empty() && lower.find(username) != std::string::npos) return true;
  return std::any_of(kCommon.begin(), kCommon.end(), [&](const std::string& word) {
    return lower == word || (lower.size() < word.size() + 5 && lower.starts_with(word));
  });
}

AccountView view(const storage::Account& account) {
  return {account.id, account.username, account.display_name, account.roles, account.disabled, account.created_at};
}

}  // namespace

/// Lets few hashes run at once and bounds how many wait: log-in must never starve the rest of the server.
struct Accounts::Gate {
  std::mutex mutex;
  std::condition_variable free;
  int running = 0;
  int waiting = 0;
};

Accounts::Accounts(storage::Store& store, const Clock& real_clock, std::vector<std::string> known_roles,
                   AccountLimits limits)
    : store_(store),
      clock_(real_clock),
      known_roles_(std::move(known_roles)),
      limits_(limits),
      gate_(std::make_unique<Gate>()) {}

/// An unknown name costs the same time as a wrong password. Made when first needed: a start should not wait for it.
std::string Accounts::dummy_hash() {
  std::call_once(dummy_once_, [&] {
    if (auto made = crypto::hash_password(crypto::random_hex(16), limits_.cost)) dummy_hash_ = *made;
  });
  return dummy_hash_;
}

Accounts::~Accounts() = default;

bool Accounts::locked(const std::string& key, Instant now) {
  const std::lock_guard lock(mutex_);
  const auto it = failures_.find(key);
  if (it == failures_.end()) return false;
  std::erase_if(it->second, [&](Instant at) { return now.ms - at.ms > limits_.lock_minutes * kMinuteMs; });
  if (it->second.empty()) {
    failures_.erase(it);
    return false;
  }
  return it->second.size() >= static_cast<std::size_t>(limits_.failures);
}

void Accounts::count_failure(const std::string& key, Instant now) {
  const std::lock_guard lock(mutex_);
  if (failures_.size() > 10'000) failures_.clear();  // bounded: an attacker chooses the keys
  failures_[key].push_back(now);
}

Result<LogIn> Accounts::log_in(const std::string& username, const std::string& password, const std::string& peer) {
  const Instant now = clock_.now();
  const std::string key = username.substr(0, 64) + "\n" + peer;
  if (locked(key, now)) {
    return fail(ErrorCode::too_many, {"登录失败次数过多,请稍后再试", "Too many failed log-ins; try again later"});
  }
  if (username.size() > 64 || password.empty() || password.size() > 1024) {
    count_failure(key, now);
    return fail(wrong_credentials());
  }
  TRY(auto snapshot, store_.snapshot());
  TRY(auto account, snapshot->find_account(username));
  snapshot.reset();
  const bool usable = account.has_value() && !account->disabled;
  bool right = false;
  {
    std::unique_lock lock(gate_->mutex);
    if (gate_->waiting >= limits_.hashes_waiting) {
      return fail(ErrorCode::too_many, {"登录人数过多,请稍后再试", "Too many log-ins at once; try again"});
    }
    ++gate_->waiting;
    gate_->free.wait(lock, [&] { return gate_->running < limits_.hashes_at_once; });
    --gate_->waiting;
    ++gate_->running;
  }
  right = crypto::verify_password(password, usable ? account->password_hash : dummy_hash()) && usable;
  {
    const std::lock_guard lock(gate_->mutex);
    --gate_->running;
    gate_->free.notify_one();
  }
  if (!right) {
    count_failure(key, now);
    return fail(wrong_credentials());
  }
  LogIn result;
  result.token = crypto::random_hex(32);
  result.caller = {account->id, account->username, account->display_name, account->roles};
  result.expires_at = Instant{now.ms + limits_.absolute_hours * 60 * kMinuteMs};
  const std::string token_hash = crypto::sha256_hex(result.token);
  storage::Commit commit;
  commit.recorded_at = now;
  commit.recorded_by = account->id;
  if (crypto::password_needs_rehash(account->password_hash, limits_.cost)) {
    if (auto again = crypto::hash_password(password, limits_.cost)) {
      account->password_hash = *again;
      commit.puts.push_back(storage::PutAccount{*account});
    }
  }
  {
    const std::lock_guard lock(mutex_);
    failures_.erase(key);
    std::vector<std::pair<Instant, std::string>> mine;
    for (const auto& [hash, live] : live_) {
      if (live.caller.account == account->id) mine.emplace_back(live.created_at, hash);
    }
    std::sort(mine.begin(), mine.end());
    while (mine.size() >= static_cast<std::size_t>(limits_.sessions_per_account)) {
      live_.erase(mine.front().second);
      commit.puts.push_back(storage::DropSession{mine.front().second});
      mine.erase(mine.begin());
    }
    live_[token_hash] = Live{result.caller, now, now, now, result.expires_at};
  }
  commit.puts.push_back(storage::PutSession{{token_hash, account->id, now, now, result.expires_at}});
  if (auto done = store_.commit(std::move(commit)); !done) {
    const std::lock_guard lock(mutex_);
    live_.erase(token_hash);
    return fail(Error(done.error()));
  }
  return result;
}

Result<Caller> Accounts::who(const std::string& token) {
  if (token.size() != 64) return fail(no_session());
  const Instant now = clock_.now();
  const std::string token_hash = crypto::sha256_hex(token);
  const std::int64_t idle_ms = limits_.idle_minutes * kMinuteMs;
  std::unique_lock lock(mutex_);
  auto it = live_.find(token_hash);
  if (it == live_.end()) {
    lock.unlock();
    TRY(auto snapshot, store_.snapshot());
    TRY(const auto session, snapshot->find_session(token_hash));
    if (!session) return fail(no_session());
    TRY(const auto account, snapshot->find_account(session->account));
    if (!account || account->disabled) return fail(no_session());
    lock.lock();
    it = live_
             .insert_or_assign(token_hash, Live{{account->id, account->username, account->display_name, account->roles},
                                                session->created_at,
                                                session->seen_at,
                                                session->seen_at,
                                                session->expires_at})
             .first;
  }
  Live& live = it->second;
  if (now.ms >= live.expires_at.ms || now.ms - live.seen_at.ms > idle_ms) {
    live_.erase(it);
    lock.unlock();
    storage::Commit drop;
    drop.recorded_at = now;
    drop.puts.push_back(storage::DropSession{token_hash});
    store_.submit(std::move(drop), [](const storage::CommitOutcome&) {});
    return fail(no_session());
  }
  live.seen_at = std::max(live.seen_at, now);
  const Caller caller = live.caller;
  // Written at most once a minute: a request must not cost a commit of its own.
  if (now.ms - live.stored_seen_at.ms > kMinuteMs) {
    live.stored_seen_at = now;
    storage::Commit seen;
    seen.recorded_at = now;
    seen.puts.push_back(storage::PutSession{{token_hash, caller.account, live.created_at, now, live.expires_at}});
    lock.unlock();
    store_.submit(std::move(seen), [](const storage::CommitOutcome&) {});
  }
  return caller;
}

Status Accounts::log_out(const std::string& token) {
  const std::string token_hash = crypto::sha256_hex(token);
  {
    const std::lock_guard lock(mutex_);
    live_.erase(token_hash);
  }
  storage::Commit commit;
  commit.recorded_at = clock_.now();
  commit.puts.push_back(storage::DropSession{token_hash});
  if (auto done = store_.commit(std::move(commit)); !done) return fail(Error(done.error()));
  return {};
}

Status Accounts::check_password_rules(const std::string& username, const std::string& password,
                                      std::vector<Finding>& findings) const {
  if (password.size() < 8) {
    findings.push_back({"/password", "too_short", {"密码至少 8 个字符", "A password needs at least 8 characters"}});
  }
  if (password.size() > 1024) {
    findings.push_back({"/password", "too_long", {"密码最多 1024 个字节", "A password has at most 1024 bytes"}});
  }
  if (too_common(username, password)) {
    findings.push_back(
        {"/password",
         "weak_password",
         {"密码过于常见或含用户名,请换一个", "The password is too common or holds the user name; choose another"}});
  }
  return {};
}

Result<AccountView> Accounts::add(const std::string& username, const std::string& display_name,
                                  const std::vector<std::string>& roles, const std::string& password) {
  std::vector<Finding> findings;
  if (!username_ok(username)) {
    findings.push_back(
        {"/username",
         "bad_username",
         {"用户名为 2 至 64 个小写字母、数字或 . _ -", "A user name is 2 to 64 lower-case letters, digits or . _ -"}});
  }
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
  TRY_VOID(check_password_rules(username, password, findings));
  if (!findings.empty()) return fail(ErrorCode::invalid, {"账号信息有误", "The account is not valid"}, findings);
  TRY(auto password_hash, crypto::hash_password(password, limits_.cost));
  storage::Account account{AccountId("u_" + crypto::random_hex(13)),
                           username,
                           display_name.empty() ? username : display_name,
                           roles,
                           std::move(password_hash),
                           false,
                           clock_.now()};
  {
    TRY(auto snapshot, store_.snapshot());
    TRY(const auto there, snapshot->find_account(username));
    if (there) return fail(ErrorCode::conflict, {"用户名已被使用", "The user name is taken"});
  }
  storage::Commit commit;
  commit.recorded_at = account.created_at;
  commit.puts.push_back(storage::PutAccount{account});
  if (auto done = store_.commit(std::move(commit)); !done) return fail(Error(done.error()));
  return view(account);
}

Result<std::vector<AccountView>> Accounts::list() {
  TRY(auto snapshot, store_.snapshot());
  TRY(const auto accounts, snapshot->accounts());
  std::vector<AccountView> out;
  for (const auto& account : accounts) out.push_back(view(account));
  return out;
}

void Accounts::drop_sessions(const AccountId& account) {
  const std::lock_guard lock(mutex_);
  std::erase_if(live_, [&](const auto& entry) { return entry.second.caller.account == account; });
}

Status Accounts::disable(const std::string& username) {
  TRY(auto snapshot, store_.snapshot());
  TRY(auto account, snapshot->find_account(username));
  snapshot.reset();
  if (!account) return fail(ErrorCode::not_found, {"没有此账号", "No such account"});
  account->disabled = true;
  storage::Commit commit;
  commit.recorded_at = clock_.now();
  commit.puts.push_back(storage::PutAccount{*account});
  commit.puts.push_back(storage::DropSessionsOf{account->id});
  if (auto done = store_.commit(std::move(commit)); !done) return fail(Error(done.error()));
  drop_sessions(account->id);
  return {};
}

Status Accounts::reset(const std::string& username, const std::string& password) {
  TRY(auto snapshot, store_.snapshot());
  TRY(auto account, snapshot->find_account(username));
  snapshot.reset();
  if (!account) return fail(ErrorCode::not_found, {"没有此账号", "No such account"});
  std::vector<Finding> findings;
  TRY_VOID(check_password_rules(username, password, findings));
  if (!findings.empty())
    return fail(ErrorCode::invalid, {"密码不符合要求", "The password is not acceptable"}, findings);
  TRY(account->password_hash, crypto::hash_password(password, limits_.cost));
  storage::Commit commit;
  commit.recorded_at = clock_.now();
  commit.puts.push_back(storage::PutAccount{*account});
  commit.puts.push_back(storage::DropSessionsOf{account->id});
  if (auto done = store_.commit(std::move(commit)); !done) return fail(Error(done.error()));
  drop_sessions(account->id);
  return {};
}

}  // namespace hejie::app
