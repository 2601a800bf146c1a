// The words of a refusal, Chinese and English: what is refused, why, and what to do. Composes names from the
// definition; decides nothing. Called by rows.cpp, service.cpp, proposals.cpp, refold.cpp and available.cpp.
#pragma once

#include <string_view>
#include <vector>

#include "engine/machine/clocks.h"
#include "engine/machine/machine.h"

namespace hejie::engine::words {

[[nodiscard]] Rejection unknown_event(std::string_view event);
[[nodiscard]] Rejection wrong_state(const Procedure& procedure, const Event& event, const CaseState& state);
[[nodiscard]] Rejection held(const Procedure& procedure, const Event& event, const Hold& hold, const CaseState& state);
[[nodiscard]] Rejection hold_taken(const Event& event, const Hold& hold);
[[nodiscard]] Rejection wrong_role(const Procedure& procedure, const Event& event, std::string_view role);
[[nodiscard]] Rejection wrong_approver(const Procedure& procedure, const Event& event, const ApprovalStep& step,
                                       std::string_view role);
[[nodiscard]] Rejection no_party(const Procedure& procedure, const Event& event, std::string_view given);
[[nodiscard]] Rejection too_few_officers(const Event& event, std::size_t given);
[[nodiscard]] Rejection same_person(std::string_view rule, const Text& name, const Cites& cite, std::string_view with,
                                    const Text& with_name);
[[nodiscard]] Rejection no_window(const Event& event, const ClockRule& window, const ClockInstance* instance);
[[nodiscard]] Rejection no_extension(const Event& event, const NoExtension& why);
/// Guard false, or unknown facts: names the conditions of these rows that are not true, row by row.
/// @pre rows is not empty, and no row of it is true
[[nodiscard]] Rejection no_row(const Event& event, const std::vector<const Row*>& rows, const Scope& scope);
/// Two rows at once: a defect of the definition.
[[nodiscard]] Rejection two_rows(const Event& event, const Row& first, const Row& second);
[[nodiscard]] Rejection conflict(std::string_view rule, std::vector<Version> later);

/// What a condition asks, as a sentence part: "“Complaint accepted” is yes".
[[nodiscard]] Text describe(const Condition& condition, const Scope& scope);
[[nodiscard]] Text name_of_value(const Procedure& procedure, std::string_view fact, const Value& value);
/// Name of an event, automatic event or built-in; the id when it has none.
[[nodiscard]] Text name_of_event(const Procedure& procedure, std::string_view event);
[[nodiscard]] std::string rule_of(const Event& event, const Row& row);

}  // namespace hejie::engine::words
