// Compares a procedure with the table of parties (powers.h): who takes part and in what number, which acts are theirs,
// which documents they are given. Both ways. With an overlay laid over it there may be more.
#include <fmt/format.h>

#include "engine/definition/checks/parts.h"
#include "engine/definition/checks/table.h"
#include "engine/definition/powers.h"

namespace hejie::definition {
namespace {

using Parties = std::map<std::string, PartyStanding, std::less<>>;

void tell(Subject& subject, const std::string& pointer, Text message) {
  subject.error("parties", pointer, message + Text{"（roles/parties.json）", " (roles/parties.json)"});
}

/// "1", "1+", "0-1", "0+".
std::string number_of(const engine::PartyRole& role) {
  if (role.max > 1) return fmt::format("{}+", role.min);
  return role.min == role.max ? std::to_string(role.min) : fmt::format("{}-{}", role.min, role.max);
}

void check_role(Subject& subject, const engine::PartyRole& role, const Parties& table) {
  const std::string pointer = "/parties/" + role.id;
  const auto found = table.find(role.id);
  if (found == table.end() || found->second.number.empty())
    return tell(subject, pointer, say("没有当事人“{}”", "there is no party \"{}\"", role.id));
  if (found->second.number != number_of(role))
    tell(subject, pointer + "/min",
         say("当事人“{}”的人数为 {}，这里为 {}", "the party \"{}\" is {} in number, here {}", role.id,
             found->second.number, number_of(role)));
  for (const auto& kind : role.kinds)
    if (!found->second.who.contains(kind))
      tell(subject, pointer + "/kind", say("“{}”不能为“{}”", "\"{}\" cannot be \"{}\"", role.id, kind));
  for (const auto& kind : found->second.who)
    if (!contains(role.kinds, kind))
      tell(subject, pointer + "/kind",
           say("“{}”可以为“{}”，这里不能", "\"{}\" can be \"{}\", here it cannot", role.id, kind));
}

using Pick = PartyStanding::Names PartyStanding::*;

bool has(const Parties& table, const std::string& who, Pick pick, const std::string& id) {
  const auto found = table.find(who);
  return found != table.end() && (found->second.*pick).contains(id);
}

void check_acts(Subject& subject, const Parties& table) {
  for (const auto& event : subject.procedure.events)
    for (const auto& who : event.act_of)
      if (!has(table, who, &PartyStanding::acts, event.id))
        tell(subject, event.pointer + "/act_of",
             say("“{}”不是“{}”的行为", "\"{}\" is no act of \"{}\"", event.id, who));
  for (const auto& document : subject.procedure.documents)
    for (const auto& who : document.to)
      if (!has(table, who, &PartyStanding::gets, document.id))
        tell(subject, "/documents/" + document.id + "/to",
             say("“{}”不给“{}”", "\"{}\" is not for \"{}\"", document.id, who));
}

void check_lost(Subject& subject, const std::string& who, const PartyStanding& standing) {
  for (const auto& act : standing.acts) {
    const auto* event = subject.procedure.find_event(act);
    if (event == nullptr || !contains(event->act_of, who))
      tell(subject, "/events/" + act + "/act_of",
           say("“{}”是“{}”的行为，这里不是", "\"{}\" is an act of \"{}\", here it is not", act, who));
  }
  for (const auto& id : standing.gets) {
    const auto* document = subject.procedure.find_document(id);
    if (document == nullptr || !contains(document->to, who))
      tell(subject, "/documents/" + id + "/to",
           say("“{}”应当给“{}”，这里没有", "\"{}\" is for \"{}\", here it is not", id, who));
  }
}

}  // namespace

void check_parties(Subject& subject) {
  if (subject.powers == nullptr) return;
  const auto found = subject.powers->procedures.find(subject.procedure.id);
  if (found == subject.powers->procedures.end() || found->second.parties.empty()) return;
  const Parties& table = found->second.parties;
  for (const auto& [who, standing] : table) {
    check_lost(subject, who, standing);
    const bool there = std::any_of(subject.procedure.parties.begin(), subject.procedure.parties.end(),
                                   [&](const auto& role) { return role.id == who; });
    if (!standing.number.empty() && !there)
      tell(subject, "/parties/" + who, say("当事人“{}”不存在", "the party \"{}\" is gone", who));
  }
  if (!subject.procedure.overlays.empty()) return;
  for (const auto& role : subject.procedure.parties) check_role(subject, role, table);
  check_acts(subject, table);
}

}  // namespace hejie::definition
