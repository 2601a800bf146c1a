#include "json/fold.h"

#include <utf8proc.h>

#include <cstdlib>
#include <memory>

#include "engine/base/check.h"
#include "json/unicode.h"

namespace hejie::json {
namespace {

bool is_plain(std::string_view text) {
  for (const char c : text) {
    if ((c < '0' || c > '9') && (c < 'a' || c > 'z')) return false;
  }
  return true;
}

utf8proc_int32_t drop_spacing(utf8proc_int32_t code, void*) {
  constexpr utf8proc_int32_t kMiddleDot = 0xB7;
  constexpr utf8proc_int32_t kKatakanaDot = 0x30FB;
  constexpr utf8proc_int32_t kNothing = 0xAD;  // a soft hyphen: UTF8PROC_IGNORE leaves it out
  const auto category = utf8proc_category(code);
  const bool space = category == UTF8PROC_CATEGORY_ZS || category == UTF8PROC_CATEGORY_ZL ||
                     category == UTF8PROC_CATEGORY_ZP || category == UTF8PROC_CATEGORY_CC;
  return space || code == kMiddleDot || code == kKatakanaDot ? kNothing : code;
}

}  // namespace

std::string fold(std::string_view text) {
  if (is_plain(text)) return std::string(text);
  const std::string clean = nfc_or_replace(text);
  utf8proc_uint8_t* raw = nullptr;
  const auto options = static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT |
                                                      UTF8PROC_CASEFOLD | UTF8PROC_IGNORE);
  const auto n = utf8proc_map_custom(reinterpret_cast<const utf8proc_uint8_t*>(clean.data()),
                                     static_cast<utf8proc_ssize_t>(clean.size()), &raw, options, drop_spacing, nullptr);
  const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owner(raw, &std::free);
  CHECK(n >= 0, "utf8proc refuses only ill-formed text, which has been replaced");
  return std::string(reinterpret_cast<const char*>(raw), static_cast<std::size_t>(n));
}

std::vector<std::string_view> characters(std::string_view text) {
  std::vector<std::string_view> out;
  while (!text.empty()) {
    utf8proc_int32_t code = 0;
    const auto n = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                    static_cast<utf8proc_ssize_t>(text.size()), &code);
    const auto length = static_cast<std::size_t>(n > 0 ? n : 1);
    out.push_back(text.substr(0, length));
    text.remove_prefix(length);
  }
  return out;
}

}  // namespace hejie::json
