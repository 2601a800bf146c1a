#include "tests/authority/oracle/decision.h"

#include <algorithm>

namespace hejie::authority::oracle {
namespace {

const Names kAdministrators{"system_admin", "security_admin", "audit_admin"};
const Names kHeads{"bureau_head", "inspection_head", "committee_head"};

const Names& named_in(const File& file, const std::string& role) {
  static const Names kNobody;
  const auto found = file.named.find(role);
  return found == file.named.end() ? kNobody : found->second;
}

Answer at_the_door(const Person& who, const char* scope) {
  if (!who.logged_in || who.disabled) return Answer::nobody;
  if (who.program && !holds(who.scopes, scope)) return Answer::scope;
  return Answer::yes;
}

bool glass_holds(const File& file, const std::string& account, std::int64_t now) {
  return std::any_of(file.glass.begin(), file.glass.end(),
                     [&](const Glass& glass) { return glass.who == account && now < glass.until; });
}

bool does(const std::string& kind, const std::string& stage) {
  static const std::map<std::string, std::string> kWork{
      {"mediation_center", "mediation"}, {"committee", "arbitration"}, {"inspection_team", "inspection"}};
  const auto work = kWork.find(kind);
  return work == kWork.end() || work->second == stage;
}

}  // namespace

const char* word_of(Answer answer) {
  switch (answer) {
    case Answer::yes:
      return "yes";
    case Answer::nobody:
      return "not logged in";
    case Answer::scope:
      return "beyond the token";
    case Answer::hidden:
      return "no case is there";
    case Answer::outside:
      return "another unit";
    case Answer::no:
      return "no";
    case Answer::beside:
      return "not with these beside";
  }
  return "";
}

bool Reference::is_out(const File& file, const std::string& account) {
  return holds(named_in(file, "recused"), account);
}

/// Cases are the work of at least one of the roles.
bool Reference::works_on_cases(const Person& who) {
  return std::any_of(who.roles.begin(), who.roles.end(),
                     [](const std::string& role) { return !holds(kAdministrators, role); });
}

bool Reference::within(const std::string& unit, const std::string& of) const {
  std::string at = of;
  for (std::size_t i = 0; i <= units_.size(); ++i) {
    if (at == unit) return true;
    const auto above = std::find_if(units_.begin(), units_.end(), [&](const Unit& one) { return one.id == at; });
    if (above == units_.end()) return false;
    at = above->parent;
  }
  return false;
}

const EventRule* Reference::rule_of(const std::string& procedure, const std::string& event) const {
  const auto rules = rules_.procedures.find(procedure);
  if (rules == rules_.procedures.end()) return nullptr;
  const auto found = rules->second.events.find(event);
  return found == rules->second.events.end() ? nullptr : &found->second;
}

bool Reference::takes_part(const Person& who, const std::string& procedure) const {
  const auto& known = rules_.procedures.at(procedure).roles;
  return std::any_of(who.roles.begin(), who.roles.end(), [&](const auto& role) { return known.contains(role); });
}

Answer Reference::acts_in(const Person& who, const File& file) const {
  if (const auto no = at_the_door(who, "write"); no != Answer::yes) return no;
  if (!works_on_cases(who) || is_out(file, who.id)) return Answer::hidden;
  if (who.unit.empty() || file.handler == who.id) return Answer::yes;
  if (!file.unit.empty() && within(who.unit, file.unit)) return Answer::yes;
  return Answer::outside;
}

Answer Reference::sees(const Person& who, const File& file, std::int64_t now) const {
  if (const auto no = at_the_door(who, "read"); no != Answer::yes) return no;
  Person writer = who;
  writer.program = false;
  const auto answer = acts_in(writer, file);
  return answer == Answer::outside && glass_holds(file, who.id, now) ? Answer::yes : answer;
}

Answer Reference::secondary(const Person& who, const File& file, std::int64_t now) const {
  if (const auto seen = sees(who, file, now); seen != Answer::yes) return seen;
  if (share(who.roles, rules_.secondary_of(file.stage))) return Answer::yes;
  if (file.handler == who.id || holds(file.took_part, who.id) || glass_holds(file, who.id, now)) return Answer::yes;
  for (const auto& [role, people] : file.named)
    if (role != "recused" && holds(people, who.id)) return Answer::yes;
  return Answer::no;
}

/// Where the case has named people for the event, they alone do it, all who take part.
bool Reference::may_as(const std::string& role, const Person& who, const File& file, const std::string& event,
                       const std::vector<Person>& beside) const {
  for (const auto& rule : rules_.procedures.at(file.procedure).named) {
    if (!holds(rule.events, event) || !holds(rule.by, role)) continue;
    const auto& people = named_in(file, rule.id);
    if (people.empty()) continue;
    if (!holds(people, who.id)) return false;
    for (const auto& one : beside)
      if (!holds(people, one.id)) return false;
  }
  return true;
}

Answer Reference::records(const Person& who, const File& file, const std::string& event,
                          const std::vector<Person>& beside) const {
  if (const auto no = acts_in(who, file); no != Answer::yes) return no;
  const auto* rule = rule_of(file.procedure, event);
  if (rule == nullptr || !share(who.roles, rule->by)) return Answer::no;
  for (const auto& one : beside)
    if (one.disabled || !share(one.roles, rule->by)) return Answer::beside;
  for (const auto& one : beside)
    if (is_out(file, one.id)) return Answer::no;
  if (std::none_of(who.roles.begin(), who.roles.end(), [&](const std::string& role) {
        return holds(rule->by, role) && may_as(role, who, file, event, beside);
      }))
    return Answer::no;
  for (const auto& earlier : rule->not_who_did) {
    const auto done = file.did.find(earlier);
    if (done == file.did.end()) continue;
    if (holds(done->second, who.id)) return Answer::no;
    for (const auto& one : beside)
      if (holds(done->second, one.id)) return Answer::no;
  }
  return Answer::yes;
}

Answer Reference::answers(const Person& who, const File& file, const Request& request) const {
  if (const auto no = acts_in(who, file); no != Answer::yes) return no;
  const auto* rule = rule_of(file.procedure, request.event);
  if (rule == nullptr || request.step >= rule->steps.size()) return Answer::no;
  if (!share(who.roles, rule->steps[request.step])) return Answer::no;
  const bool part = who.id == request.by || holds(request.beside, who.id) || holds(request.approved_by, who.id);
  return part ? Answer::no : Answer::yes;
}

/// Who has lost every role in the procedure meanwhile does nothing in it any more, not even take back what they asked.
Answer Reference::recalls(const Person& who, const File& file, const Request& request) const {
  if (const auto no = acts_in(who, file); no != Answer::yes) return no;
  return who.id == request.by && takes_part(who, file.procedure) ? Answer::yes : Answer::no;
}

/// What one may record one may put right. What others have approved stays as they approved it; an answer is mended by
/// who may answer and did not ask, whoever gave it.
Answer Reference::mends(const Person& who, const File& file, const Entry& entry) const {
  if (const auto no = acts_in(who, file); no != Answer::yes) return no;
  const auto* rule = rule_of(file.procedure, entry.event);
  if (rule == nullptr) return Answer::no;
  if (!takes_part(who, file.procedure)) return Answer::no;
  if (entry.recall) return who.id == entry.by ? Answer::yes : Answer::no;
  if (entry.answer) {
    if (who.id == entry.asked_by || holds(entry.beside, who.id)) return Answer::no;
    const bool asked =
        std::any_of(rule->steps.begin(), rule->steps.end(), [&](const Names& step) { return share(who.roles, step); });
    return asked ? Answer::yes : Answer::no;
  }
  if (entry.approved) return Answer::no;
  if (!share(rule->by, rules_.staff))  // the program's own entry is nobody's more than another's
    return takes_part(who, file.procedure) ? Answer::yes : Answer::no;
  const bool may = std::any_of(who.roles.begin(), who.roles.end(), [&](const std::string& role) {
    return holds(rule->by, role) && may_as(role, who, file, entry.event, {});
  });
  return may ? Answer::yes : Answer::no;
}

Answer Reference::breaks_glass(const Person& who, const File& file) const {
  if (const auto no = at_the_door(who, "write"); no != Answer::yes) return no;
  return !works_on_cases(who) || is_out(file, who.id) ? Answer::hidden : Answer::yes;
}

Answer Reference::hands_over(const Person& who, const File& file, bool naming) const {
  if (const auto no = acts_in(who, file); no != Answer::yes) return no;
  return share(who.roles, kHeads) || (file.handler == who.id && !naming) ? Answer::yes : Answer::no;
}

Answer Reference::hands_over_all(const Person& who, const std::string& from) const {
  if (const auto no = at_the_door(who, "write"); no != Answer::yes) return no;
  if (!works_on_cases(who)) return Answer::no;
  return share(who.roles, kHeads) || who.id == from ? Answer::yes : Answer::no;
}

Answer Reference::opens(const Person& who, const std::string& procedure, const std::string& event) const {
  if (const auto no = at_the_door(who, "write"); no != Answer::yes) return no;
  const auto* rule = rule_of(procedure, event);
  return rule != nullptr && rule->starts && share(who.roles, rule->by) ? Answer::yes : Answer::no;
}

std::string Reference::place(const Person& who, const std::string& stage) const {
  const auto own = std::find_if(units_.begin(), units_.end(), [&](const Unit& one) { return one.id == who.unit; });
  if (own != units_.end() && does(own->kind, stage)) return own->id;
  std::string only;
  for (const auto& one : units_) {
    if (one.kind == "bureau" || !does(one.kind, stage)) continue;
    if (!only.empty()) return "";
    only = one.id;
  }
  return only;
}

}  // namespace hejie::authority::oracle
