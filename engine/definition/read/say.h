// Bilingual messages with arguments.
#pragma once

#include <fmt/format.h>

#include <string_view>

#include "engine/base/text.h"

namespace hejie::definition {

/// Two texts with the same arguments, in fmt syntax. @pre both name as many arguments as there are
template <typename... Args>
[[nodiscard]] Text say(std::string_view zh, std::string_view en, const Args&... args) {
  return {fmt::format(fmt::runtime(zh), args...), fmt::format(fmt::runtime(en), args...)};
}

}  // namespace hejie::definition
