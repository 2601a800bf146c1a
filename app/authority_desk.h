// What api needs to say who may see what: break-glass, delegations, units, hand-over. One object, so that what is added
// here is known to its handlers alone. Built once by cli/server_app.
#pragma once

#include <memory>

#include "app/break_glass.h"
#include "app/delegations.h"
#include "app/hand_over.h"
#include "app/units.h"

namespace hejie::app {

class AuthorityDesk {
 public:
  /// The other parts outlive it. @errors of load_authority_rules, load_case_roles
  static Result<std::unique_ptr<AuthorityDesk>> open(storage::Store& store, const Definitions& definitions,
                                                     const definition::AlertRules& alerts, const Clock& clock,
                                                     const Clock& machine, IdMaker& ids);

 private:
  AuthorityRules rules_;
  AuthorityDesk(AuthorityRules rules, storage::Store& store, const Definitions& definitions,
                const definition::AlertRules& alerts, const Clock& clock, const Clock& machine, IdMaker& ids);

 public:
  BreakGlass glass;
  Delegations delegations;
  UnitDesk units;
  HandOver hand_over;
};

}  // namespace hejie::app
