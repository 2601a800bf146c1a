// Labels of secrecy on documents and who is cleared for them, as workflows/documents/labels.json says (GB/T 22239-2019
// 8.1.4.2 g): open, internal, sensitive. A document above one's clearance is not there. Also who is kept apart: who
// sits in a case does not read what the mediator of the same dispute wrote. Passive data, its reader and two questions
// to it; the secondary file is another matter (secondary_file.h). Used by paper_desk.
#pragma once

#include <map>
#include <span>
#include <string>
#include <vector>

#include "app/caller.h"
#include "app/case_people.h"
#include "engine/base/result.h"

namespace hejie::app {

class Definitions;

enum class Label { open, internal, sensitive };  ///< rising
[[nodiscard]] const char* id_of(Label label);
[[nodiscard]] Text name_of(Label label);

struct LabelRules {
  /// Whoever acts in one of these roles in a linked case of this workflow.
  struct Apart {
    std::string workflow;
    std::vector<std::string> roles;
  };
  std::map<std::string, std::map<std::string, Label>> documents;  ///< workflow -> document ("" = all others) -> label
  std::map<std::string, std::map<std::string, Label>> clearance;  ///< stage ("" = all others) -> role -> label
  std::map<std::string, Apart> apart;                             ///< workflow whose sensitive documents are meant

  /// Internal where nothing is said.
  [[nodiscard]] Label of(const std::string& workflow, const std::string& document) const;
  /// The highest of the caller's roles; internal where nothing is said of a role.
  [[nodiscard]] Label cleared(const Caller& caller, const std::string& stage) const;
};

/// Does this account act in a case in one of these roles: by what it recorded, by sitting with others, or by name
/// (case_people.h)?
[[nodiscard]] bool sits_in(std::span<const engine::Act> acts, const CaseRoleRules& case_roles,
                           const LabelRules::Apart& apart, const AccountId& account);

/// @errors malformed; invalid: names the member that is missing or wrong
[[nodiscard]] Result<LabelRules> read_label_rules(const std::string& text);
/// Of the bureau's own set, else as shipped. @errors as above
[[nodiscard]] Result<LabelRules> load_label_rules(const Definitions& definitions);

}  // namespace hejie::app
