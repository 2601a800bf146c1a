// Text as people compare it when they search: width, case and spacing do not matter. Over utf8proc; called by storage.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace hejie::json {

/// Unicode NFKC, case folded, without white space, the dots inside names (U+00B7, U+30FB) and what is ignorable. What
/// is not UTF-8 becomes U+FFFD.
std::string fold(std::string_view text);

/// The characters of a text as UTF-8, one code point each. @pre well-formed
std::vector<std::string_view> characters(std::string_view text);

}  // namespace hejie::json
