// Signs the logs of a running store: every thousand entries, or a minute after something new, and at the end, a head is
// added to a file that should lie in another place than the store. At the start the store is held against the newest
// heads. Owns no thread; the program calls step(). Called by cli.
#pragma once

#include <array>
#include <mutex>
#include <optional>
#include <string>

#include "audit/head.h"
#include "engine/base/clock.h"
#include "storage/store.h"

namespace hejie::app {

struct NotarySettings {
  std::string heads;  ///< file of signed heads
  std::string key;    ///< private key (PEM); made when there is neither key nor head yet, its public half beside it.
                      ///< SM2 for logs by SM3, else Ed25519
  int entries = 1'000;
  int seconds = 60;
};

/// What `data` holds when nothing else is set: DIR/heads.log, DIR/log_key.pem.
[[nodiscard]] NotarySettings notary_in(const std::string& folder);
/// "log_key.pem" -> "log_key.pub.pem"
[[nodiscard]] std::string public_key_path(const std::string& private_key_path);

struct SignedLog {
  std::string log;
  Seq size = 0;                     ///< entries now
  std::optional<audit::Head> head;  ///< the newest signed
};
struct NotaryState {
  std::string key_id;
  std::string signature;  ///< by what it signs: "ed25519", "sm2"
  std::string hash;       ///< by what the logs are hashed: "sha256", "sm3"
  std::array<SignedLog, 2> logs;
  bool failing = false;  ///< the last head could not be written
};

class Notary {
 public:
  /// @errors corrupt: a log is not what was signed (names what); io, invalid: key or heads not usable
  static Result<std::unique_ptr<Notary>> open(storage::Store& store, const Clock& machine, NotarySettings settings);
  /// Takes the logs as they stand: heads signed before hold nothing against them any more. For `hejie audit begin`.
  static Status begin(storage::Store& store, const Clock& machine, NotarySettings settings);

  /// Signs what is due. @errors io, of the store
  Status step();
  /// Signs whatever is not signed yet.
  Status finish();
  /// @errors of the store
  [[nodiscard]] Result<NotaryState> state();

 private:
  Notary(storage::Store& store, const Clock& machine, NotarySettings settings, crypto::Key key, audit::HashKind hash)
      : store_(store), clock_(machine), settings_(std::move(settings)), key_(std::move(key)), hash_(hash) {}
  static Result<std::unique_ptr<Notary>> load(storage::Store& store, const Clock& machine, NotarySettings settings);
  Status sign(bool all, bool begins);
  [[nodiscard]] Result<audit::Head> head_now(storage::Snapshot& snapshot, storage::Log log) const;

  storage::Store& store_;
  const Clock& clock_;
  NotarySettings settings_;
  crypto::Key key_;
  audit::HashKind hash_;  ///< of the logs, for the life of the store
  std::mutex mutex_;
  std::array<std::optional<audit::Head>, 2> last_;  ///< by log
  bool failing_ = false;
};

}  // namespace hejie::app
