#include "storage/search_text.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "json/fold.h"

namespace hejie::storage {
namespace {

constexpr std::size_t kShortestCode = 7;  // a phone of a small town without its area code
constexpr std::size_t kMostDigits = 9;    // a running number fits an int

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

void replace_all(std::string& text, std::string_view what, char by) {
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) {
    text.replace(at, what.size(), 1, by);
  }
}

/// Numbers are written with 〔〕, typed with what the keyboard has.
std::string with_plain_brackets(std::string text) {
  for (const std::string_view open : {"〔", "【", "[", "〖", "「"}) replace_all(text, open, '(');
  for (const std::string_view close : {"〕", "】", "]", "〗", "」"}) replace_all(text, close, ')');
  return text;
}

bool has_other_letters(std::string_view text) {
  return std::ranges::any_of(text, [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
}

}  // namespace

std::string fold_code(std::string_view code) {
  std::string out;
  for (const char c : json::fold(code)) {
    if (is_digit(c) || (c >= 'a' && c <= 'z')) out += c;
  }
  return out;
}

std::vector<std::string> bigrams(std::string_view folded) {
  std::vector<std::string> out;
  const auto all = json::characters(folded);
  for (std::size_t i = 1; i < all.size(); ++i) {
    std::string pair = std::string(all[i - 1]) + std::string(all[i]);
    if (std::ranges::find(out, pair) == out.end()) out.push_back(std::move(pair));
  }
  return out;
}

NumberParts split_number(std::string_view number) {
  NumberParts out;
  std::string text = with_plain_brackets(json::fold(number));
  constexpr std::string_view kEnd = "号";
  std::string_view rest = text;
  if (rest.ends_with(kEnd)) rest.remove_suffix(kEnd.size());
  std::size_t digits = 0;
  while (digits < rest.size() && is_digit(rest[rest.size() - 1 - digits])) ++digits;
  if (digits == 0 || digits > kMostDigits) {
    out.stem = std::move(text);
    return out;
  }
  long long n = 0;
  std::from_chars(rest.data() + (rest.size() - digits), rest.data() + rest.size(), n);
  out.running = n;
  rest.remove_suffix(digits);
  constexpr std::string_view kBegin = "第";
  if (rest.ends_with(kBegin)) rest.remove_suffix(kBegin.size());
  out.stem = std::string(rest);
  return out;
}

SearchText::SearchText(const std::string& q) : folded_(json::fold(q)), pairs_(bigrams(folded_)) {
  if (folded_.empty()) return;
  number_ = split_number(q);
  if (has_other_letters(folded_)) return;
  code_ = fold_code(q);
  if (code_.size() < kShortestCode) code_.clear();
}

bool SearchText::finds_title(const Text& title) const {
  return json::fold(title.zh).find(folded_) != std::string::npos ||
         json::fold(title.en).find(folded_) != std::string::npos;
}

bool SearchText::finds_number(std::string_view number) const {
  if (number.empty()) return false;
  const NumberParts parts = split_number(number);
  if (number_.running) return parts.running == number_.running && parts.stem.ends_with(number_.stem);
  return parts.stem.find(number_.stem) != std::string::npos;
}

bool SearchText::finds_person(const Person& person) const {
  if (!pairs_.empty() && json::fold(person.name).find(folded_) != std::string::npos) return true;
  if (code_.empty()) return false;
  const std::array fields{&person.id_number, &person.credit_code, &person.phone};
  return std::ranges::any_of(fields, [this](const std::string* field) { return fold_code(*field) == code_; });
}

}  // namespace hejie::storage
