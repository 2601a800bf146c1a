// Loads a published calendar notice into a running store: which open dates would move, and then moves them, each case
// with an event of its own (calendar_changed). Called by api and `hejie calendar load`.
#pragma once

#include <string>
#include <vector>

#include "app/caller.h"
#include "app/definitions.h"
#include "engine/base/clock.h"
#include "engine/machine/act.h"

namespace hejie::storage {
class Store;
}

namespace hejie::app {

struct OpenedCase;

struct CalendarMove {
  CaseId case_id;
  std::string number, workflow;
  std::string label;  ///< "A12/respondent"
  std::optional<Date> before, after;
};

struct CalendarChange {
  std::string notice;  ///< id
  std::string version_before, version_after;
  bool dry_run = false;
  bool known = false;  ///< this very notice had been loaded before: nothing was done
  int cases_looked_at = 0;
  std::vector<CalendarMove> moved;
  std::vector<std::string> failed;  ///< cases that could not be recomputed; `hejie check` names them too
};

class Calendars {
 public:
  Calendars(storage::Store& store, Definitions& definitions, const Clock& clock)
      : store_(store), definitions_(definitions), clock_(clock) {}

  /// @errors malformed, invalid: all findings; forbidden: not a system_admin or bureau_head; conflict: another text
  /// under the same id; unavailable, read_only
  Result<CalendarChange> load(const Caller& caller, const std::string& notice_json, bool dry_run);

 private:
  struct Walk;
  Status walk_cases(Walk& walk);
  Status recompute(Walk& walk, const CaseId& id);
  static void note_moves(Walk& walk, const OpenedCase& opened, const std::vector<engine::Rederived::Moved>& moved);

  storage::Store& store_;
  Definitions& definitions_;
  const Clock& clock_;
};

}  // namespace hejie::app
