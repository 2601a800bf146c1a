// Opaque positions in lists: made by a store for the end of a page, given back by a reader for the next one.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"

namespace hejie::storage {

/// `list` names the list and its order, so that a cursor of another list is refused.
[[nodiscard]] std::string make_cursor(std::string_view list, const std::vector<std::string>& position);

/// The position; empty for an empty cursor. @errors malformed: not made by make_cursor for this list with `parts` parts
[[nodiscard]] Result<std::vector<std::string>> read_cursor(std::string_view list, std::string_view cursor,
                                                           std::size_t parts);
/// A part that must be a whole number. @errors malformed
[[nodiscard]] Result<long long> cursor_number(const std::string& part);

/// 1 ... 500. @errors invalid
[[nodiscard]] Status check_limit(int limit);

}  // namespace hejie::storage
