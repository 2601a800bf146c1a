// "Expired" remembers earlier stages: a guard that asks it of a clock which neither lives where the guard stands nor in
// any state from which one comes there directly is most likely about another clock.
#include <algorithm>

#include "engine/definition/checks/parts.h"
#include "engine/definition/checks/table.h"

namespace hejie::definition {
namespace {

using engine::Condition;

bool near(const Subject& subject, const engine::ClockRule& clock, const engine::Row& row) {
  const auto lives = [&](const std::string& state) { return contains(clock.lives, state); };
  if (std::any_of(row.from.begin(), row.from.end(), lives)) return true;
  bool found = false;
  for_each_row(subject.procedure, [&](const engine::Event&, const engine::Row& other) {
    found = found || (contains(row.from, other.to) && std::any_of(other.from.begin(), other.from.end(), lives));
  });
  return found;
}

void check(Subject& subject, const engine::Row& row, const Condition& condition) {
  for (const auto& child : condition.children) check(subject, row, child);
  if (condition.kind != engine::ConditionKind::clock_is) return;
  const auto* clock = subject.procedure.find_clock(condition.id);
  if (clock == nullptr || near(subject, *clock, row)) return;
  subject.warning("stale_clock", row.pointer + "/when",
                  say("条件问期限“{}”，但它只在更早的阶段存续",
                      "the guard asks about the clock \"{}\", which lives in an earlier stage only", clock->id));
}

}  // namespace

void check_stale_clock(Subject& subject) {
  for_each_row(subject.procedure, [&](const engine::Event&, const engine::Row& row) {
    if (!row.from.empty()) check(subject, row, row.when);
  });
}

}  // namespace hejie::definition
