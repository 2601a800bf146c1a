// The form of an act: fields asked and allowed, types, ranges, parties, items. All findings, not the first; bad input,
// not a refusal. Called by rows.cpp between "party" and "officers".
#pragma once

#include "engine/machine/run.h"

namespace hejie::engine {

inline constexpr std::size_t kMaxItems = 5000;
inline constexpr std::size_t kMaxFields = 500;

[[nodiscard]] FormFindings check_form(const Context& context, const CaseState& state, const Event& event,
                                      const Act& act);
/// Gives keys to new items that have none: the kind, then kind_2, kind_3 ...
void name_items(std::vector<Item>& items);

}  // namespace hejie::engine
