// What a procedure expects of the procedures it is linked with: that they exist, can be opened or told so, get what
// they ask for, and do reach the milestones waited for.
#include <algorithm>

#include "engine/definition/checks/parts.h"
#include "engine/definition/checks/table.h"
#include "engine/definition/read/context.h"

namespace hejie::definition {
namespace {

using engine::Event;
using engine::OpenRule;
using engine::Procedure;
using engine::Setter;

std::vector<std::string> ids_of_events(const Procedure& procedure) {
  std::vector<std::string> out;
  for (const auto& event : procedure.events) out.push_back(event.id);
  return out;
}

/// The procedures at the other end: one for a declared link; those that open this one for "origin".
std::vector<const Procedure*> targets(const Subject& subject, const std::string& link) {
  std::vector<const Procedure*> out;
  if (const auto* kind = subject.procedure.find_link(link)) {
    if (const auto* procedure = subject.find(kind->procedure)) out.push_back(procedure);
    return out;
  }
  for (const auto& other : subject.others) {
    if (other.procedure == nullptr) continue;
    for (const auto& kind : other.procedure->links)
      if (kind.procedure == subject.procedure.id) {
        out.push_back(other.procedure.get());
        break;
      }
  }
  return out;
}

void check_targets(Subject& subject) {
  std::vector<std::string> known;
  for (const auto& other : subject.others)
    if (other.procedure != nullptr) known.push_back(other.procedure->id);
  for (const auto& link : subject.procedure.links)
    if (subject.find(link.procedure) == nullptr)
      subject.error(
          "link", "/links/" + link.id + "/procedure",
          say("没有程序“{}”", "there is no procedure \"{}\"", link.procedure) + suggestion(link.procedure, known));
}

bool gives(const OpenRule& rule, const std::string& fact) {
  return std::any_of(rule.facts.begin(), rule.facts.end(), [&](const Setter& s) { return s.target == fact; });
}

bool fits(const Subject& subject, const Setter& setter, const engine::Fact& target) {
  using engine::FactType;
  if (setter.source == Setter::Source::today) return target.type == FactType::day;
  if (setter.source == Setter::Source::fact) {
    const auto* from = subject.procedure.find_fact(setter.fact);
    return from == nullptr || from->type == target.type;
  }
  if (const auto* text = std::get_if<std::string>(&setter.literal))
    return target.type == FactType::enumeration && std::any_of(target.values.begin(), target.values.end(),
                                                               [&](const auto& value) { return value.first == *text; });
  if (std::holds_alternative<bool>(setter.literal)) return target.type == FactType::boolean;
  if (std::holds_alternative<std::int64_t>(setter.literal))
    return target.type == FactType::integer || target.type == FactType::money;
  if (std::holds_alternative<Date>(setter.literal)) return target.type == FactType::day;
  if (std::holds_alternative<engine::Period>(setter.literal)) return target.type == FactType::period;
  return true;
}

void check_facts(Subject& subject, const std::string& at, const OpenRule& rule, const Procedure& target,
                 const Event& event) {
  for (const auto& fact : event.asks)
    if (!gives(rule, fact))
      subject.error("link", at,
                    say("程序“{}”的“{}”要求“{}”，这里没有给出",
                        "\"{1}\" of \"{0}\" asks for \"{2}\", which is not given here", target.id, event.id, fact));
  std::vector<std::string> fields = event.asks;
  fields.insert(fields.end(), event.may.begin(), event.may.end());
  for (const auto& setter : rule.facts) {
    const auto* fact = target.find_fact(setter.target);
    if (!contains(fields, setter.target))
      subject.error("link", at,
                    say("程序“{}”的“{}”没有字段“{}”", "\"{1}\" of \"{0}\" has no field \"{2}\"", target.id, event.id,
                        setter.target) +
                        suggestion(setter.target, fields));
    else if (fact != nullptr && !fits(subject, setter, *fact))
      subject.error("link", at,
                    say("给“{}”的值类型不符", "the value given for \"{}\" is of another type", setter.target));
  }
}

void check_parties(Subject& subject, const std::string& at, const OpenRule& rule, const Procedure& target) {
  std::vector<std::string> roles;
  for (const auto& role : target.parties) roles.push_back(role.id);
  for (const auto& [ours, theirs] : rule.parties)
    if (!contains(roles, theirs))
      subject.error("link", at,
                    say("程序“{}”没有案件角色“{}”", "\"{}\" has no case role \"{}\"", target.id, theirs) +
                        suggestion(theirs, roles));
  for (const auto& role : target.parties) {
    const bool given = rule.all_parties ? subject.procedure.find_party_role(role.id) != nullptr
                                        : std::any_of(rule.parties.begin(), rule.parties.end(),
                                                      [&](const auto& pair) { return pair.second == role.id; });
    if (role.min > 0 && !given)
      subject.error("link", at,
                    say("程序“{}”至少需要一个“{}”，这里没有给出",
                        "\"{}\" needs at least one \"{}\", which is not given here", target.id, role.id));
  }
}

void check_open(Subject& subject, const engine::Row& row, const OpenRule& rule) {
  const std::string at = row.pointer + "/opens";
  for (const Procedure* target : targets(subject, rule.link)) {
    const Event* event = target->find_event(rule.event);
    if (event == nullptr || !event->starts_case()) {
      subject.error("link", at,
                    say("程序“{}”没有起始事件“{}”", "\"{}\" has no start event \"{}\"", target->id, rule.event) +
                        suggestion(rule.event, ids_of_events(*target)));
      continue;
    }
    if (!contains(event->by, "link"))
      subject.error("link", at,
                    say("程序“{}”的“{}”的 by 里没有 link", "\"{1}\" of \"{0}\" does not list \"link\" in by",
                        target->id, event->id));
    check_facts(subject, at, rule, *target, *event);
    check_parties(subject, at, rule, *target);
  }
}

void check_signal(Subject& subject, const engine::Row& row, const engine::SignalRule& rule) {
  const std::string at = row.pointer + "/signals";
  const auto others = targets(subject, rule.link);
  const bool able = std::any_of(others.begin(), others.end(), [&](const Procedure* target) {
    const Event* event = target->find_event(rule.event);
    return event != nullptr && contains(event->by, "link") && event->asks.empty();
  });
  if (!able && !others.empty())
    subject.error("link", at,
                  say("关联“{}”的程序没有可由 link 发生且不要求字段的事件“{}”",
                      "no procedure of the link \"{}\" has an event \"{}\" that lists \"link\" and asks for no field",
                      rule.link, rule.event));
}

std::vector<std::string> milestones(const std::vector<const Procedure*>& procedures) {
  std::vector<std::string> out;
  for (const Procedure* procedure : procedures)
    for (const auto& state : procedure->states)
      if (!state.milestone.empty() && !contains(out, state.milestone)) out.push_back(state.milestone);
  return out;
}

void check_outcomes(Subject& subject, const std::string& at, const std::string& link,
                    const std::vector<std::string>& names) {
  const auto others = targets(subject, link);
  if (others.empty()) return;
  const auto known = milestones(others);
  for (const auto& name : names)
    if (!contains(known, name))
      subject.error(
          "link", at,
          say("关联“{}”的程序没有里程碑“{}”", "no procedure of the link \"{}\" has the milestone \"{}\"", link, name) +
              suggestion(name, known));
}

}  // namespace

void check_link(Subject& subject) {
  check_targets(subject);
  for_each_row(subject.procedure, [&](const Event&, const engine::Row& row) {
    for (const auto& rule : row.opens) check_open(subject, row, rule);
    for (const auto& rule : row.signals) check_signal(subject, row, rule);
  });
  for_each_condition(subject.procedure, [&](const engine::Condition& condition, const Event*) {
    if (condition.kind == engine::ConditionKind::link_outcome)
      check_outcomes(subject, condition.pointer, condition.id, condition.names);
  });
  for (const auto& clock : subject.procedure.clocks)
    for (const auto* triggers : {&clock.starts, &clock.stops, &clock.restarts})
      for (const auto& trigger : *triggers)
        if (trigger.on == engine::Trigger::On::link)
          check_outcomes(subject, clock.pointer, trigger.id, trigger.outcomes);
}

}  // namespace hejie::definition
