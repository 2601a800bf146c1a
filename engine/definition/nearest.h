// "Did you mean ...?": the known name closest to a misspelt one. Pure; used for every finding about a name.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hejie::definition {

/// Edits (insert, delete, change, swap of neighbors) between two names, in bytes.
[[nodiscard]] int edit_distance(std::string_view left, std::string_view right);

/// The nearest of `names`, if near enough to be meant: at most a third of the letters differ (two in short names), or
/// one name contains the other. The first of equals wins.
[[nodiscard]] std::optional<std::string> nearest(std::string_view wrong, const std::vector<std::string>& names);

}  // namespace hejie::definition
