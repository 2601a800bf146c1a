// Text made safe for markup. For the writers of office XML, and for who writes a page or an XES log by hand.
#pragma once

#include <string>
#include <string_view>

namespace hejie::documents {

/// Text for an element of XML or HTML or a quoted attribute; characters that XML 1.0 does not allow are left out.
[[nodiscard]] std::string escape(std::string_view text);

}  // namespace hejie::documents
