// Requests that wait for approval: proposed, approved step by step, declined, recalled, dead when the case moves on.
// Called by acts.cpp, move.cpp and available.cpp. An event that is completed here happens through effects.h.
#pragma once

#include "engine/machine/run.h"

namespace hejie::engine {

inline constexpr std::size_t kMaxProposals = 200;

/// Steps that apply to this act, in order (unknown counts as needed).
[[nodiscard]] std::vector<const ApprovalStep*> steps_of(const Context& context, const CaseState& state,
                                                        const Event& event, const Act& act, Date on);
[[nodiscard]] const Proposal* find_proposal(const CaseState& state, Version version);
/// Step the proposal waits for; null when it is complete or its event is unknown.
[[nodiscard]] const ApprovalStep* next_step(const Context& context, const CaseState& state, const Proposal& proposal,
                                            Date on);

[[nodiscard]] std::optional<Rejection> check_new_proposal(const Context& context, const CaseState& state,
                                                          const Act& act);
/// An answer cannot be dated before the request it answers.
[[nodiscard]] std::optional<Rejection> check_answer_day(const CaseState& state, const Act& act);
/// approved, declined, recalled: is there such a proposal, and may this person say so?
[[nodiscard]] std::optional<Rejection> check_answer(const Context& context, const CaseState& state, const Act& act);
/// Would this approval complete the proposal?
[[nodiscard]] bool completes(const Context& context, const CaseState& state, const Act& approval);

/// Drops proposals whose event is no longer possible in the state just entered.
void end_proposals(Run& run, Date on);

}  // namespace hejie::engine
