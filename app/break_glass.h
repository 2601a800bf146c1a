// Break-glass: who may not see a case, or its secondary file, opens it with a reason. The account then reads it for
// some hours (authority_rules.h); the handler and the head are told at once, the access log says so in the same commit,
// and internal control finds it among the exceptions (exceptions_found.h). It opens reading only, never an act. Called
// by api; whether a grant holds is asked by authority and secondary_file.
#pragma once

#include <functional>
#include <optional>

#include "app/authority_rules.h"
#include "app/idempotency.h"
#include "engine/base/clock.h"
#include "engine/definition/alert_rules.h"
#include "storage/store.h"

namespace hejie::app {

class IdMaker;

/// Clock of the alerts that say so; their key is the account that opened the case.
inline constexpr const char* kBreakGlassAlert = "break_glass";

/// Until when this account reads the case by break-glass; empty: it does not.
Result<std::optional<Instant>> granted_until(storage::Snapshot& snapshot, const AccountId& account, const CaseId& id,
                                             Instant now);

struct BreakGlassCommand {
  CaseId case_id;
  std::string reason;
  std::string address, request_id;  ///< for the access log
  IdempotencyKey key;
  std::function<StoredAnswer(Instant until)> answer;
};

class BreakGlass {
 public:
  BreakGlass(storage::Store& store, const AuthorityRules& rules, const definition::AlertRules& alerts,
             const Clock& clock, IdMaker& ids)
      : store_(store), rules_(rules), alerts_(alerts), clock_(clock), ids_(ids) {}

  /// @returns the answer; second: it was given to an earlier request with the same key.
  /// @errors not_found: no such case, or the account works on none; invalid: no reason; key_reused
  Result<std::pair<StoredAnswer, bool>> open(const Caller& caller, const BreakGlassCommand& command);

 private:
  storage::Store& store_;
  const AuthorityRules& rules_;
  const definition::AlertRules& alerts_;
  const Clock& clock_;
  IdMaker& ids_;
};

}  // namespace hejie::app
