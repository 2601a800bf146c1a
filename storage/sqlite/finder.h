// Which cases a search line finds, at a million cases: asks the indexes of titles, numbers and tokens first. Few finds
// become a list of cases; many become conditions on cases read in the order of the list, where enough are met soon.
// Finds what SearchText says, no more and no less. Used by the snapshot's lists.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "storage/search_text.h"
#include "storage/sqlite/private_rows.h"
#include "storage/sqlite/reading.h"

namespace hejie::storage::sqlite {

/// The keyed pairs of a name, and how many persons have the rarest of them: none means that nobody has the name.
struct NameTokens {
  std::vector<std::int64_t> rarest_first;
  std::int64_t persons = 0;  ///< with the rarest, counted to `most` + 1
};
/// @throws Failure
NameTokens name_tokens(Connection& db, const crypto::Vault& vault, const SearchText& text, std::int64_t most);
/// " AND EXISTS (...)" for every token after the first, of the person `person`.
std::string other_tokens(const NameTokens& tokens, const std::string& person);

class Finder {
 public:
  /// All must outlive it.
  Finder(Connection& db, const Opener& opener, const SearchText& text) : db_(db), opener_(opener), text_(text) {}

  /// Adds what the text demands of `cases c`. @throws Failure
  void add_to(Where& where);
  /// True when the conditions added let too much through: holds() has to be asked of each row.
  [[nodiscard]] bool loose() const { return loose_; }
  [[nodiscard]] bool holds(const CaseItem& item);

 private:
  struct Source {
    std::vector<std::int64_t> cases;  ///< all it finds, unless `condition` is set
    std::string condition;            ///< instead: over "cases c"
    std::vector<Where::Parameter> parameters;
  };

  Source titles();
  Source numbers();
  Source numbers_with_running(long long n);
  Source names();
  Source cases_of_pair(std::int64_t token);
  Source codes();
  Source cases_of(const std::vector<std::string>& persons);
  std::vector<std::string> checked_persons(Query& rows);
  std::vector<std::string> persons_with(const NameTokens& tokens);

  Connection& db_;
  const Opener& opener_;
  const SearchText& text_;
  bool loose_ = false;
};

}  // namespace hejie::storage::sqlite
