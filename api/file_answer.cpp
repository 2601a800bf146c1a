#include "api/file_answer.h"

#include <algorithm>

#include "api/http.h"
#include "engine/base/fault_controls.h"

namespace hejie::api {
namespace {

std::string lower(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(),
                         [](char c) { return static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c); });
  return out;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

/// Up to the next ";" outside quotes.
std::string_view next_part(std::string_view& rest) {
  bool quoted = false;
  std::size_t at = 0;
  for (; at < rest.size(); ++at) {
    if (rest[at] == '\\' && quoted) {
      ++at;
      continue;
    }
    if (rest[at] == '"') quoted = !quoted;
    if (rest[at] == ';' && !quoted) break;
  }
  const std::string_view part = rest.substr(0, std::min(at, rest.size()));
  rest.remove_prefix(std::min(at + 1, rest.size()));
  return trimmed(part);
}

/// A token or a quoted string (RFC 9110 5.6).
std::string plain_value(std::string_view text) {
  if (text.size() < 2 || text.front() != '"' || text.back() != '"') return std::string(text);
  std::string out;
  for (std::size_t i = 1; i + 1 < text.size(); ++i) {
    if (text[i] == '\\' && i + 2 < text.size()) ++i;
    out += text[i];
  }
  return out;
}

}  // namespace

std::string percent_encoded(std::string_view name) {
  constexpr const char* kHex = "0123456789ABCDEF";
  std::string out;
  for (const char c : name) {
    const auto byte = static_cast<unsigned char>(c);
    const bool as_is =
        (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.' || c == '-' || c == '_';
    if (as_is) {
      out += c;
      continue;
    }
    out += '%';
    out += kHex[byte >> 4U];
    out += kHex[byte & 0xFU];
  }
  return out;
}

std::string attachment_of(std::string_view name, std::string_view plain) {
  if (HEJIE_FAULT(files_shown)) return "inline";
  return "attachment; filename=\"" + std::string(plain) + "\"; filename*=UTF-8''" + percent_encoded(name);
}

std::optional<std::string> extended_value(std::string_view text) {
  const auto first = text.find('\'');
  const auto second = first == std::string_view::npos ? first : text.find('\'', first + 1);
  if (second == std::string_view::npos || lower(text.substr(0, first)) != "utf-8") return std::nullopt;
  return percent_decode(text.substr(second + 1), false);
}

std::optional<std::string> name_in(std::string_view disposition) {
  std::string_view rest = disposition;
  next_part(rest);  // attachment, form-data: it says nothing here
  std::string name;
  while (!rest.empty()) {
    const std::string_view part = next_part(rest);
    const auto equals = part.find('=');
    if (equals == std::string_view::npos) continue;
    const std::string what = lower(trimmed(part.substr(0, equals)));
    const std::string_view value = trimmed(part.substr(equals + 1));
    if (what == "filename*") return extended_value(value);
    if (what == "filename") name = plain_value(value);
  }
  return name;
}

}  // namespace hejie::api
