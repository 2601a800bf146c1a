// All that time does, in its order: clocks that fell due, alerts nobody answered, risks over many cases, what is
// made at fixed times. One step at a
// time; owns no thread and reads no clock. Driven by serve (a thread) and by the demo clock.
#pragma once

#include "alerts/escalation.h"
#include "alerts/periodic.h"
#include "alerts/risk_watch.h"
#include "alerts/scheduler.h"

namespace hejie::alerts {

class Desk {
 public:
  /// All given outlive the desk.
  Desk(storage::Store& store, app::CaseService& service, const app::Definitions& definitions,
       const definition::AlertRules& rules, app::Metrics& metrics)
      : scheduler_(store, service, metrics),
        escalation_(store, definitions, rules, metrics),
        risks_(store, definitions, rules, metrics),
        periodic_(store, definitions, rules, metrics) {}

  /// Everything due up to `now`. Twice changes nothing. @errors of the store itself
  Result<StepResult> step(Instant now);

 private:
  Scheduler scheduler_;
  Escalation escalation_;
  RiskWatch risks_;
  Periodic periodic_;
};

}  // namespace hejie::alerts
