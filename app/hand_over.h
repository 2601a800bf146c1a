// Hand-over: one case to another person, another unit or both, a role in it to others, or all open cases of a person to
// another, with a reason.
// It is an act in the log of each case (engine/machine/hand_over.h); clocks run on, the work list moves, both persons
// are told at once. Who may: the heads, and whoever handles the case. Called by api.
#pragma once

#include <functional>
#include <optional>

#include "app/case_cache.h"
#include "app/idempotency.h"
#include "app/units.h"
#include "engine/base/clock.h"
#include "engine/definition/alert_rules.h"

namespace hejie::app {

class Definitions;
class IdMaker;

/// Clock of the alerts that say so: to "account:<id>" of who had the case and of who has it now.
inline constexpr const char* kHandOverAlert = "hand_over";
/// Prefix of a recipient that is one person, not a role.
inline constexpr const char* kToAccount = "account:";

struct HandOverCommand {
  CaseId case_id;                   ///< empty: all open cases of `from`
  std::string from;                 ///< user name or account id; all cases of a person only
  std::string to;                   ///< user name or account id; "" = whoever handles it stays
  std::optional<std::string> unit;  ///< id, "" = the bureau itself; empty = the unit stays
  std::string role;                 ///< case role whose holders are named anew (case_people.h); one case only
  std::vector<std::string> people;  ///< user names or account ids; none = nobody holds it any more
  std::string reason;
  std::optional<Version> if_match;  ///< one case only
  std::string address, request_id;  ///< for the access log
  IdempotencyKey key;
  std::function<StoredAnswer(const std::vector<std::pair<CaseId, Version>>& cases)> answer;  ///< versions after it
};

class HandOver {
 public:
  HandOver(storage::Store& store, const Definitions& definitions, const definition::AlertRules& alerts,
           const Clock& clock, IdMaker& ids)
      : store_(store), definitions_(definitions), alerts_(alerts), clock_(clock), ids_(ids) {}

  /// All or none. @returns the answer; second: it was given to an earlier request with the same key.
  /// @errors not_found: no such case; forbidden: neither head nor handler, of another unit; precondition_required;
  /// conflict: the case changed meanwhile; invalid: no such person or unit, nothing would change, no reason
  Result<std::pair<StoredAnswer, bool>> run(const Caller& caller, const HandOverCommand& command);

 private:
  struct Meant;
  struct Moving;
  Result<Meant> read(storage::Snapshot& snapshot, const Caller& caller, const HandOverCommand& command);
  Result<std::vector<CaseId>> open_cases_of(const Caller& caller, const AccountId& handler);
  Status read_people(storage::Snapshot& snapshot, const HandOverCommand& command, Meant& meant,
                     std::vector<Finding>& findings);
  void put_people(Moving& moving, engine::Act& act);
  Status add_case(Moving& moving, const CaseId& id);

  storage::Store& store_;
  const Definitions& definitions_;
  const definition::AlertRules& alerts_;
  const Clock& clock_;
  IdMaker& ids_;
  CaseCache cache_{64};
};

}  // namespace hejie::app
