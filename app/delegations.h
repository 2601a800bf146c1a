// Delegation: who holds a role lets another person use some of its powers for some days. A dated record outside the
// case, kept with who made and who ended it; an act under it names it, and the engine counts delegate and delegator as
// one person. What may be delegated, and for how long, is data (authority_rules.h). It ends by its day without anybody
// doing anything: each use asks anew. It gives powers, never sight: the delegate must see the case himself. Called by
// api; whether one holds is asked by case_service.
#pragma once

#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "app/accounts.h"
#include "app/authority_rules.h"
#include "app/idempotency.h"
#include "engine/definition/alert_rules.h"
#include "storage/store.h"

namespace hejie::app {

class IdMaker;

/// Kind of the kept rows; their subject is who delegates, their period the id.
inline constexpr const char* kDelegationKind = "delegation";
/// Clock of the alerts that say one was made, or used in a case; their key is its id. Of no case where it is for any.
inline constexpr const char* kDelegationAlert = "delegation";
/// The same when one was taken back before its day.
inline constexpr const char* kDelegationEndedAlert = "delegation_ended";

struct Delegation {
  std::string id;
  AccountId from, to;
  std::vector<std::string> roles;
  std::vector<std::string> events;  ///< "procedure/event"; empty = all that may be delegated of these roles
  CaseId case_id;                   ///< empty = any
  Date first{}, last{};             ///< both included
  std::string basis;                ///< number of the document it rests on
  TextId reason;
  Instant made_at{};
  std::optional<Instant> ended_at;  ///< taken back before its day
  AccountId ended_by;
  bool operator==(const Delegation&) const = default;
};

[[nodiscard]] std::string write_delegation(const Delegation& delegation);
[[nodiscard]] Delegation read_delegation(const storage::KeptRow& row);

/// As whom a delegate acts: himself, with the delegated roles the delegator still holds.
struct Acting {
  Delegation delegation;
  Caller as;
  Caller delegator;
};
/// @errors forbidden, at /act_for: unknown or another's, not begun, expired, ended, without power; a program
Result<Acting> acting_under(storage::Snapshot& snapshot, const Caller& caller, const std::string& id, Date today);
/// Does it cover this event, recorded or answered in that role?
[[nodiscard]] bool covers(const AuthorityRules& rules, const Delegation& delegation, const std::string& role,
                          const std::string& procedure, const std::string& event);
[[nodiscard]] Error not_covered(const char* code, Text why);

struct DelegationCommand {
  std::string to;  ///< user name or account id
  std::vector<std::string> roles, events;
  CaseId case_id;
  Date first{}, last{};
  std::string basis, reason;
  Accounts::From from;
  IdempotencyKey key;
};

/// One as people see it.
struct DelegationView {
  Delegation what;
  std::string from_name, to_name, ended_by_name, reason;
  std::string state;  ///< coming, in_force, expired, ended
};

class Delegations {
 public:
  Delegations(storage::Store& store, const AuthorityRules& rules, const definition::AlertRules& alerts,
              const Clock& clock, IdMaker& ids)
      : store_(store), rules_(rules), alerts_(alerts), clock_(clock), ids_(ids) {}

  /// By the delegator himself. @returns the answer; second: given before to the same key.
  /// @errors invalid (all findings), forbidden: a program; not_found: no such case; key_reused
  Result<std::pair<StoredAnswer, bool>> make(const Caller& caller, const DelegationCommand& command);
  /// By the delegator, the delegate, a head of office or the security administrator; holds at once.
  /// @errors not_found: none such, or not to be seen; invalid: over already; key_reused
  Result<std::pair<StoredAnswer, bool>> end(const Caller& caller, const std::string& id, const Accounts::From& from,
                                            const IdempotencyKey& key);
  /// Given and received; all of them for the security administrator, for heads those of their unit and below. Newest
  /// first.
  Result<std::vector<DelegationView>> list(const Caller& caller);
  /// Roles of the caller's own whose powers may be delegated, each with these ("procedure/event").
  [[nodiscard]] std::vector<std::pair<std::string, std::vector<std::string>>> may_delegate(const Caller& caller) const;

 private:
  Result<std::vector<Finding>> find_faults(storage::Snapshot& snapshot, const Caller& caller,
                                           const DelegationCommand& command, Date today, AccountId& to);
  Status refuse(const Caller& caller, const Accounts::From& from, const char* action, const std::string& object,
                const char* result);
  Status tell(storage::Snapshot& snapshot, const Delegation& what, const char* clock,
              const std::vector<AccountId>& accounts, storage::Commit& commit) const;

  storage::Store& store_;
  const AuthorityRules& rules_;
  const definition::AlertRules& alerts_;
  const Clock& clock_;
  IdMaker& ids_;
  std::mutex mutex_;  ///< one change at a time: two for one pair must not pass each other
};

}  // namespace hejie::app
