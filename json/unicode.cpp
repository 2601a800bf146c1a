#include "json/unicode.h"

#include <utf8proc.h>

#include <algorithm>
#include <cstdlib>
#include <memory>

#include "engine/base/check.h"
#include "json/json.h"

namespace hejie::json {
namespace {

const utf8proc_uint8_t* bytes(std::string_view text) {
  return reinterpret_cast<const utf8proc_uint8_t*>(text.data());
}

/// Length of the code point at the start of `text`, 0 when it is ill-formed.
std::size_t read_one(std::string_view text, utf8proc_int32_t* code) {
  const auto n = utf8proc_iterate(bytes(text), static_cast<utf8proc_ssize_t>(text.size()), code);
  return n > 0 ? static_cast<std::size_t>(n) : 0;
}

/// Code points that NFC never changes nor composes with a neighbor of these ranges: below the combining marks, Chinese
/// punctuation, the unified ideographs, the full-width forms. Spares most legal text the full algorithm.
bool stays(utf8proc_int32_t c) {
  return c < 0x300 || (c >= 0x3000 && c < 0x302A) || (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0xFF00 && c <= 0xFFEF);
}

bool plainly_nfc(std::string_view text) {
  if (std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; })) return true;
  while (!text.empty()) {
    utf8proc_int32_t code = 0;
    const std::size_t n = read_one(text, &code);
    if (n == 0 || !stays(code)) return false;
    text.remove_prefix(n);
  }
  return true;
}

/// @pre well-formed UTF-8
std::string normalize(std::string_view text) {
  utf8proc_uint8_t* raw = nullptr;
  const auto options = static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE);
  const auto n = utf8proc_map(bytes(text), static_cast<utf8proc_ssize_t>(text.size()), &raw, options);
  const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owner(raw, &std::free);
  CHECK(n >= 0, "utf8proc refuses only ill-formed text, which the caller has excluded");
  return std::string(reinterpret_cast<const char*>(raw), static_cast<std::size_t>(n));
}

}  // namespace

std::optional<std::size_t> find_bad_utf8(std::string_view text) {
  std::size_t pos = 0;
  while (pos < text.size()) {
    if (static_cast<unsigned char>(text[pos]) < 0x80) {
      ++pos;
      continue;
    }
    utf8proc_int32_t code = 0;
    const std::size_t n = read_one(text.substr(pos), &code);
    if (n == 0) return pos;
    pos += n;
  }
  return std::nullopt;
}

std::string nfc_or_replace(std::string_view text) {
  if (plainly_nfc(text)) return std::string(text);
  std::string clean;
  while (const auto bad = find_bad_utf8(text)) {
    clean += text.substr(0, *bad);
    clean += "\xEF\xBF\xBD";
    text.remove_prefix(*bad + 1);
  }
  return normalize(clean += text);
}

Result<std::string> nfc(std::string_view text) {
  if (const auto bad = find_bad_utf8(text)) {
    return fail(ErrorCode::malformed, {"文本不是有效的 UTF-8 编码（第 " + std::to_string(*bad) + " 字节）",
                                       "the text is not valid UTF-8 (byte " + std::to_string(*bad) + ")"});
  }
  return nfc_or_replace(text);
}

}  // namespace hejie::json
