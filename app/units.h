// The organization of a bureau: mediation centers, committee, inspection teams under the bureau itself, who belongs to
// which, and so which cases an account sees: those of its unit and of the units below, those it handles, those it
// opened by break-glass. The bureau's own unit has no id and is above all; an account or case without a unit is the
// bureau's, so a bureau without units sees everything. A case says its unit in its opening and in hand-overs
// (hand_over.h). Changes no case. Called by every use case that reads cases for somebody.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "app/accounts.h"
#include "app/caller.h"
#include "engine/base/clock.h"
#include "engine/base/text.h"
#include "storage/reach.h"

namespace hejie::app {

/// What a unit does: bureau (all of it), mediation_center, committee, inspection_team.
struct Unit {
  std::string id, kind, parent;  ///< parent "" = directly under the bureau
  Text name;
  bool operator==(const Unit&) const = default;
};

struct Units {
  std::vector<Unit> all;
  std::map<std::string, std::string> members;  ///< account -> unit; without an entry: the bureau itself

  [[nodiscard]] const Unit* find(std::string_view id) const;
  /// "" = the bureau itself.
  [[nodiscard]] std::string of(const AccountId& account) const;
  /// The unit and those below it. @pre id is not ""
  [[nodiscard]] std::vector<std::string> below(const std::string& id) const;
  /// Where a new case of this stage belongs that the account opens: its own unit where that does such work, else the
  /// one unit that does, else "" (the bureau).
  [[nodiscard]] std::string place(const AccountId& account, const std::string& stage) const;
};

[[nodiscard]] bool is_unit_kind(std::string_view kind);
[[nodiscard]] Text unit_kind_name(std::string_view kind);
[[nodiscard]] std::string write_units(const Units& units);
/// @errors corrupt
[[nodiscard]] Result<Units> read_units(const std::string& text);
/// As the store has them; never null. @errors of the store; corrupt
Result<std::shared_ptr<const Units>> load_units(storage::Snapshot& snapshot);

/// Mark of the store that this account is or was recused from some case: only then are its lists limited for it.
[[nodiscard]] std::string recused_mark(const AccountId& account);

/// The units of a store, read again only after a change: for commands, which cost no further question. Any thread.
class KnownUnits {
 public:
  /// @errors as load_units
  Result<std::shared_ptr<const Units>> of(storage::Store& store);

 private:
  std::mutex mutex_;
  std::shared_ptr<const Units> units_;
  long long change_ = -1;
};

/// All the store holds, or what lies within the reach of this account. @errors of the store
Result<std::unique_ptr<storage::Snapshot>> snapshot_for(storage::Store& store, const Clock& clock,
                                                        const Caller& caller);
/// Is nothing kept from this account? @errors of the store; corrupt
Result<bool> sees_every_case(storage::Snapshot& snapshot, const Clock& clock, const Caller& caller);
/// May this account see the case? @param acting to do something there: break-glass opens reading only
/// @errors not_found; forbidden (finding outside_unit): of another unit
Status check_sees(storage::Store& store, const Clock& clock, const Units& units, const Caller& caller, const CaseId& id,
                  bool acting);

/// As check_sees for something done beside the events of a case: a mark, a note, an answer.
/// @errors as check_sees; of load_units
Status check_acts(storage::Store& store, const Clock& clock, const Caller& caller, const CaseId& id);

struct UnitCommand {
  Unit unit;
  Accounts::From from;
};

class UnitDesk {
 public:
  UnitDesk(storage::Store& store, const Clock& machine) : store_(store), clock_(machine) {}
  Result<std::shared_ptr<const Units>> units();
  /// New, or another name, kind or parent. Authority is the caller's business.
  /// @errors invalid: id, kind, name, a parent that is not there or below itself
  Status put(const Caller& caller, const UnitCommand& command);
  /// "" = back to the bureau. @errors not_found: no such account; invalid: no such unit; forbidden: one's own
  Status assign(const Caller& caller, const AccountId& account, const std::string& unit, const Accounts::From& from);

 private:
  Status keep(const Caller& caller, const Units& units, const char* action, const std::string& object,
              const Accounts::From& from);
  storage::Store& store_;
  const Clock& clock_;
  std::mutex mutex_;  ///< one change at a time: they are kept together
};

}  // namespace hejie::app
