#include "engine/definition/checks/parts.h"
#include "engine/definition/checks/table.h"

namespace hejie::definition {

void check_no_way_out(Subject& subject) {
  const StateSet out = states_with_way_out(subject.procedure);
  for (const auto& state : subject.procedure.states) {
    if (out.contains(state.id)) continue;
    subject.error("no_way_out", "/states/" + state.id,
                  say("从状态“{}”没有路到达终结状态（phase 为 final）",
                      "no path leads from the state \"{}\" to a state of phase final", state.id));
  }
}

}  // namespace hejie::definition
