#include "tests/storage/privacy_probe.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "storage/sqlite/connection.h"
#include "storage/sqlite/sqlite_store.h"
#include "tests/storage/store_contract.h"

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

}  // namespace

PrivacyReport probe_privacy(const std::string& folder, const std::vector<std::string>& words) {
  const ScratchFolder scratch;
  const std::string copy = scratch.path() + "/" + sqlite::kFileName;
  std::string before;
  for (const char* suffix : {"", "-wal"}) {
    const std::string from = folder + "/" + sqlite::kFileName + suffix;
    if (!fs::exists(from)) continue;
    fs::copy_file(from, copy + suffix);
    before += bytes_of(copy + suffix);
  }
  {
    sqlite::Connection db({.path = copy, .write = true});
    db.execute("PRAGMA secure_delete = ON");
    db.execute("DELETE FROM persons; DELETE FROM texts; DELETE FROM drafts");
    db.execute("VACUUM");
    db.execute("PRAGMA journal_mode = DELETE");
  }
  const std::string after = bytes_of(copy);
  PrivacyReport out;
  for (const auto& word : words) {
    if (found(after, word)) out.leaked.push_back(word);
    if (!found(before, word)) out.never_seen.push_back(word);
  }
  return out;
}

}  // namespace hejie::storage
