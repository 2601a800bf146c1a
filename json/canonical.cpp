#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

#include "engine/base/check.h"
#include "json/json.h"
#include "json/unicode.h"

namespace hejie::json {
namespace {

using Value = nlohmann::ordered_json;

void write_value(const Value& value, std::string& out);

/// RFC 8785, 3.2.2.2: only what must be escaped is, in the shortest form, hex digits in lower case.
void write_string(std::string_view text, std::string& out) {
  constexpr std::string_view kHex = "0123456789abcdef";
  constexpr std::array<std::pair<char, char>, 7> kShort{
      {{'"', '"'}, {'\\', '\\'}, {'\b', 'b'}, {'\t', 't'}, {'\n', 'n'}, {'\f', 'f'}, {'\r', 'r'}}};
  out += '"';
  for (const char c : text) {
    const auto* row = std::find_if(kShort.begin(), kShort.end(), [c](const auto& pair) { return pair.first == c; });
    const auto code = static_cast<unsigned char>(c);
    if (row != kShort.end()) {
      out += '\\';
      out += row->second;
    } else if (code < 0x20) {
      out += "\\u00";
      out += kHex[code >> 4U];
      out += kHex[code & 0xFU];
    } else {
      out += c;
    }
  }
  out += '"';
}

/// Order of UTF-16 code units (RFC 8785, 3.2.3) over UTF-8: as bytes, but U+E000..U+FFFF (lead bytes EE, EF) come after
/// the supplementary planes (F0 and above), whose surrogates start with D8.
bool before(const std::string& left, const std::string& right) {
  const auto [l, r] = std::mismatch(left.begin(), left.end(), right.begin(), right.end());
  if (l == left.end() || r == right.end()) return l == left.end() && r != right.end();
  const auto weight = [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte == 0xEE || byte == 0xEF ? byte + 0x10 : static_cast<int>(byte);
  };
  return weight(*l) < weight(*r);
}

void write_object(const Value& value, std::string& out) {
  std::vector<std::pair<std::string, const Value*>> members;
  members.reserve(value.size());
  for (const auto& [key, member] : value.items()) members.emplace_back(nfc_or_replace(key), &member);
  std::sort(members.begin(), members.end(), [](const auto& a, const auto& b) { return before(a.first, b.first); });
  const std::string* previous = nullptr;
  out += '{';
  for (const auto& [key, member] : members) {
    CHECK(previous == nullptr || *previous != key, "a key twice: parse refuses keys that are equal in NFC");
    if (previous != nullptr) out += ',';
    previous = &key;
    write_string(key, out);
    out += ':';
    write_value(*member, out);
  }
  out += '}';
}

void write_array(const Value& value, std::string& out) {
  out += '[';
  bool first = true;
  for (const auto& element : value) {
    if (!first) out += ',';
    first = false;
    write_value(element, out);
  }
  out += ']';
}

void write_value(const Value& value, std::string& out) {
  if (value.is_object()) return write_object(value, out);
  if (value.is_array()) return write_array(value, out);
  if (value.is_string()) return write_string(nfc_or_replace(value.get_ref<const std::string&>()), out);
  CHECK(!value.is_number_float() && !value.is_binary() && !value.is_discarded(),
        "the canonical form knows integers, texts, true, false, null");
  out += value.dump();
}

}  // namespace

std::string canonical(const Value& value) {
  std::string out;
  write_value(value, out);
  return out;
}

}  // namespace hejie::json
