// What a search line means and what it finds; shared by the backends so that they find the same. Decides nothing about
// indexes: sqlite asks an index of keyed hashes first (storage/sqlite/finder.h), memory looks at everything.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/rows.h"

namespace hejie::storage {

/// Letters and digits of a code or phone, lower case: "138-0000 0000" and "13800000000" are one.
std::string fold_code(std::string_view code);

/// Every two characters in a row, each pair once, in their order. @param folded as json::fold gives it
std::vector<std::string> bigrams(std::string_view folded);

/// A case number as compared: folded, with every kind of bracket as "(" and ")", cut before its running number.
struct NumberParts {
  std::string stem;                  ///< "劳监案(2026)"
  std::optional<long long> running;  ///< the last group of digits, if only 号 follows it
};
NumberParts split_number(std::string_view number);

/// A line typed into the search field.
class SearchText {
 public:
  explicit SearchText(const std::string& q);

  /// Nothing but spaces was typed, or nothing at all: every case is meant.
  [[nodiscard]] bool empty() const { return folded_.empty(); }
  [[nodiscard]] const std::string& folded() const { return folded_; }
  /// Names of persons are searched from two characters on.
  [[nodiscard]] const std::vector<std::string>& pairs() const { return pairs_; }
  /// The whole line as an id number, credit code or phone; empty when it cannot be one (fewer than 7 characters).
  [[nodiscard]] const std::string& code() const { return code_; }
  /// "劳监案(2026)12", "12号" or "12" mean the running number 12, "(2026)" every number in which it stands.
  [[nodiscard]] const NumberParts& number() const { return number_; }

  [[nodiscard]] bool finds_title(const Text& title) const;
  [[nodiscard]] bool finds_number(std::string_view number) const;
  [[nodiscard]] bool finds_person(const Person& person) const;

 private:
  std::string folded_, code_;
  std::vector<std::string> pairs_;
  NumberParts number_;
};

}  // namespace hejie::storage
