// Parties that an act names: keys, checks, entry into the case. Called by normalize (acts.cpp), form.cpp and
// effects.cpp.
#pragma once

#include "engine/machine/run.h"

namespace hejie::engine {

inline constexpr std::size_t kMaxParties = 5000;

/// Gives keys to parties that have none: the role, then role_2, role_3 ...
void name_parties(const CaseState& state, std::vector<PartyInput>& parties);
void add_parties(Run& run, const Act& act);
/// Findings under /data/parties: roles this event may add, kinds, keys, numbers.
void check_parties(const Procedure& procedure, const CaseState& state, const Event& event, const Act& act,
                   FormFindings& findings);

}  // namespace hejie::engine
