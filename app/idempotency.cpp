#include "app/idempotency.h"

#include "crypto/sha256.h"
#include "storage/snapshot.h"
#include "storage/store.h"

namespace hejie::app {

std::string request_hash(const IdempotencyKey& key) {
  return crypto::sha256_hex(key.method_and_path + "\n" + key.body_sha256);
}

storage::StoredAnswer to_stored(const StoredAnswer& answer) {
  return {answer.status, answer.etag, answer.location, answer.body};
}

StoredAnswer from_stored(const storage::StoredAnswer& answer) {
  return {answer.status, answer.body, answer.etag, answer.location};
}

Result<std::optional<StoredAnswer>> find_answer(storage::Snapshot& snapshot, const Caller& caller,
                                                const IdempotencyKey& key) {
  TRY(const auto found, snapshot.find_answer(caller.account, key.key));
  if (!found) return std::nullopt;
  if (found->request_hash != request_hash(key))
    return fail(ErrorCode::key_reused,
                {"同一 Idempotency-Key 已用于另一请求", "this Idempotency-Key was used for another request"});
  return from_stored(found->answer);
}

storage::IdempotencyRecord key_record(const Caller& caller, const IdempotencyKey& key,
                                      std::optional<Instant> expires_at, const StoredAnswer& answer) {
  return {caller.account, key.key, request_hash(key), expires_at,
          [stored = to_stored(answer)](const storage::CommitResult&) { return stored; }};
}

Result<std::optional<StoredAnswer>> commit_once(storage::Store& store, storage::Commit commit, const Caller& caller,
                                                const IdempotencyKey& key, const StoredAnswer& answer) {
  if (!key.key.empty()) commit.idempotency = key_record(caller, key, std::nullopt, answer);
  TRY(const auto done, store.commit(std::move(commit)));
  if (done.repeat && done.answer) return from_stored(*done.answer);
  return std::nullopt;
}

KeysInFlight::Hold::~Hold() {
  if (!taken_) return;
  const std::lock_guard lock(keys_.mutex_);
  keys_.running_.erase(name_);
}

Result<std::unique_ptr<KeysInFlight::Hold>> KeysInFlight::begin(const Caller& caller, const IdempotencyKey& key) {
  auto hold = std::make_unique<Hold>(*this, caller.account.value + "\n" + key.key);  // it may throw: before it is taken
  const std::lock_guard lock(mutex_);
  hold->taken_ = running_.insert(hold->name_).second;
  if (!hold->taken_) return fail(ErrorCode::in_flight, {"同一请求正在处理", "the same request is still running"});
  return hold;
}

}  // namespace hejie::app
