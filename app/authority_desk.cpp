#include "app/authority_desk.h"

#include "app/case_people.h"
#include "app/definitions.h"

namespace hejie::app {

AuthorityDesk::AuthorityDesk(AuthorityRules rules, storage::Store& store, const Definitions& definitions,
                             const definition::AlertRules& alerts, const Clock& clock, const Clock& machine,
                             IdMaker& ids)
    : rules_(std::move(rules)),
      glass(store, rules_, alerts, clock, ids),
      delegations(store, rules_, alerts, clock, ids),
      units(store, machine),
      hand_over(store, definitions, alerts, clock, ids) {}

Result<std::unique_ptr<AuthorityDesk>> AuthorityDesk::open(storage::Store& store, const Definitions& definitions,
                                                           const definition::AlertRules& alerts, const Clock& clock,
                                                           const Clock& machine, IdMaker& ids) {
  TRY(auto rules, load_authority_rules(definitions));
  TRY_VOID(load_case_roles(definitions));
  return std::unique_ptr<AuthorityDesk>(
      new AuthorityDesk(std::move(rules), store, definitions, alerts, clock, machine, ids));
}

}  // namespace hejie::app
