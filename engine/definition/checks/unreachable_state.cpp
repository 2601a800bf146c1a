#include "engine/definition/checks/parts.h"
#include "engine/definition/checks/table.h"

namespace hejie::definition {

void check_unreachable_state(Subject& subject) {
  const StateSet reached = reachable_states(subject.procedure);
  for (const auto& state : subject.procedure.states) {
    if (reached.contains(state.id)) continue;
    subject.error("unreachable_state", "/states/" + state.id,
                  say("没有任何事件到达状态“{}”", "no event leads to the state \"{}\"", state.id));
  }
}

}  // namespace hejie::definition
