#include "app/case_people.h"

#include <algorithm>
#include <sstream>

#include "engine/machine/hand_over.h"

namespace hejie::app {
namespace {

std::string field_of(const engine::Act& act, const char* field) {
  const auto found = act.fields.find(field);
  const auto* text = found == act.fields.end() ? nullptr : std::get_if<std::string>(&found->second);
  return text == nullptr ? std::string{} : *text;
}

bool holds(const std::vector<AccountId>& holders, const AccountId& account) {
  return std::ranges::find(holders, account) != holders.end();
}

engine::Rejection not_for(const engine::Event& event, const CaseRole& role) {
  return {engine::Rejection::Kind::role,
          event.id,
          role.id,
          event.cite,
          {"“" + event.name.zh + "”由本案的" + role.name.zh + "办理",
           "“" + event.name.en + "” is for the " + role.name.en + " of this case"},
          {}};
}

}  // namespace

const CaseRole* find_case_role(const CaseRoleRules& rules, const std::string& procedure, const std::string& role) {
  const auto found = rules.find(procedure);
  if (found == rules.end()) return nullptr;
  const auto same = std::ranges::find(found->second, role, &CaseRole::id);
  return same == found->second.end() ? nullptr : &*same;
}

std::map<std::string, std::vector<AccountId>> people_of(std::span<const engine::Act> acts) {
  std::map<std::string, std::vector<AccountId>> people;
  for (const auto& act : acts) {
    if (!engine::is_hand_over(act) || !act.fields.contains(kPeopleRoleField)) continue;
    auto& holders = people[field_of(act, kPeopleRoleField)];
    holders.clear();
    std::istringstream names(field_of(act, kPeopleField));
    for (std::string name; names >> name;) holders.emplace_back(name);
  }
  return people;
}

bool is_recused(std::span<const engine::Act> acts, const AccountId& account) {
  const auto people = people_of(acts);
  const auto out = people.find(kRecused);
  return out != people.end() && holds(out->second, account);
}

std::optional<engine::Rejection> check_case_role(const CaseRoleRules& rules, const engine::Procedure& procedure,
                                                 std::span<const engine::Act> acts, const engine::Act& act) {
  const auto* event = procedure.find_event(act.event);
  if (event == nullptr) return std::nullopt;
  const auto people = people_of(acts);
  if (const auto out = people.find(kRecused); out != people.end())
    for (const auto& officer : act.officers)
      if (holds(out->second, officer))
        return engine::Rejection{engine::Rejection::Kind::officers,
                                 event->id,
                                 officer.value,
                                 event->cite,
                                 {"参加人已回避本案", "one of the officers is recused from this case"},
                                 {}};
  const auto roles = rules.find(procedure.id);
  if (roles == rules.end()) return std::nullopt;
  for (const auto& role : roles->second) {
    const auto named = people.find(role.id);
    if (named == people.end() || named->second.empty()) continue;
    if (std::ranges::find(role.events, act.event) == role.events.end()) continue;
    if (std::ranges::find(role.by, act.by.role) == role.by.end()) continue;
    if (!holds(named->second, act.by.account)) return not_for(*event, role);
    for (const auto& officer : act.officers)
      if (!holds(named->second, officer)) return not_for(*event, role);
  }
  return std::nullopt;
}

}  // namespace hejie::app
