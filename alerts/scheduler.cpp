#include "alerts/scheduler.h"

#include <algorithm>

#include "engine/base/minutes.h"

namespace hejie::alerts {
namespace {

constexpr std::int64_t kMinuteSeconds = 60;
constexpr std::int64_t kMinuteUs = kMinuteSeconds * 1'000'000;

/// The store as a whole cannot go on; a single case that cannot is another matter.
bool is_stores(ErrorCode code) {
  return code == ErrorCode::unavailable || code == ErrorCode::read_only || code == ErrorCode::io;
}

}  // namespace

Scheduler::Scheduler(storage::Store& store, app::CaseService& service, app::Metrics& metrics, SchedulerLimits limits)
    : store_(store),
      service_(service),
      limits_(limits),
      ticked_(metrics.counter("hejie_ticks_total", "", "Cases ticked by the scheduler")),
      failures_(metrics.counter("hejie_tick_failures_total", "", "Ticks that failed and will be tried again")),
      behind_(metrics.gauge("hejie_scheduler_behind_seconds", "", "How long the oldest due case has waited")),
      lag_(metrics.histogram("hejie_scheduler_lag_seconds", "",
                             "From the acting instant of the oldest clock of a batch to its tick")) {}

Result<int> Scheduler::batch(Instant at, StepResult& result, std::set<CaseId>& done) {
  const Moment now = to_bureau(at);
  const std::int64_t past_minute_us = (at.ms - to_instant(now).ms) * 1000;
  std::vector<CaseId> due;
  {
    TRY(const auto snapshot, store_.snapshot());
    TRY(const auto oldest, snapshot->oldest_due());
    behind_.set(oldest && *oldest < now ? minutes_between(*oldest, now) * kMinuteSeconds : 0);
    if (!oldest || *oldest > now) return 0;
    lag_.observe_us(minutes_between(*oldest, now) * kMinuteUs + past_minute_us);
    // A case that failed in this step stays due; ask past those.
    TRY(due, snapshot->due_cases(now, limits_.batch + result.failed));
  }
  std::erase_if(due, [&done](const CaseId& id) { return !done.insert(id).second; });
  for (const auto& written : service_.tick_all(due, now)) {
    if (written) {
      ++result.cases;
      result.written += *written;
      ticked_.add();
      continue;
    }
    if (is_stores(written.error().code)) return std::unexpected(written.error());
    ++result.failed;
    failures_.add();
  }
  return static_cast<int>(due.size());
}

Result<StepResult> Scheduler::step(Instant now) {
  StepResult result;
  std::set<CaseId> done;
  while (result.cases + result.failed < limits_.most_cases) {
    TRY(const int fresh, batch(now, result, done));
    if (fresh == 0) return result;
  }
  result.more = true;
  return result;
}

}  // namespace hejie::alerts
