// May this event happen now? The refusals in their fixed order: state, hold, role, party, form, officers, window, rows.
// Changes nothing. Called by acts.cpp (before every effect), available.cpp, and catch-up for events fired by clocks.
#pragma once

#include "engine/machine/guard.h"
#include "engine/machine/run.h"

namespace hejie::engine {

/// An event about to be checked.
struct Attempt {
  const Event& event;
  const Act& act;
  Date on{};
  std::string_view party{};
};

[[nodiscard]] Scope scope_of(const Context& context, const CaseState& state, const Attempt& attempt);

/// The row that applies, or the first refusal. An irregular act passes hold, window, extension and guard: then the row
/// whose guard is true, else the first one from this state.
[[nodiscard]] std::expected<const Row*, Refused> check_event(const Context& context, const CaseState& state,
                                                             const Attempt& attempt);

// ---- the single checks, for "what may I do now" ----
[[nodiscard]] bool from_here(const Row& row, const CaseState& state);
[[nodiscard]] bool possible_in_state(const Event& event, const CaseState& state);
[[nodiscard]] std::optional<Rejection> check_hold(const Context& context, const CaseState& state,
                                                  const Attempt& attempt);
[[nodiscard]] std::optional<Rejection> check_party(const Context& context, const CaseState& state,
                                                   const Attempt& attempt);
[[nodiscard]] std::optional<Rejection> check_officers(const Context& context, const CaseState& state,
                                                      const Attempt& attempt, bool count);
[[nodiscard]] std::optional<Rejection> check_windows(const Context& context, const CaseState& state,
                                                     const Attempt& attempt);
/// The one row whose conditions are true, else a refusal for the row nearest to it, with all its reasons; where several
/// are equally near, for the first of them, with the reasons of each.
[[nodiscard]] std::expected<const Row*, Rejection> choose_row(const Context& context, const CaseState& state,
                                                              const Attempt& attempt, const Scope& scope);

/// A role that is not a person.
[[nodiscard]] bool is_machine_role(std::string_view role);
/// Warnings whose `unless` is not true.
void collect_warnings(const Scope& scope, const Event& event, Version version, std::vector<StoredWarning>& warnings);

}  // namespace hejie::engine
