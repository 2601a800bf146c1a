// UTF-8 checks and Unicode NFC over utf8proc, for the two files of this folder that read and write text.
// Others call json::nfc (json.h).
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace hejie::json {

/// Byte offset of the first byte that is not well-formed UTF-8 (overlong forms and surrogates are not); empty when all
/// is.
std::optional<std::size_t> find_bad_utf8(std::string_view text);

/// NFC of any bytes; what is not UTF-8 becomes U+FFFD first.
std::string nfc_or_replace(std::string_view text);

}  // namespace hejie::json
