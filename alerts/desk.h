// All that time does, in its order: clocks that fell due, alerts nobody answered, risks over many cases, what is
// made at fixed times. One step at a
// time; owns no thread and reads no clock. Driven by serve (a thread) and by the demo clock.
#pragma once

#include "alerts/escalation.h"
#include "alerts/periodic.h"
#include "alerts/risk_watch.h"
#include "alerts/scheduler.h"
#include "app/served_papers.h"

namespace hejie::alerts {

class Desk {
 public:
  /// All given outlive the desk. @param papers reads documents for internal control; null: nobody looks at them
  Desk(storage::Store& store, app::CaseService& service, const app::Definitions& definitions,
       const definition::AlertRules& rules, app::Metrics& metrics, app::PaperDesk* papers = nullptr)
      : scheduler_(store, service, metrics),
        escalation_(store, definitions, rules, metrics),
        risks_(store, definitions, rules, metrics),
        periodic_(store, definitions, rules, metrics) {
    if (papers != nullptr) served_.emplace(store, *papers);
  }

  /// Everything due up to `now`. Twice changes nothing. @errors of the store itself
  Result<StepResult> step(Instant now);

  // Its two halves, each for one thread at a time, side by side if wanted: a quarter's papers go through all cases, and
  // no clock is to wait for that.
  Result<StepResult> tell(Instant now);   ///< clocks, unanswered alerts, risks
  Result<bool> make_papers(Instant now);  ///< bulletins, work lists, the draw, documents served; true: there is more

 private:
  Scheduler scheduler_;
  Escalation escalation_;
  RiskWatch risks_;
  Periodic periodic_;
  std::optional<app::ServedPapers> served_;
};

}  // namespace hejie::alerts
