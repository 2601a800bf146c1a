// Alerts that nobody answered: tells the next in line, from the handler to the head of section to the head of the
// bureau, each once. An answer by anyone who was told stops the line, and so does the end of the clock. Owns no thread
// and reads no clock. Driven by the desk (desk.h).
#pragma once

#include "app/definitions.h"
#include "app/metrics.h"
#include "engine/definition/alert_rules.h"
#include "storage/store.h"

namespace hejie::alerts {

class Escalation {
 public:
  Escalation(storage::Store& store, const app::Definitions& definitions, const definition::AlertRules& rules,
             app::Metrics& metrics);

  /// Everything that has waited long enough at `now`. Twice changes nothing. @returns alerts told
  Result<int> step(Moment now, Instant recorded_at);

 private:
  void pass_on(const storage::WaitingAlert& waiting, Moment now, storage::Commit& commit) const;

  storage::Store& store_;
  const app::Definitions& definitions_;
  const definition::AlertRules& rules_;
  app::Counter& told_;
};

}  // namespace hejie::alerts
