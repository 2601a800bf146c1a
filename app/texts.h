// Words of findings that several forms share, in both languages. Not the refusals of the engine.
#pragma once

#include <string>

#include "engine/base/result.h"
#include "engine/base/text.h"

namespace hejie::app {

[[nodiscard]] Finding unknown_key(const std::string& path, const std::string& key, const std::string& nearest = "");
[[nodiscard]] Finding missing_key(const std::string& path, const Text& name);
[[nodiscard]] Finding wrong_type(const std::string& path, const Text& wanted);
[[nodiscard]] Finding bad_value(const std::string& path, const Text& why);
/// invalid, with a headline that says how many.
[[nodiscard]] Error invalid_form(std::vector<Finding> findings);

}  // namespace hejie::app
