// The conditions that look over sets: clocks, services, parties, items. Inside guard.cpp's evaluate() only, but for
// clear_days(), which the clocks ask too.
#pragma once

#include "engine/machine/guard.h"

namespace hejie::engine {

/// 3.4 of the language: superseded instances do not count; `all` is false when a party of the role has no instance.
[[nodiscard]] Truth clock_is(const Condition& condition, const Scope& scope);
/// Complete services of the newest copy issued to each addressee, over the parties of the role now.
[[nodiscard]] Truth served(const Condition& condition, const Scope& scope);
[[nodiscard]] Truth parties_fit(const Condition& condition, const Scope& scope);
[[nodiscard]] Truth self_fits(const Condition& condition, const Scope& scope);
[[nodiscard]] Truth items_fit(const Condition& condition, const Scope& scope);
/// Reading B of periods counted backwards holds in this procedure (switch `clear_days`).
[[nodiscard]] bool clear_days(const Procedure& procedure);

/// Newest copy of a document that is to be served on this party; null when there is none.
[[nodiscard]] const IssuedDocument* newest_copy(const CaseState& state, std::string_view document,
                                                std::string_view party);
[[nodiscard]] bool is_served(const CaseState& state, const IssuedDocument& copy, std::string_view party);

}  // namespace hejie::engine
