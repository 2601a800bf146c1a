// Literals of typed facts, `set` rules and `where` tables. Internal to engine/definition.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/definition/read/context.h"

namespace hejie::definition {

/// A literal of the fact's type; a finding when it is none.
[[nodiscard]] std::optional<engine::Value> read_literal(Context& context, const Node& node, const engine::Fact& fact);
/// bool, int or string; a string that is a period becomes one. For switches, whose options give the type.
[[nodiscard]] std::optional<engine::Value> read_plain(Context& context, const Node& node);

enum class Target { fact, standing };
/// `set` and `set_party`: {"target": VALUE}.
[[nodiscard]] std::vector<engine::Setter> read_setters(Context& context, const Node& node, Target target);
/// `opens.facts`: targets belong to the other procedure; only sources are checked here.
[[nodiscard]] std::vector<engine::Setter> read_foreign_setters(Context& context, const Node& node);

using Where = std::map<std::string, std::vector<engine::Value>>;
[[nodiscard]] Where read_party_where(Context& context, const Node& node);
[[nodiscard]] Where read_item_where(Context& context, const Node& node);

/// The name of a fact of one of these types; a finding otherwise, and "".
[[nodiscard]] std::string read_fact_of(Context& context, const Node& node,
                                       std::initializer_list<engine::FactType> types);

[[nodiscard]] Text name_of(engine::FactType type);

}  // namespace hejie::definition
