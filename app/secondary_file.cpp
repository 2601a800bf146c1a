#include "app/secondary_file.h"

#include <algorithm>

#include "app/break_glass.h"
#include "app/case_people.h"
#include "engine/machine/evidence.h"
#include "engine/machine/hand_over.h"

namespace hejie::app {

bool is_secondary(const PaperRules& rules, const std::string& workflow, const std::string& document) {
  auto found = rules.secondary.find(workflow);
  if (found == rules.secondary.end()) found = rules.secondary.find("");
  return found != rules.secondary.end() && std::ranges::find(found->second, document) != found->second.end();
}

bool is_of_case(const std::vector<HistoryItem>& history, const AccountId& handler, const AccountId& account) {
  if (account.empty()) return false;
  if (handler == account) return true;
  std::vector<engine::Act> namings;
  for (const auto& item : history) {
    const auto* act = std::get_if<engine::Act>(&item.event);
    if (act == nullptr || engine::is_evidence(*act)) continue;
    if (engine::is_hand_over(*act)) {
      namings.push_back(*act);
      continue;
    }
    if (act->by.account == account && act->by.role != "window") return true;
    if (std::ranges::find(act->officers, account) != act->officers.end()) return true;
  }
  return std::ranges::any_of(people_of(namings), [&](const auto& role) {
    return role.first != kRecused && std::ranges::find(role.second, account) != role.second.end();
  });
}

Result<bool> may_read_secondary(const SecondaryParts& parts, const Caller& caller, const CaseId& id,
                                const storage::Summary& summary) {
  for (const auto& role : parts.rules.secondary_of(summary.stage))
    if (caller.has(role)) return true;
  TRY(const auto history, parts.cases.history(caller, id));
  if (is_of_case(history, summary.handler, caller.account)) return true;
  TRY(const auto snapshot, parts.store.snapshot());
  TRY(const auto until, granted_until(*snapshot, caller.account, id, parts.clock.now()));
  return until.has_value();
}

Error secondary_closed() {
  const Text words{
      "副卷只对承办人、合议庭、负责人和档案管理人员开放；确有需要可写明理由紧急查阅",
      "The secondary file is open to the people of the case, its heads and the archivist; with a reason it "
      "can be opened by break-glass"};
  return {ErrorCode::forbidden, words, {{"", "secondary_file", words}}};
}

}  // namespace hejie::app
