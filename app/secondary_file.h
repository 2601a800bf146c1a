// The secondary file (副卷) of a case: deliberations, approvals inside the house, what never goes to a party. Open to
// the people of the case, the roles that authority.json names, and to who broke the glass; closed to other desks.
// Decides, holds no state. Used by paper_desk and evidence_desk.
#pragma once

#include "app/authority_rules.h"
#include "app/caller.h"
#include "app/case_service.h"
#include "app/paper_rules.h"

namespace hejie::app {

/// Does this document belong into the secondary file?
[[nodiscard]] bool is_secondary(const PaperRules& rules, const std::string& workflow, const std::string& document);

/// The people of a case: who handles it, who is named for a role in it, who recorded for their desk, sat or inspected
/// with others, decided. Taking a paper in at the window or handing the case on makes nobody one of them.
[[nodiscard]] bool is_of_case(const std::vector<HistoryItem>& history, const AccountId& handler,
                              const AccountId& account);

struct SecondaryParts {
  storage::Store& store;
  CaseService& cases;
  const Clock& clock;
  const AuthorityRules& rules;
};
/// May this account read the secondary file of the case? By role (authority.json), as one of its people, or by
/// break-glass. @errors of the store; as CaseService::history
Result<bool> may_read_secondary(const SecondaryParts& parts, const Caller& caller, const CaseId& id,
                                const storage::Summary& summary);

/// The refusal over HTTP: 403, code secondary_file.
[[nodiscard]] Error secondary_closed();

}  // namespace hejie::app
