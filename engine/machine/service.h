// Service of documents: may it be made, when is it deemed made, what follows. One service, one addressee.
// Called by acts.cpp (the built-in `serve`), catch_up.cpp (deemed services) and available.cpp.
#pragma once

#include "engine/machine/run.h"

namespace hejie::engine {

/// The copy meant: the named one, else the newest that is to be served on the addressee; null when none was issued.
[[nodiscard]] const IssuedDocument* copy_meant(const CaseState& state, const ServeInput& serve);
[[nodiscard]] Accepted check_service(const Context& context, const CaseState& state, const Act& act);
/// Stores the service. It is pending until its deemed day; a public notice excludes the days from made_on to then.
void apply_service(Run& run, const Act& act);
/// The deemed day has come: clocks that wait for it stop, restart, start. @pre services[index] is pending
void complete_service(Run& run, std::size_t index, Date on);

}  // namespace hejie::engine
