// Names of files as people give them, made fit to be shown and to be saved under on any system: without path, control
// and direction characters, of bounded length. Such a name is never a path here. Called by evidence_desk.
#pragma once

#include <string>
#include <string_view>

namespace hejie::app {

inline constexpr std::size_t kMostName = 120;  ///< characters

/// "../../工资表.pdf" -> "工资表.pdf"; "" when nothing is left. @pre valid UTF-8
[[nodiscard]] std::string shown_name(std::string_view given);
/// In lower case and without its point: "pdf"; "" = the name has none.
[[nodiscard]] std::string extension_of(std::string_view name);
/// Is it UTF-8?
[[nodiscard]] bool is_utf8(std::string_view text);

}  // namespace hejie::app
