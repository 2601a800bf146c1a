// One thing said twice under conditions that can hold together: a clock would be started twice by one event, a linked
// case opened twice, a document issued twice. And a branch of `any` that another already covers.
#include <algorithm>

#include "engine/definition/checks/parts.h"
#include "engine/definition/checks/possible.h"
#include "engine/definition/checks/table.h"

namespace hejie::definition {
namespace {

using engine::Condition;
using engine::ConditionKind;
using engine::Trigger;

bool together(const Subject& subject, const Condition& left, const Condition& right) {
  const Overlap found = overlap(subject.procedure, left, right);
  return found == Overlap::exact || found == Overlap::possible;
}

bool same_cause(const Trigger& left, const Trigger& right) {
  return left.on == right.on && left.id == right.id && left.to == right.to && left.outcomes == right.outcomes;
}

void check_triggers(Subject& subject, const engine::ClockRule& clock, const char* key,
                    const std::vector<Trigger>& triggers) {
  for (std::size_t i = 0; i < triggers.size(); ++i)
    for (std::size_t j = i + 1; j < triggers.size(); ++j)
      if (same_cause(triggers[i], triggers[j]) && together(subject, triggers[i].when, triggers[j].when))
        subject.warning(
            "said_twice", clock.pointer + "/" + key + "/" + std::to_string(j),
            say("期限“{}”的两处触发可以同时成立", "two triggers of the clock \"{}\" can hold together", clock.id));
}

bool same_facts(const engine::OpenRule& left, const engine::OpenRule& right) {
  return std::ranges::equal(left.facts, right.facts, [](const engine::Setter& a, const engine::Setter& b) {
    return a.target == b.target && a.source == b.source && a.literal == b.literal && a.fact == b.fact;
  });
}

void check_row(Subject& subject, const engine::Event& event, const engine::Row& row) {
  const auto tell = [&](const char* key, const std::string& id) {
    subject.warning("said_twice", row.pointer + key,
                    say("“{}”中“{}”可能办理两次", "\"{}\" may do \"{}\" twice", event.id, id));
  };
  for (std::size_t i = 0; i < row.opens.size(); ++i)
    for (std::size_t j = i + 1; j < row.opens.size(); ++j)
      if (row.opens[i].link == row.opens[j].link && row.opens[i].event == row.opens[j].event &&
          same_facts(row.opens[i], row.opens[j]) && together(subject, row.opens[i].when, row.opens[j].when))
        tell("/opens", row.opens[i].link);
  for (std::size_t i = 0; i < row.issues.size(); ++i)
    for (std::size_t j = i + 1; j < row.issues.size(); ++j)
      if (row.issues[i].document == row.issues[j].document && row.issues[i].to == row.issues[j].to &&
          together(subject, row.issues[i].when, row.issues[j].when))
        tell("/issues", row.issues[i].document);
}

bool implies(const Subject& subject, const Condition& left, const Condition& right) {
  Condition opposite;
  opposite.kind = ConditionKind::negation;
  opposite.children.push_back(right);
  return overlap(subject.procedure, left, opposite) == Overlap::never;
}

void check_branches(Subject& subject, const Condition& any) {
  const auto& parts = any.children;
  for (std::size_t i = 0; i < parts.size(); ++i)
    for (std::size_t j = 0; j < parts.size(); ++j)
      if (i != j && implies(subject, parts[i], parts[j]) && (i > j || !implies(subject, parts[j], parts[i])))
        subject.warning("said_twice", any.pointer,
                        say("any 的第 {} 项已包含在第 {} 项之中",
                            "branch {} of this \"any\" is already covered by branch {}", i + 1, j + 1));
}

}  // namespace

void check_said_twice(Subject& subject) {
  for (const auto& clock : subject.procedure.clocks) {
    check_triggers(subject, clock, "starts", clock.starts);
    check_triggers(subject, clock, "stops", clock.stops);
    check_triggers(subject, clock, "restarts", clock.restarts);
  }
  for_each_row(subject.procedure,
               [&](const engine::Event& event, const engine::Row& row) { check_row(subject, event, row); });
  for_each_condition(subject.procedure, [&](const Condition& condition, const engine::Event*) {
    if (condition.kind == ConditionKind::any) check_branches(subject, condition);
  });
}

}  // namespace hejie::definition
