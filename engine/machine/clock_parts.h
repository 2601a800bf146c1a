// Parts of the clock verbs: does a trigger match, for whom, from which day, and the start of an instance.
// Inside clocks.cpp and clock_start.cpp only.
#pragma once

#include "engine/machine/clocks.h"

namespace hejie::engine {

[[nodiscard]] bool matches(const Trigger& trigger, const Happening& happening, const CaseState& state);
/// `when` for one instance: a per-party clock asks it of its own party.
[[nodiscard]] bool is_true_for(const Condition& when, const Scope& scope, const ClockRule& rule, std::string_view key);

struct Base {
  Date day{};
  int minute = 0;
};
/// The trigger's own day, or the day fact it names in `from` (when that is known).
[[nodiscard]] Base base_of(const Trigger& trigger, const Happening& happening, const Scope& scope);

}  // namespace hejie::engine
