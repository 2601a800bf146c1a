// Guards: JSON conditions of README.md to engine::Condition, named conditions expanded. Internal to engine/definition.
#pragma once

#include "engine/definition/read/context.h"
#include "engine/definition/read/fields.h"

namespace hejie::definition {

[[nodiscard]] engine::Condition read_condition(Context& context, const Node& node);
/// The condition under `key`, or "always" when the key is absent.
[[nodiscard]] engine::Condition read_when(Context& context, Fields& fields, std::string_view key = "when");
/// Reads all of `let` once, so that uses find them expanded; tells recursion and what is wrong in them.
void read_lets(Context& context);

}  // namespace hejie::definition
