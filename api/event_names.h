// Names of engine enumerators as the API says them.
#pragma once

#include <string_view>

#include "engine/machine/machine.h"

namespace hejie::api {

[[nodiscard]] std::string_view name_of(engine::ActKind kind);
[[nodiscard]] std::string_view name_of(engine::OccurrenceKind kind);
[[nodiscard]] std::string_view name_of(engine::FactType type);
[[nodiscard]] std::string_view name_of(engine::Trigger::On on);

}  // namespace hejie::api
