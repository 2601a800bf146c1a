// Case roles: who sits in the tribunal of a case, keeps its record, investigates it, and who is out of it because of a
// conflict of interest. Named by acts of the house (hand_over.h). Where a case role has holders, the events the data
// lists for it (workflows/roles/authority.json) are recorded by them alone; who is recused neither sees nor touches the
// case. Pure but for reading the rules. Used by case_service and hand_over.
#pragma once

#include <map>
#include <span>
#include <string>
#include <vector>

#include "engine/base/result.h"
#include "engine/machine/machine.h"

namespace hejie::app {

class Definitions;

/// Field of such an act: the case role, and its holders from now on, account ids with blanks between.
inline constexpr const char* kPeopleRoleField = "case_role";
inline constexpr const char* kPeopleField = "case_people";
/// The role of who is out of the case; a flag of the summary carries it as "recused:<account>".
inline constexpr const char* kRecused = "recused";

struct CaseRole {
  std::string id;
  Text name;
  std::vector<std::string> by;      ///< staff roles of its holders
  std::vector<std::string> events;  ///< theirs alone, once there are holders
};
using CaseRoleRules = std::map<std::string, std::vector<CaseRole>>;  ///< by procedure

/// @errors malformed, invalid
[[nodiscard]] Result<CaseRoleRules> read_case_roles(const std::string& text);
[[nodiscard]] Result<CaseRoleRules> load_case_roles(const Definitions& definitions);
/// Null: the procedure has no such case role.
[[nodiscard]] const CaseRole* find_case_role(const CaseRoleRules& rules, const std::string& procedure,
                                             const std::string& role);

/// Holders by case role, as the last naming of each says.
[[nodiscard]] std::map<std::string, std::vector<AccountId>> people_of(std::span<const engine::Act> acts);
[[nodiscard]] bool is_recused(std::span<const engine::Act> acts, const AccountId& account);
/// Why this act is not for who wants to record it, or for an officer named with them.
[[nodiscard]] std::optional<engine::Rejection> check_case_role(const CaseRoleRules& rules,
                                                               const engine::Procedure& procedure,
                                                               std::span<const engine::Act> acts,
                                                               const engine::Act& act);

}  // namespace hejie::app
