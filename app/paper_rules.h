// What workflows/documents/papers.json says of documents as paper: who issues them, which belong into the secondary
// file, how a file is numbered in the archive, and how fields that clerks fill in are called. Also what was filled in
// for one document, as it is kept. Passive data and readers. Used by paper_desk.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "engine/base/ids.h"
#include "engine/base/result.h"

namespace hejie::app {

struct PaperRules {
  std::map<std::string, std::string> issuer;  ///< workflow -> name, "{unit}" and "{bureau}" replaced; "" = others
  std::map<std::string, std::vector<std::string>> secondary;  ///< workflow -> documents of the secondary file; "" = all
  std::map<std::string, std::string> archive_letters;         ///< workflow -> letters in the archive number
  std::map<std::string, Text> names;                          ///< name of a field -> in both languages
};

/// @errors malformed, invalid
[[nodiscard]] Result<PaperRules> read_paper_rules(const std::string& text);

/// What a clerk filled in for one document.
struct PaperNotes {
  std::map<std::string, std::string> values;
  int pages = 0;  ///< as counted by a person; 0 = not yet
  AccountId by;
  std::string at;  ///< instant, RFC 3339
};

/// Unreadable text is no notes: they are a help, not a record.
[[nodiscard]] PaperNotes read_paper_notes(const std::string& text);
[[nodiscard]] std::string paper_notes_text(const PaperNotes& notes);

}  // namespace hejie::app
