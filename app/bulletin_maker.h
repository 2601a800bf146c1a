// Makes what the bureau makes at fixed times: the bulletin of a quarter for the bureau, each desk and each sector, the
// work list of a month for each person, the draw of a month's closed files. Reads a snapshot and returns what to
// commit; decides no time and writes nothing. Called by alerts/periodic.h.
#pragma once

#include "app/definitions.h"
#include "app/reports.h"
#include "engine/definition/alert_rules.h"
#include "storage/store.h"

namespace hejie::app {

/// Days of a period, both included, and its id: "2026-Q3", "2026-09".
struct MadePeriod {
  std::string id;
  Date from{}, to{};
};
[[nodiscard]] MadePeriod quarter_of(Date day);
[[nodiscard]] MadePeriod month_of(Date day);
[[nodiscard]] inline MadePeriod next_quarter(const MadePeriod& period) {
  return quarter_of(period.to + 1);
}
[[nodiscard]] inline MadePeriod next_month(const MadePeriod& period) {
  return month_of(period.to + 1);
}

class BulletinMaker {
 public:
  BulletinMaker(storage::Store& store, const Definitions& definitions, const definition::AlertRules& rules)
      : store_(store), definitions_(definitions), rules_(rules) {}

  Result<storage::Commit> quarter(const MadePeriod& period, Instant now);
  Result<storage::Commit> work_lists(const MadePeriod& period, Instant now);
  /// @param seed printed with the draw: sorted by SHA-256 of "seed:case id", the first files are drawn
  Result<storage::Commit> draw(const MadePeriod& period, const std::string& seed, Instant now);

 private:
  storage::Store& store_;
  const Definitions& definitions_;
  const definition::AlertRules& rules_;
};

/// The files a seed draws out of these, in the order drawn. Anybody can repeat it.
[[nodiscard]] std::vector<CaseId> drawn_by(const std::string& seed, std::vector<CaseId> closed, int percent, int least);

}  // namespace hejie::app
