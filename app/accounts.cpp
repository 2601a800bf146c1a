#include "app/accounts.h"

#include <algorithm>
#include <condition_variable>
#include <utility>

#include "storage/store.h"

namespace hejie::app {

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
      throttle_(limits.throttle),
      gate_(std::make_unique<Gate>()) {}

Accounts::~Accounts() = default;

/// An unknown name costs the same time as a wrong password. Made when first needed: a start should not wait for it.
std::string Accounts::dummy_hash() {
  std::call_once(dummy_once_, [&] {
    if (auto made = crypto::hash_password(crypto::random_hex(16), limits_.cost, new_seal())) dummy_hash_ = *made;
  });
  return dummy_hash_;
}

/// One's turn at hashing, from the moment it came to the end of the scope.
class Accounts::Turn {
 public:
  /// @errors too_many: enough are waiting
  static Result<Turn> wait(Gate& gate, const AccountLimits& limits) {
    std::unique_lock lock(gate.mutex);
    if (gate.waiting >= limits.hashes_waiting && gate.running >= limits.hashes_at_once) {
      return fail(ErrorCode::too_many, {"登录人数过多,请稍后再试", "Too many log-ins at once; try again"});
    }
    ++gate.waiting;
    gate.free.wait(lock, [&] { return gate.running < limits.hashes_at_once; });
    --gate.waiting;
    ++gate.running;
    return Turn(gate);
  }
  Turn(Turn&& other) noexcept : gate_(std::exchange(other.gate_, nullptr)) {}
  Turn& operator=(Turn&&) = delete;
  ~Turn() {
    if (gate_ == nullptr) return;
    const std::lock_guard lock(gate_->mutex);
    --gate_->running;
    gate_->free.notify_one();
  }

 private:
  explicit Turn(Gate& gate) : gate_(&gate) {}
  Gate* gate_;
};

Result<bool> Accounts::verify(const std::string& password, const std::string& hash) {
  TRY(const Turn turn, Turn::wait(*gate_, limits_));
  TRY(const bool right, crypto::verify_password(password, hash.empty() ? dummy_hash() : hash, limits_.seal.get()));
  return right && !hash.empty();
}

Result<std::string> Accounts::hash(const std::string& password) {
  TRY(const Turn turn, Turn::wait(*gate_, limits_));
  return crypto::hash_password(password, limits_.cost, new_seal());
}

const crypto::PasswordSeal* Accounts::new_seal() const {
  return limits_.sm_passwords ? limits_.seal.get() : nullptr;
}

void Accounts::forget_live(const AccountId& account) {
  const std::lock_guard lock(mutex_);
  std::erase_if(live_, [&](const auto& entry) { return entry.second.caller.account == account; });
}

Result<storage::Account> Accounts::need(const AccountId& id) {
  TRY(auto snapshot, store_.snapshot());
  TRY(auto account, snapshot->find_account(id));
  if (account) return std::move(*account);
  return fail(ErrorCode::not_found, {"没有此账号", "No such account"});
}

Result<storage::Account> Accounts::need_named(const std::string& username) {
  TRY(auto snapshot, store_.snapshot());
  TRY(auto account, snapshot->find_account(username));
  if (account) return std::move(*account);
  return fail(ErrorCode::not_found, {"没有此账号", "No such account"});
}

Status Accounts::commit(storage::Commit commit, const AccountId& by) {
  commit.recorded_at = clock_.now();
  commit.recorded_by = by;
  if (auto done = store_.commit(std::move(commit)); !done) return fail(Error(done.error()));
  return {};
}

storage::Put Accounts::note(const AccountId& by, const std::string& action, const std::string& object,
                            const std::string& result, const From& from) const {
  return storage::PutAccess{{clock_.now(), by, from.address, action, object, result, from.request_id}};
}

/// A refusal is written, but nobody waits for it: who guesses must not be given a way to slow others down.
void Accounts::note_refusal(const AccountId& by, const std::string& username, const std::string& result,
                            const From& from) {
  storage::Commit commit;
  commit.recorded_at = clock_.now();
  commit.puts.push_back(note(by, "log_in", username.substr(0, 64), result, from));
  store_.submit(std::move(commit), [](const storage::CommitOutcome&) {});
}

}  // namespace hejie::app
