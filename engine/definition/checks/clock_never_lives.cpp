// A clock that starts by an event after which it does not live is lost in silence (judged after the move).
#include <algorithm>

#include "engine/definition/checks/parts.h"
#include "engine/definition/checks/table.h"

namespace hejie::definition {
namespace {

using engine::Trigger;

bool lives_after(const engine::Event& event, const engine::ClockRule& clock) {
  for (const auto& row : event.rows) {
    if (!row.to.empty() && contains(clock.lives, row.to)) return true;
    const bool stays =
        std::any_of(row.from.begin(), row.from.end(), [&](const auto& state) { return contains(clock.lives, state); });
    if (row.to.empty() && stays) return true;
  }
  return false;
}

void check_start(Subject& subject, const engine::ClockRule& clock, std::size_t index) {
  const Trigger& trigger = clock.starts[index];
  bool lives = true;
  if (trigger.on == Trigger::On::state) lives = contains(clock.lives, trigger.id);
  if (trigger.on == Trigger::On::event) {
    const auto* event = subject.procedure.find_event(trigger.id);
    if (event == nullptr) event = subject.procedure.find_automatic(trigger.id);
    lives = event == nullptr || lives_after(*event, clock);
  }
  if (lives) return;
  subject.error("clock_never_lives", clock.pointer + "/starts/" + std::to_string(index),
                say("“{}”之后的状态不在期限“{}”的 lives 中，期限不会开始",
                    "after \"{}\" the case is where the clock \"{}\" does not live (lives): it will not start",
                    trigger.id, clock.id));
}

}  // namespace

void check_clock_never_lives(Subject& subject) {
  for (const auto& clock : subject.procedure.clocks)
    for (std::size_t i = 0; i < clock.starts.size(); ++i) check_start(subject, clock, i);
}

}  // namespace hejie::definition
