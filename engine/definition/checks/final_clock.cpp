// Nothing is owed or may be done in a final state. Only a timer that causes nothing may run on there: how long the file
// is kept.
#include "engine/definition/checks/parts.h"
#include "engine/definition/checks/table.h"

namespace hejie::definition {

void check_final_clock(Subject& subject) {
  for (const auto& clock : subject.procedure.clocks) {
    if (clock.kind == engine::ClockKind::timer && clock.expiry_event.empty()) continue;
    for (const auto& id : clock.lives) {
      const auto* state = subject.procedure.find_state(id);
      if (state != nullptr && state->phase == engine::Phase::final)
        subject.error(
            "final_clock", clock.pointer + "/lives",
            say("期限“{}”在终结状态“{}”仍存续", "the clock \"{}\" lives in the final state \"{}\"", clock.id, id));
    }
  }
  for_each_row(subject.procedure, [&](const engine::Event& event, const engine::Row& row) {
    for (const auto& id : row.from) {
      const auto* state = subject.procedure.find_state(id);
      if (state != nullptr && state->phase == engine::Phase::final)
        subject.error("final_clock", row.pointer + "/from",
                      say("“{}”可在终结状态“{}”办理", "\"{}\" may happen in the final state \"{}\"", event.id, id));
    }
  });
}

}  // namespace hejie::definition
