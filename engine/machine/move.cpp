#include "engine/machine/move.h"

#include "engine/machine/holds.h"
#include "engine/machine/intervals.h"
#include "engine/machine/proposals.h"

namespace hejie::engine {

void move_state(Run& run, const std::string& to, Date on, Version act, const Scope& scope) {
  if (to.empty() || to == run.state.state) return;
  const bool first = run.state.state.empty();
  if (!first) close_interval(run, "state:" + run.state.state, "", on);
  run.state.state = to;
  run.state.since = on;
  const Happening entered{.on = Trigger::On::state, .id = run.state.state, .day = on, .noted_on = on, .act = act};
  if (!first) {
    stop_clocks(run, entered, scope);
    leave_clocks(run, on);
    leave_holds(run, on);
    end_proposals(run, on);
    restart_clocks(run, entered, scope);
  }
  open_interval(run, "state:" + to, "", on, std::nullopt);
  const State* state = run.procedure().find_state(to);
  if (state != nullptr && !state->milestone.empty() && run.keeps()) {
    run.log.effects.outcomes.push_back({state->milestone, on});
  }
  start_clocks(run, entered, scope);
}

}  // namespace hejie::engine
