#include "app/system_state.h"

#include <algorithm>

#include "app/metrics.h"
#include "engine/base/minutes.h"
#include "storage/authority.h"

namespace hejie::app {

Result<Readiness> System::readiness() {
  TRY(auto snapshot, store_.snapshot());
  TRY(const auto head, snapshot->head());
  return Readiness{store_.health().read_only, head};
}

// Counting is paid by who asks first and kept for twenty times as long as it took, so that whoever asks and however
// often, it never takes more than a twentieth of a core.
Result<storage::Counts> System::table_counts(storage::Snapshot& snapshot) {
  constexpr int kKeptTimes = 20;
  using SteadyClock = std::chrono::steady_clock;
  const std::lock_guard lock(counting_);
  const auto start = SteadyClock::now();
  if (!counts_ || start >= counts_until_) {
    TRY(counts_, snapshot.counts());
    const auto end = SteadyClock::now();
    counts_until_ = end + kKeptTimes * (end - start);
  }
  return *counts_;
}

Result<SystemState> System::state() {
  TRY(auto snapshot, store_.snapshot());
  SystemState state;
  TRY(const auto counts, table_counts(*snapshot));
  TRY(state.head, snapshot->head());
  TRY(state.oldest_due, snapshot->oldest_due());
  const auto health = store_.health();
  state.now = to_bureau(clock_.now());
  state.read_only = health.read_only;
  state.corrupt = health.corrupt;
  state.cases = counts.cases;
  state.open_cases = counts.open_cases;
  state.open_clocks = counts.open_clocks;
  state.alerts_open = counts.alerts_open;
  state.outbox_depth = counts.outbox_depth;
  state.queue_depth = health.queue_depth;
  state.wal_pages = health.wal_pages;
  state.ticks = ticks_.load();
  TRY(const auto channels, snapshot->outbox_counts());
  {
    const std::lock_guard lock(mutex_);
    for (const auto& one : channels) channels_seen_.insert(one.channel);
    for (const auto& name : channels_seen_) {
      const auto found = std::ranges::find(channels, name, &storage::OutboxCount::channel);
      state.channels.push_back({name, 0, 0});
      if (found != channels.end()) state.channels.back() = {name, found->waiting, found->dead};
    }
  }
  if (const auto* side = storage::coded_side(store_); side != nullptr) state.authority = side->authority_findings();
  state.rules = rules_;
  if (const auto ms = heartbeat_ms_.load(); ms != 0) state.last_heartbeat = Instant{ms};
  return state;
}

void System::publish(const SystemState& state, Metrics& metrics) const {
  metrics.gauge("hejie_store_head_seq", "", "Position of the newest event.").set(state.head);
  metrics.gauge("hejie_cases", "", "Cases in the store.").set(state.cases);
  metrics.gauge("hejie_cases_open", "", "Cases not closed.").set(state.open_cases);
  metrics.gauge("hejie_clocks_open", "", "Clocks running or breached.").set(state.open_clocks);
  metrics.gauge("hejie_alerts_open", "", "Alerts nobody has acknowledged.").set(state.alerts_open);
  metrics.gauge("hejie_outbox_depth", "", "Messages waiting to leave.").set(state.outbox_depth);
  metrics.gauge("hejie_commit_queue_depth", "", "Commands waiting for the writer.").set(state.queue_depth);
  metrics.gauge("hejie_wal_pages", "", "Pages in the write-ahead log.").set(state.wal_pages);
  metrics
      .gauge("hejie_authority_changed", "",
             "Rows that decide authority, or sets of them, that were changed beside the program.")
      .set(static_cast<std::int64_t>(state.authority.size()));
  metrics.gauge("hejie_read_only", "", "1 while the store accepts no writes.").set(state.read_only ? 1 : 0);
  for (const auto& one : state.channels) {
    const std::string label = "channel=\"" + one.channel + "\"";
    metrics.gauge("hejie_outbox_waiting", label, "Messages of a channel that wait to leave.").set(one.waiting);
    metrics.gauge("hejie_dead_letters", label, "Messages of a channel that were given up.").set(one.dead);
  }
  metrics.gauge("hejie_scheduler_heartbeat_seconds", "", "When the scheduler was last here, Unix time.")
      .set(state.last_heartbeat ? state.last_heartbeat->ms / 1000 : 0);
  const bool late = state.oldest_due && *state.oldest_due < state.now;
  constexpr std::int64_t kMinuteSeconds = 60;
  metrics.gauge("hejie_scheduler_late_seconds", "", "Age of the oldest clock not fired yet.")
      .set(late ? minutes_between(*state.oldest_due, state.now) * kMinuteSeconds : 0);
}

}  // namespace hejie::app
