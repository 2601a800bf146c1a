// The inside of PaperDesk, shared by paper_desk.cpp (one document) and paper_archive.cpp (the file). Nobody else.
#pragma once

#include <map>
#include <string>

#include "app/paper_desk.h"
#include "app/paper_fields.h"
#include "storage/store.h"

namespace hejie::app {

/// A case with all that documents need of it.
struct PaperDesk::Opened {
  CaseView view;
  PaperRules rules;
  std::vector<ClockView> clocks;
  std::map<PersonId, storage::Person> persons;
  std::map<AccountId, std::string> accounts;
  std::map<std::string, PaperNotes> notes;  ///< by paper id
  storage::Summary summary;
  CalendarPtr calendar;
  std::string issuer;
  Date today{};

  [[nodiscard]] PaperCase file() const { return {view, *calendar, clocks, persons, accounts, summary, issuer, today}; }
  [[nodiscard]] const PaperNotes* notes_of(const std::string& paper) const {
    const auto found = notes.find(paper);
    return found == notes.end() ? nullptr : &found->second;
  }
};

/// One file of workflows/documents/: of the bureau's own set, else as shipped. Empty: not there.
[[nodiscard]] std::optional<std::string> document_data(const Definitions& definitions, const std::string& path);

/// Parts of a paper's id.
struct PaperId {
  std::string document;
  int copy = 0;  ///< 0: not said
  bool receipt = false;
};
[[nodiscard]] PaperId read_paper_id(const std::string& text);
[[nodiscard]] std::string paper_id_text(const PaperId& id);

/// Cover and catalog stand before page 1 of the file.
[[nodiscard]] bool is_cover(const std::string& document);

/// Without what file systems refuse.
[[nodiscard]] std::string file_name(std::string text);

}  // namespace hejie::app
