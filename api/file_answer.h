// Names of files in headers: RFC 6266 with the names of RFC 8187, both ways. Written for browsers that save, read from
// programs that send. Never makes a path.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace hejie::api {

/// Every byte but letters, digits, ".", "-" and "_" as %XX: the value of filename* (RFC 8187 3.2.1).
[[nodiscard]] std::string percent_encoded(std::string_view name);
/// "attachment; filename=\"evidence.pdf\"; filename*=UTF-8''..." @param plain for who does not know filename*; ASCII
[[nodiscard]] std::string attachment_of(std::string_view name, std::string_view plain);
/// The name in a Content-Disposition header: filename* before filename; "" = there is none. Empty: it does not read.
[[nodiscard]] std::optional<std::string> name_in(std::string_view disposition);
/// UTF-8''percent-encoded, as filename* carries it (RFC 8187 3.2). Empty: it does not read.
[[nodiscard]] std::optional<std::string> extended_value(std::string_view text);

}  // namespace hejie::api
