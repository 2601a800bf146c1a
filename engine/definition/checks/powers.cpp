// Compares a procedure with the table of powers (powers.h): who records and approves, how many act together, and the
// moves of a case against the course of things. Both ways: what the table grants and no event uses is told too.
#include <algorithm>

#include "engine/definition/checks/parts.h"
#include "engine/definition/checks/table.h"
#include "engine/definition/powers.h"

namespace hejie::definition {
namespace {

using Lists = ProcedurePowers::Lists;

bool grants(const Lists& lists, const std::string& key, const std::string& item) {
  const auto list = lists.find(key);
  return list != lists.end() && (list->second.contains("*") || list->second.contains(item));
}

void tell(Subject& subject, const std::string& pointer, Text message) {
  subject.error("powers", pointer, message + Text{"（roles/powers.json）", " (roles/powers.json)"});
}

void check_roles(Subject& subject, const engine::Event& event, const char* key, const std::vector<std::string>& roles,
                 const Lists& granted) {
  for (const auto& role : roles)
    if (!grants(granted, role, event.id))
      tell(subject, event.pointer + key,
           say("权力清单没有让“{1}”办理“{0}”", "the table of powers does not give \"{0}\" to \"{1}\"", event.id, role));
  for (const auto& [role, events] : granted)
    if (events.contains(event.id) && !contains(roles, role))
      tell(subject, event.pointer + key,
           say("权力清单让“{1}”办理“{0}”，这里没有", "the table of powers gives \"{0}\" to \"{1}\", here it does not",
               event.id, role));
}

void check_event(Subject& subject, const engine::Event& event, const ProcedurePowers& powers) {
  check_roles(subject, event, "/by", event.by, powers.records);
  std::vector<std::string> approvers;
  for (const auto& step : event.approval) approvers.insert(approvers.end(), step.by.begin(), step.by.end());
  check_roles(subject, event, "/approval", approvers, powers.approves);
  const auto officers = powers.officers.find(event.id);
  const int needed = officers == powers.officers.end() ? 0 : officers->second;
  if (needed != (event.officers > 1 ? event.officers : 0))
    tell(subject, event.pointer + "/officers",
         say("权力清单中“{}”须 {} 人办理，这里为 {} 人",
             "in the table of powers \"{}\" takes {} officers, here it takes {}", event.id, std::max(needed, 1),
             std::max(event.officers, 1)));
}

/// Grants for events that are not there: a renamed or lost act.
void check_lost(Subject& subject, const Lists& granted) {
  for (const auto& [role, events] : granted)
    for (const auto& event : events)
      if (event != "*" && subject.procedure.find_event(event) == nullptr)
        tell(subject, "/events/" + event,
             say("权力清单中“{1}”的“{0}”不存在", "the act \"{0}\", which the table of powers gives to \"{1}\", is gone",
                 event, role));
}

std::size_t place_of(const engine::Procedure& procedure, const std::string& state) {
  const auto at = std::find_if(procedure.states.begin(), procedure.states.end(),
                               [&](const auto& each) { return each.id == state; });
  return static_cast<std::size_t>(at - procedure.states.begin());
}

void check_move(Subject& subject, const engine::Row& row, const std::string& from, const ProcedurePowers& powers) {
  const auto& procedure = subject.procedure;
  const std::size_t before = place_of(procedure, from), after = place_of(procedure, row.to);
  if (before >= procedure.states.size() || after >= procedure.states.size()) return;
  if (after <= before && !grants(powers.returns, from, row.to))
    tell(subject, row.pointer,
         say("案件由“{}”退回较早的“{}”，清单中没有", "the case turns back from \"{}\" to the earlier \"{}\"", from,
             row.to));
  const bool ends =
      procedure.states[before].phase == engine::Phase::open && procedure.states[after].phase == engine::Phase::final;
  if (ends && !grants(powers.ends, from, row.to))
    tell(subject, row.pointer,
         say("在办的“{}”直接终结为“{}”，清单中没有", "the case ends at once from the open \"{}\" as \"{}\"", from,
             row.to));
}

}  // namespace

void check_powers(Subject& subject) {
  if (subject.powers == nullptr) return;
  const auto found = powers_in(*subject.powers, subject.procedure.id, subject.procedure.overlays);
  if (!found) {
    if (subject.procedure.overlays.empty())
      subject.warning("powers", "",
                      {"权力清单（roles/powers.json）中没有这个程序",
                       "the table of powers (roles/powers.json) does not have this procedure"});
    return;
  }
  for (const auto& event : subject.procedure.events) check_event(subject, event, *found);
  check_lost(subject, found->records);
  check_lost(subject, found->approves);
  for_each_row(subject.procedure, [&](const engine::Event&, const engine::Row& row) {
    if (row.to.empty()) return;
    for (const auto& from : row.from) check_move(subject, row, from, *found);
  });
}

}  // namespace hejie::definition
