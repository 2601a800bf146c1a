// The flag `final` of a claim: the one computed value of the language (a table, tested on the awarded sum of each
// item). Called by guards over items and by links that carry items along.
#pragma once

#include "engine/machine/guard.h"

namespace hejie::engine {

/// yes: the award on this item is final. unknown: not decided yet, or the fact of the table is not recorded.
/// No table, an item without an amount, or a true `none_if`: no.
[[nodiscard]] Truth is_final(const Item& item, const Scope& scope);
/// Does the item fit the fields of `where` (kind, party, outcome, final)?
[[nodiscard]] Truth item_fits(const Item& item, const std::map<std::string, std::vector<Value>>& where,
                              const Scope& scope);

}  // namespace hejie::engine
