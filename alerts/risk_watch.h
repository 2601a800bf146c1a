// Rules over many cases: matters against one employer, a sector that rises, a handler with too much, cases that stand
// still, wages before the festival, reports on key cases. Follows the log from where it stopped, asks one indexed
// question a rule and subject, and never goes over all cases. What it found is kept once by the store. Owns no thread
// and reads no clock. Driven by the desk (desk.h).
#pragma once

#include <map>
#include <set>
#include <string>

#include "app/case_risks.h"
#include "app/definitions.h"
#include "app/metrics.h"
#include "engine/definition/alert_rules.h"
#include "storage/store.h"

namespace hejie::alerts {

class RiskWatch {
 public:
  RiskWatch(storage::Store& store, const app::Definitions& definitions, const definition::AlertRules& rules,
            app::Metrics& metrics);

  /// What happened since the last step, and the timers due. Twice changes nothing; bounded: @returns true when there is
  /// more to do. @errors of the store
  Result<bool> step(Moment now, Instant recorded_at);

 private:
  /// A case as it stands after what happened.
  struct Changed {
    storage::WatchedRow now;
    std::string workflow, stage;
    std::optional<Date> closed_on;
  };
  /// A subject that a rule has to look at, and the case at which.
  struct Look {
    const definition::RiskRule* rule = nullptr;
    std::string subject;
    Changed at;
  };
  using Looks = std::map<std::pair<std::string, std::string>, Look>;  ///< by rule and subject

  Result<Seq> position(storage::Snapshot& snapshot) const;
  Result<bool> follow(Moment now, Instant recorded_at);
  Result<bool> run_timers(Moment now, Instant recorded_at);
  Result<Changed> load(storage::Snapshot& snapshot, const CaseId& id) const;
  void note(const Changed& changed, Looks& looks) const;
  void set_timers(const Changed& changed, Moment now, storage::Commit& commit) const;
  Status end_key_case(storage::Snapshot& snapshot, const Changed& changed, storage::Commit& commit) const;
  Result<std::int64_t> figure(storage::Snapshot& snapshot, const Look& look, Moment now,
                              app::RiskGrounds& grounds) const;
  void find(const definition::RiskRule& rule, std::string subject, std::string period, const CaseId& at,
            const std::string& stage, app::RiskGrounds grounds, Moment now, storage::Commit& commit) const;
  Status fire(storage::Snapshot& snapshot, const storage::RiskTimer& timer, Moment now, storage::Commit& commit) const;
  Status fire_stalled(storage::Snapshot& snapshot, const definition::RiskRule& rule, const storage::CaseItem& item,
                      Moment now, storage::Commit& commit) const;
  Status fire_mend(const storage::CaseItem& item, const storage::RiskTimer& timer, storage::Commit& commit) const;
  Status fire_report(storage::Snapshot& snapshot, const storage::CaseItem& item, storage::Commit& commit) const;
  [[nodiscard]] std::optional<Date> season_start(const definition::RiskRule& rule, Date today) const;

  storage::Store& store_;
  const app::Definitions& definitions_;
  const definition::AlertRules& rules_;
  app::Counter& found_;
  bool all_ = true;  ///< until the first step is through: what was counted before a crash may not have been judged
};

}  // namespace hejie::alerts
