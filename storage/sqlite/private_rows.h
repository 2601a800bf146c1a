// Rows of the private tables between their types and their sealed bytes, and the tokens a person is found by. The only
// place that knows what a sealed value is bound to. Used by the writer, the snapshot and the change of keys.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "crypto/vault.h"
#include "storage/rows.h"
#include "storage/sqlite/connection.h"

namespace hejie::storage::sqlite {

// what a sealed value belongs to: moved to another row it does not open
std::string person_context(const std::string& id, const std::string& kind);
std::string text_context(const std::string& id, const std::string& case_id);
std::string draft_context(const std::string& account, const std::string& key);

std::string seal_person(const crypto::Vault& vault, const Person& person);

/// Opens sealed columns. @throws Failure: damaged, moved, or there is no key
class Opener {
 public:
  /// @param vault null where no key file is: then sealed rows cannot be read
  explicit Opener(const crypto::Vault* vault) : vault_(vault) {}

  /// Columns from `first`: id, kind, sealed.
  [[nodiscard]] Person person(const Query& row, int first = 0) const;
  [[nodiscard]] std::string text(const std::string& context, const std::string& sealed) const;
  /// @throws Failure: there is no key file
  [[nodiscard]] const crypto::Vault& vault() const;

 private:
  const crypto::Vault* vault_;
};

/// Of a pair of characters (storage/search_text.h) and of a folded code.
std::int64_t pair_token(const crypto::Vault& vault, const std::string& pair);
std::int64_t code_token(const crypto::Vault& vault, const std::string& code);
/// All tokens a person is found by, each once.
std::vector<std::int64_t> tokens_of(const crypto::Vault& vault, const Person& person);

}  // namespace hejie::storage::sqlite
