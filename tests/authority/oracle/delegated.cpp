// Acts with another's power: what speaks against them, each thing by itself and in no order. From docs/operations.md
// and workflows/roles/authority.json.
#include <algorithm>

#include "tests/authority/oracle/decision.h"

namespace hejie::authority::oracle {
namespace {

const Names kHeads{"bureau_head", "inspection_head", "committee_head"};

bool overlap(const Delegation& one, const Delegation& other) {
  return !other.ended && one.first <= other.last && other.first <= one.last && share(one.roles, other.roles);
}

/// The person behind an account, however it comes in.
Person at_the_desk(const Person& who) {
  Person person = who;
  person.logged_in = true;
  person.program = person.disabled = false;
  return person;
}

Names powers_left(const Person& from, const Delegation& delegation) {
  Names powers;
  if (from.disabled) return powers;
  for (const auto& role : delegation.roles)
    if (holds(from.roles, role)) powers.push_back(role);
  return powers;
}

}  // namespace

Names Reference::covering(const Names& powers, const Delegation& delegation, const std::string& power) const {
  Names roles;
  if (!delegation.events.empty() && !holds(delegation.events, power)) return roles;
  for (const auto& role : powers)
    if (const auto found = rules_.delegable.find(role); found != rules_.delegable.end() && holds(found->second, power))
      roles.push_back(role);
  return roles;
}

bool Reference::was_there(const File& file, const EventRule& rule, const Names& persons) const {
  return std::any_of(rule.not_who_did.begin(), rule.not_who_did.end(), [&](const std::string& earlier) {
    const auto done = file.did.find(earlier);
    return done != file.did.end() && share(done->second, persons);
  });
}

/// Delegate and delegator are one person: what bars one bars both.
std::set<std::string> Reference::against(const Person& who, const Person& from, const Delegation* delegation,
                                         const File& file, const Deed& deed, const std::vector<Person>& beside,
                                         int today) const {
  std::set<std::string> why;
  const auto against_if = [&](bool holds_true, const char* code) {
    if (holds_true) why.insert(code);
  };
  const auto own = acts_in(who, file);
  against_if(own == Answer::hidden, "hidden");
  against_if(own == Answer::outside, "outside");
  against_if(who.program, "program");
  against_if(delegation == nullptr || delegation->to != who.id, "not_yours");
  if (why.contains("not_yours")) return why;
  against_if(delegation->ended, "ended");
  against_if(today < delegation->first, "not_begun");
  against_if(delegation->last < today, "expired");
  against_if(!delegation->case_id.empty() && delegation->case_id != file.id, "other_case");
  const Names powers = powers_left(from, *delegation);
  against_if(powers.empty(), "no_power");
  against_if(is_out(file, from.id), "recused");
  against_if(acts_in(at_the_desk(from), file) == Answer::outside, "outside_unit");

  if (powers.empty()) return why;
  const auto* rule = rule_of(file.procedure, deed.event);
  const Names covered = covering(powers, *delegation, file.procedure + "/" + deed.event);
  against_if(deed.mends || covered.empty(), "not_covered");
  const bool any_part = std::any_of(powers.begin(), powers.end(), [&](const std::string& role) {
    return rules_.procedures.at(file.procedure).roles.contains(role);
  });
  against_if(rule == nullptr || !any_part, "no");
  if (rule == nullptr || deed.mends) return why;
  const Names& roles = covered.empty() ? powers : covered;
  Names persons{who.id, from.id};
  if (deed.request != nullptr) {
    const auto& request = *deed.request;
    against_if(request.step >= rule->steps.size() || !share(roles, rule->steps[request.step]), "no");
    against_if(holds(persons, request.by) || holds(persons, request.by_for), "no");
    against_if(share(persons, request.beside) || share(persons, request.approved_by), "no");
    return why;
  }
  against_if(std::none_of(roles.begin(), roles.end(),
                          [&](const std::string& role) {
                            return holds(rule->by, role) && may_as(role, who, file, deed.event, beside);
                          }),
             "no");
  for (const auto& one : beside) {
    against_if(one.disabled || !share(one.roles, rule->by), "beside");
    against_if(is_out(file, one.id), "no");
    persons.push_back(one.id);
  }
  against_if(was_there(file, *rule, persons), "no");
  return why;
}

/// One's own roles only: what was lent is not lent on.
std::set<std::string> Reference::against_making(const Person& who, const Person* to, const Delegation& wish,
                                                const File* file, const std::vector<Delegation>& others,
                                                int today) const {
  std::set<std::string> why;
  const auto against_if = [&](bool holds_true, const std::string& place) {
    if (holds_true) why.insert(place);
  };
  against_if(who.program || !works_on_cases(who), "no");
  if (file != nullptr) {
    const auto own = acts_in(who, *file);
    against_if(own == Answer::hidden, "hidden");
    against_if(own == Answer::outside, "outside");
    against_if(is_out(*file, who.id) || (to != nullptr && is_out(*file, to->id)), "/to");
  }
  against_if(to == nullptr || to->disabled || !works_on_cases(*to) || to->id == who.id, "/to");
  Names powers;
  for (std::size_t i = 0; i < wish.roles.size(); ++i) {
    const auto found = rules_.delegable.find(wish.roles[i]);
    if (holds(who.roles, wish.roles[i]) && found != rules_.delegable.end())
      powers.insert(powers.end(), found->second.begin(), found->second.end());
    else
      why.insert("/roles/" + std::to_string(i));
  }
  for (std::size_t i = 0; i < wish.events.size(); ++i)
    against_if(!holds(powers, wish.events[i]), "/events/" + std::to_string(i));
  against_if(wish.first < today, "/first");
  against_if(wish.last < wish.first || wish.last - wish.first >= rules_.delegation_days, "/last");
  for (const auto& other : others)
    against_if(other.from == who.id && other.to == wish.to && overlap(wish, other), "/first");
  return why;
}

bool Reference::sees_delegation(const Person& who, const Person& from, const Person& to) const {
  if (who.id == from.id || who.id == to.id || holds(who.roles, "security_admin")) return true;
  if (!share(who.roles, kHeads)) return false;
  return who.unit.empty() || within(who.unit, from.unit) || within(who.unit, to.unit);
}

}  // namespace hejie::authority::oracle
