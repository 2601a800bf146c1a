// What an event that was accepted (or followed by itself) does to the case, in the one order of the language. Checks
// nothing: rows.h and form.h said yes before. Called by acts.cpp (people, links), catch_up.cpp (expiries) and
// automatic.cpp.
#pragma once

#include <string_view>

#include "engine/machine/clocks.h"
#include "engine/machine/run.h"

namespace hejie::engine {

/// An event that happens.
struct Call {
  const Event& event;
  const Row& row;
  const Act* act = nullptr;  ///< form, items, parties; null for occurrences
  Date on{};
  std::optional<int> minute{};
  Version version = 0;              ///< 0 = an occurrence
  std::string_view party{};         ///< acting or `each` party
  const Happening* also = nullptr;  ///< expiry that fired it: its clocks stop and start with those of the event
  std::vector<AccountId> actors{};
  std::vector<AccountId> approvers{};
  AccountId for_whom{};
};

/// Order: fields, set, parties, set_party, items; holds released, taken; documents; clocks stop, restart, extend; state
/// moves; clocks start; links. Automatic events are the caller's.
void apply_event(Run& run, const Call& call);

/// Writes `set` / `set_party`; false when nothing changed.
bool set_facts(Run& run, const std::vector<Setter>& setters, const Scope& scope);
bool set_standings(Run& run, const std::vector<Setter>& setters, const Scope& scope, std::string_view party);

/// Party keys in the field `lines`.
[[nodiscard]] std::vector<std::string> lines_of(const Act& act);

}  // namespace hejie::engine
