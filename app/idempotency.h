// A request that must take effect once: its key, and the answer that is kept with it. Stored in the deciding
// transaction, looked up before anything else. Knows no use case. Called by case_service, work_lists, calendars.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>

#include "app/caller.h"
#include "engine/base/date.h"
#include "engine/base/result.h"
#include "storage/commit.h"

namespace hejie::storage {
class Snapshot;
class Store;
}  // namespace hejie::storage

namespace hejie::app {

/// Key of a request (contract: idempotency). Empty key = none asked for (CLI, ticks).
struct IdempotencyKey {
  std::string key;
  std::string method_and_path;
  std::string body_sha256;
};

/// What was answered the first time to the same idempotency key.
struct StoredAnswer {
  int status = 200;
  std::string body;
  std::string etag;
  std::string location;
};

/// How long a key is kept that belongs to no case.
inline constexpr std::int64_t kKeyKeptMs = 7LL * 24 * 3600 * 1000;

[[nodiscard]] std::string request_hash(const IdempotencyKey& key);
[[nodiscard]] storage::StoredAnswer to_stored(const StoredAnswer& answer);
[[nodiscard]] StoredAnswer from_stored(const storage::StoredAnswer& answer);

/// The answer that is stored with this key; none: the key is new. @errors key_reused: with another request; of the
/// store
Result<std::optional<StoredAnswer>> find_answer(storage::Snapshot& snapshot, const Caller& caller,
                                                const IdempotencyKey& key);

/// For Commit::idempotency, with an answer that is known beforehand.
[[nodiscard]] storage::IdempotencyRecord key_record(const Caller& caller, const IdempotencyKey& key,
                                                    std::optional<Instant> expires_at, const StoredAnswer& answer);

/// Writes with the key and its answer, or gives the answer that was kept the first time; none: written now, answer as
/// given. An empty key is not kept. @errors of the store
Result<std::optional<StoredAnswer>> commit_once(storage::Store& store, storage::Commit commit, const Caller& caller,
                                                const IdempotencyKey& key, const StoredAnswer& answer);

/// The keys of requests now running. Any thread.
class KeysInFlight {
 public:
  class Hold {
   public:
    Hold(KeysInFlight& keys, std::string name) : keys_(keys), name_(std::move(name)) {}
    ~Hold();
    Hold(const Hold&) = delete;
    Hold& operator=(const Hold&) = delete;

   private:
    friend class KeysInFlight;
    KeysInFlight& keys_;
    std::string name_;
    bool taken_ = false;
  };

  /// Marks the key as running as long as the result lives. @errors in_flight: it is running already
  Result<std::unique_ptr<Hold>> begin(const Caller& caller, const IdempotencyKey& key);

 private:
  std::mutex mutex_;
  std::set<std::string> running_;
};

}  // namespace hejie::app
