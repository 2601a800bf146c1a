// What leaves the house by one channel: alerts become messages of the outbox, each once; messages are tried, with
// growing pauses, until they are taken or given up. A channel has a dispatcher and a thread of its own, so that one
// that hangs delays nothing else. Owns no thread and reads no clock.
#pragma once

#include "alerts/channels/channel.h"
#include "app/definitions.h"
#include "app/metrics.h"
#include "engine/definition/alert_rules.h"
#include "storage/store.h"

namespace hejie::alerts {

class Dispatcher {
 public:
  /// All given outlive the dispatcher.
  Dispatcher(storage::Store& store, const app::Definitions& definitions, const definition::AlertRules& rules,
             ChannelConfig config, Transport& transport, app::Metrics& metrics);

  /// New alerts into the outbox, then what is due out, at most `kMost`. After a try that got no answer the channel
  /// rests. @returns messages taken or given up for good. @errors of the store
  Result<int> step(Instant now);

  [[nodiscard]] const std::string& id() const { return config_.id; }
  static constexpr int kMost = 200;

 private:
  Status fan_out(Instant now);
  Result<std::optional<Message>> message_of(storage::Snapshot& snapshot, const storage::AlertRow& alert) const;
  /// @returns false when the channel seems to be down
  Result<bool> try_one(const storage::OutboxRow& row, Instant now);
  [[nodiscard]] storage::Put after_failure(const storage::OutboxRow& row, const Outcome& outcome, Instant now) const;

  storage::Store& store_;
  const app::Definitions& definitions_;
  const definition::AlertRules& rules_;
  ChannelConfig config_;
  Transport& transport_;
  app::Counter& sent_;
  app::Counter& failed_;
  Instant rests_until_{};
};

}  // namespace hejie::alerts
