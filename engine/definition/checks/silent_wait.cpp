#include "engine/definition/checks/parts.h"
#include "engine/definition/checks/table.h"

namespace hejie::definition {
namespace {

using engine::Phase;
using engine::State;

void check_state(Subject& subject, const State& state) {
  const std::string at = "/states/" + state.id;
  if (state.waits_clock.empty() && state.waits.empty()) {
    const Text message = say("状态“{}”没有写 waits（等待的期限或原因）",
                             "the state \"{}\" does not say what it waits for (waits: a clock or a reason)", state.id);
    if (state.phase == Phase::open)
      subject.error("silent_wait", at, message);
    else
      subject.warning("silent_wait", at, message);
    return;
  }
  const engine::ClockRule* clock = subject.procedure.find_clock(state.waits_clock);
  if (clock != nullptr && !contains(clock->lives, state.id))
    subject.error(
        "silent_wait", at + "/waits",
        say("状态“{}”等待期限“{}”，但该期限在此状态不存续（lives）",
            "the state \"{}\" waits for the clock \"{}\", which does not live there (lives)", state.id, clock->id));
}

}  // namespace

void check_silent_wait(Subject& subject) {
  for (const auto& state : subject.procedure.states)
    if (state.phase != Phase::final) check_state(subject, state);
}

}  // namespace hejie::definition
