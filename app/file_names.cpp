#include "app/file_names.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "engine/base/fault_controls.h"
#include "json/json.h"

namespace hejie::app {
namespace {

constexpr std::size_t kMostExtension = 10;

struct Character {
  char32_t point = 0;
  std::string_view bytes;
};

std::vector<Character> characters(std::string_view text) {
  std::vector<Character> out;
  for (std::size_t at = 0; at < text.size();) {
    const auto byte = static_cast<unsigned char>(text[at]);
    const std::size_t length = byte < 0x80U ? 1 : byte < 0xE0U ? 2 : byte < 0xF0U ? 3 : 4;
    char32_t point = length == 1 ? byte : byte & (0x7FU >> length);
    for (std::size_t i = 1; i < length && at + i < text.size(); ++i)
      point = point << 6U | (static_cast<unsigned char>(text[at + i]) & 0x3FU);
    out.push_back({point, text.substr(at, length)});
    at += length;
  }
  return out;
}

/// Control characters and those that change the direction of writing or have no width: a name must read as it is.
bool is_unseen(char32_t c) {
  return c < 0x20 || (c >= 0x7F && c <= 0x9F) || c == 0x61C || (c >= 0x200B && c <= 0x200F) ||
         (c >= 0x2028 && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF || (c >= 0xFFF9 && c <= 0xFFFB);
}

/// What some file system or shell takes for something else.
bool is_special(char32_t c) {
  return c < 0x80 && std::string_view(":*?\"<>|").find(static_cast<char>(c)) != std::string_view::npos;
}

std::string_view trimmed(std::string_view text) {
  const auto edge = [](char c) { return c == ' ' || c == '.'; };
  while (!text.empty() && edge(text.front())) text.remove_prefix(1);
  while (!text.empty() && edge(text.back())) text.remove_suffix(1);
  return text;
}

}  // namespace

bool is_utf8(std::string_view text) {
  return json::nfc(text).has_value();
}

std::string extension_of(std::string_view name) {
  const auto dot = name.rfind('.');
  if (dot == std::string_view::npos || dot == 0) return {};
  std::string out(name.substr(dot + 1));
  const bool plain = !out.empty() && out.size() <= kMostExtension && std::ranges::all_of(out, [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  });
  if (!plain) return {};
  std::ranges::transform(out, out.begin(),
                         [](char c) { return static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c); });
  return out;
}

std::string shown_name(std::string_view given) {
  if (HEJIE_FAULT(names_as_given)) return std::string(given);
  given.remove_prefix(given.find_last_of("/\\") + 1);  // npos + 1 = 0: all of it
  std::string kept;
  for (const auto& one : characters(given)) {
    if (is_unseen(one.point)) continue;
    kept += is_special(one.point) ? std::string_view("_") : one.bytes;
  }
  const std::string name(trimmed(kept));
  const std::string extension = extension_of(name);
  const std::size_t tail = extension.empty() ? 0 : extension.size() + 1;
  const auto stem = characters(std::string_view(name).substr(0, name.size() - tail));
  if (stem.size() + tail <= kMostName) return name;
  std::string out;
  for (std::size_t i = 0; i < kMostName - tail; ++i) out += stem[i].bytes;
  out += name.substr(name.size() - tail);
  return std::string(trimmed(out));  // the cut may have left a space or a point at the end
}

}  // namespace hejie::app
