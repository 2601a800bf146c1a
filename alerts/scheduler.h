// Does what fell due: asks the store for cases whose moment has come, oldest first, and ticks each. Owns no thread,
// reads no clock and knows no rule: the dates, the ladders and what an expiry does are the engine's. A late scheduler
// delays a message, never changes a right. Driven by serve (a thread) and by the demo clock.
#pragma once

#include <set>

#include "app/case_service.h"
#include "app/metrics.h"
#include "storage/store.h"

namespace hejie::alerts {

struct SchedulerLimits {
  int batch = 2'000;        ///< cases asked for at a time; after each the last commit is waited for
  int most_cases = 20'000;  ///< in one step, so that it stays bounded
};

struct StepResult {
  int cases = 0;      ///< ticked
  int written = 0;    ///< events and alerts
  int failed = 0;     ///< cases that could not be ticked; tried again in the next step
  bool more = false;  ///< the limit was reached: call again
};

class Scheduler {
 public:
  Scheduler(storage::Store& store, app::CaseService& service, app::Metrics& metrics, SchedulerLimits limits = {});

  /// Everything due up to `now`. Twice changes nothing. @errors unavailable, read_only, corrupt: of the store itself
  Result<StepResult> step(Instant now);
  Result<StepResult> step(Moment now) { return step(to_instant(now)); }

 private:
  Result<int> batch(Instant at, StepResult& result, std::set<CaseId>& done);

  storage::Store& store_;
  app::CaseService& service_;
  SchedulerLimits limits_;
  app::Counter& ticked_;
  app::Counter& failures_;
  app::Gauge& behind_;
  app::Histogram& lag_;
};

}  // namespace hejie::alerts
