#include "engine/machine/holds.h"

#include <algorithm>

#include "engine/machine/intervals.h"

namespace hejie::engine {

bool is_on(const CaseState& state, std::string_view hold) {
  return std::ranges::any_of(state.holds, [&](const HoldOn& on) { return on.hold == hold; });
}

void release_holds(Run& run, const std::vector<std::string>& holds, Date on, Version act,
                   std::vector<Happening>& happenings) {
  for (const std::string& hold : holds) {
    const auto oldest = std::ranges::find(run.state.holds, hold, &HoldOn::hold);
    if (oldest == run.state.holds.end()) continue;
    const std::string key = oldest->key;
    run.state.holds.erase(oldest);
    close_interval(run, hold, key, on);
    happenings.push_back({.on = Trigger::On::released, .id = hold, .day = on, .noted_on = on, .act = act});
  }
}

void take_holds(Run& run, const std::vector<std::string>& holds, Date on) {
  for (const std::string& hold : holds) {
    const Hold* rule = run.procedure().find_hold(hold);
    if (rule == nullptr || (!rule->per_request && is_on(run.state, hold))) continue;
    std::string key;
    if (rule->per_request) {
      int last = 0;
      for (const HoldOn& other : run.state.holds) {
        if (other.hold == hold) last = std::max(last, std::atoi(other.key.c_str()));
      }
      key = std::to_string(last + 1);
    }
    run.state.holds.push_back({hold, key, on});
    open_interval(run, hold, key, on, std::nullopt);
  }
}

void leave_holds(Run& run, Date on) {
  std::vector<HoldOn> gone;
  std::erase_if(run.state.holds, [&](const HoldOn& hold) {
    const Hold* rule = run.procedure().find_hold(hold.hold);
    if (rule != nullptr && lives_in(run.procedure(), rule->lives, run.state.state)) return false;
    gone.push_back(hold);
    return true;
  });
  for (const HoldOn& hold : gone) {
    close_interval(run, hold.hold, hold.key, on);
    if (!run.keeps()) continue;
    run.note({.kind = OccurrenceKind::hold_ended, .on = on, .id = hold.hold, .key = hold.key});
  }
}

const Hold* forbidding_hold(const Procedure& procedure, const CaseState& state, std::string_view event) {
  for (const HoldOn& on : state.holds) {
    const Hold* hold = procedure.find_hold(on.hold);
    if (hold != nullptr && !contains(hold->allows, event)) return hold;
  }
  return nullptr;
}

}  // namespace hejie::engine
