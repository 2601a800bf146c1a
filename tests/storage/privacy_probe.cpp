#include "tests/storage/privacy_probe.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "storage/sqlite/connection.h"
#include "storage/sqlite/private_keys.h"
#include "storage/sqlite/private_rows.h"
#include "storage/sqlite/sqlite_store.h"

namespace hejie::storage {
namespace {

namespace fs = std::filesystem;

std::string bytes_of(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

bool found(const std::string& bytes, const std::string& word) {
  return std::search(bytes.begin(), bytes.end(), std::boyer_moore_horspool_searcher(word.begin(), word.end())) !=
         bytes.end();
}

/// What the private tables say, opened.
std::string everything_sealed(const std::string& folder) {
  const auto vault = sqlite::vault_for_reading(folder).value();
  const sqlite::Opener opener(vault.get());
  sqlite::Connection db({.path = folder + "/" + sqlite::kFileName});
  std::string out;
  sqlite::Query persons = db.once("SELECT id, kind, sealed FROM persons");
  while (persons.step()) {
    const Person p = opener.person(persons);
    for (const std::string& field : {p.name, p.id_number, p.credit_code, p.phone, p.address, p.extra_json}) {
      out += field + "\n";
    }
  }
  sqlite::Query texts = db.once("SELECT id, case_id, sealed FROM texts");
  while (texts.step()) out += opener.text(sqlite::text_context(texts.text(0), texts.text(1)), texts.text(2)) + "\n";
  sqlite::Query drafts = db.once("SELECT account, key, sealed FROM drafts");
  while (drafts.step())
    out += opener.text(sqlite::draft_context(drafts.text(0), drafts.text(1)), drafts.text(2)) + "\n";
  return out;
}

}  // namespace

PrivacyReport probe_privacy(const std::string& folder, const std::vector<std::string>& words) {
  std::string bytes;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file()) bytes += bytes_of(entry.path());
  }
  const std::string said = everything_sealed(folder);
  PrivacyReport out;
  for (const auto& word : words) {
    if (found(bytes, word)) out.leaked.push_back(word);
    if (!found(said, word)) out.never_seen.push_back(word);
  }
  return out;
}

}  // namespace hejie::storage
