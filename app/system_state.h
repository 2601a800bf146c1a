// How the running system is: store, scheduler, queues. For /readyz, /metrics and the scheduler page.
#pragma once

#include <atomic>
#include <chrono>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "app/drill.h"
#include "app/rules_in_use.h"
#include "engine/base/clock.h"
#include "engine/base/ids.h"
#include "engine/base/result.h"
#include "storage/snapshot.h"

namespace hejie::storage {
class Store;
}

namespace hejie::app {

class Metrics;

struct ChannelState {
  std::string channel;
  long long waiting = 0, dead = 0;
};

struct SystemState {
  Moment now{};
  bool read_only = false, corrupt = false;
  long long head = 0, cases = 0, open_cases = 0, open_clocks = 0, alerts_open = 0, outbox_depth = 0, queue_depth = 0,
            wal_pages = 0, ticks = 0;
  std::vector<ChannelState> channels;  ///< those with messages that wait or were given up
  std::optional<Moment> oldest_due;
  std::optional<Instant> last_heartbeat;
  std::vector<Finding> authority;  ///< rows that decide authority, changed beside the program
  RulesInUse rules;
};

/// Whether commands can be taken; told without counting anything.
struct Readiness {
  bool read_only = false;
  Seq head = 0;
};

class System {
 public:
  System(storage::Store& store, const Clock& clock) : store_(store), clock_(clock) {}
  /// @errors unavailable, corrupt
  Result<Readiness> readiness();
  /// Counts whole tables now and then: the figures of rows may be as old as twenty times the time that counting takes
  /// (100,000 cases: 7 s); health, head and lateness are of this moment. @errors unavailable, corrupt
  Result<SystemState> state();
  void publish(const SystemState& state, Metrics& metrics) const;
  /// Newest first. @errors unavailable
  Result<std::vector<KeptDrill>> drills() { return kept_drills(store_); }
  /// @errors not_found: none of that id, or it is not for this caller
  Result<KeptDrill> drill(const Caller& caller, long long id) { return kept_drill(store_, caller, id); }
  /// Before the server starts.
  void served_with(RulesInUse rules) { rules_ = std::move(rules); }
  /// The scheduler was here. Any thread.
  void heartbeat(Instant at, long long ticks) {
    heartbeat_ms_.store(at.ms);
    ticks_.fetch_add(ticks);
  }

 private:
  Result<storage::Counts> table_counts(storage::Snapshot& snapshot);

  storage::Store& store_;
  const Clock& clock_;
  std::atomic<std::int64_t> heartbeat_ms_{0};
  std::atomic<long long> ticks_{0};
  RulesInUse rules_;
  std::mutex counting_;
  std::optional<storage::Counts> counts_;
  std::chrono::steady_clock::time_point counts_until_;
  std::mutex mutex_;
  std::set<std::string> channels_seen_;  ///< a figure once published goes back to 0, it does not stand still
};

}  // namespace hejie::app
