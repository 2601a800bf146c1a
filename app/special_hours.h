// Approvals of special working hours that are in force, the next to expire first. Reads cases; keeps nothing. Called by
// api.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/case_service.h"

namespace hejie::app {

struct SpecialHoursView {
  CaseId case_id;
  std::string number, employer_name;
  PersonId employer;
  std::string system;  ///< irregular, comprehensive, both
  Text system_name;
  std::int64_t worker_count = 0;
  std::optional<Date> valid_from, valid_until;
  std::optional<int> days_left;       ///< calendar days from today to the last day in force
  std::optional<Date> renewal_until;  ///< last day to ask for a renewal, while that window is open
  bool renewal_asked = false;
};

class SpecialHours {
 public:
  SpecialHours(storage::Store& store, CaseService& cases, const Clock& clock)
      : store_(store), cases_(cases), clock_(clock) {}

  /// @param expires_by only those whose term ends on or before this day
  /// @errors forbidden: does not read cases; of the store
  Result<std::vector<SpecialHoursView>> in_force(const Caller& caller, std::optional<Date> expires_by);

 private:
  storage::Store& store_;
  CaseService& cases_;
  const Clock& clock_;
};

}  // namespace hejie::app
