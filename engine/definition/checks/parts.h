// What several checks need: all rows, the graph of states, a walk over all conditions. Internal to engine/definition.
#pragma once

#include <functional>
#include <set>
#include <string>
#include <vector>

#include "engine/definition/checks.h"
#include "engine/definition/read/say.h"

namespace hejie::definition {

using StateSet = std::set<std::string, std::less<>>;

[[nodiscard]] bool contains(const std::vector<std::string>& list, std::string_view item);

/// Every row of every event, automatic ones too.
void for_each_row(const engine::Procedure& procedure,
                  const std::function<void(const engine::Event&, const engine::Row&)>& visit);

/// Where a row ends when it starts in `from` ("" for a start row).
[[nodiscard]] const std::string& end_of(const engine::Row& row, const std::string& from);

/// States some case can come to, guards left out of account.
[[nodiscard]] StateSet reachable_states(const engine::Procedure& procedure);
/// States from which some final state can be come to, guards left out of account.
[[nodiscard]] StateSet states_with_way_out(const engine::Procedure& procedure);

/// Every condition of the procedure and all inside them, with the event it belongs to (null: of a clock or service).
void for_each_condition(const engine::Procedure& procedure,
                        const std::function<void(const engine::Condition&, const engine::Event*)>& visit);

/// Documents that some row issues.
[[nodiscard]] std::set<std::string, std::less<>> issued_documents(const engine::Procedure& procedure);

}  // namespace hejie::definition
