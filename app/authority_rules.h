// Who may look at what beyond the roles of events, as workflows/roles/authority.json says it: how long break-glass
// opens a case and who is told, and which roles read the secondary file of a case. Passive data and its reader; a
// bureau's own set of workflows may say otherwise. Used by break_glass, secondary_file, units.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "engine/base/result.h"

namespace hejie::app {

class Definitions;

struct AuthorityRules {
  int break_glass_hours = 4;                   ///< so long a case stays open to who broke the glass
  std::vector<std::string> break_glass_tells;  ///< recipients as risk rules name them: "$handler", "$head", roles
  int delegation_days = 90;                    ///< the longest a delegation holds
  std::vector<std::string> delegation_tells;   ///< recipients of the word that one was made for a case, or used in it
  std::map<std::string, std::vector<std::string>> delegable;  ///< role -> "procedure/event" it may delegate
  std::map<std::string, std::vector<std::string>>
      secondary;  ///< stage -> roles that read the secondary file; "" = rest

  /// Roles that read the secondary file of cases of this stage, beside the people of the case.
  [[nodiscard]] const std::vector<std::string>& secondary_of(const std::string& stage) const;
};

/// @errors malformed; invalid: a member is missing or out of range
[[nodiscard]] Result<AuthorityRules> read_authority_rules(const std::string& text);
/// Of the bureau's own set, else as shipped. @errors as above
[[nodiscard]] Result<AuthorityRules> load_authority_rules(const Definitions& definitions);

}  // namespace hejie::app
