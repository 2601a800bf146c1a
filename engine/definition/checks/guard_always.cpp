// A guard that can never be false guards nothing.
#include "engine/definition/checks/parts.h"
#include "engine/definition/checks/possible.h"
#include "engine/definition/checks/table.h"

namespace hejie::definition {

void check_guard_always(Subject& subject) {
  for_each_row(subject.procedure, [&](const engine::Event& event, const engine::Row& row) {
    if (row.when.kind == engine::ConditionKind::always) return;
    engine::Condition opposite;
    opposite.kind = engine::ConditionKind::negation;
    opposite.children.push_back(row.when);
    if (overlap(subject.procedure, opposite, engine::Condition{}) == Overlap::never)
      subject.error("guard_always", row.pointer + "/when",
                    say("“{}”的条件不可能不成立", "the guard of \"{}\" can never be false", event.id));
  });
}

}  // namespace hejie::definition
