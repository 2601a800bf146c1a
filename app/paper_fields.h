// A case in the words of document templates: numbers, parties, claims, facts, dates by the names a clerk writes between
// braces. Pure: everything it needs is given. Used by paper_desk.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "app/case_service.h"
#include "documents/docx.h"
#include "engine/calendar/calendar.h"
#include "storage/rows.h"

namespace hejie::app {

struct PaperCase {
  const CaseView& view;
  const calendar::Calendar& calendar;
  std::vector<ClockView> clocks;  ///< all of the case
  std::map<PersonId, storage::Person> persons;
  std::map<AccountId, std::string> accounts;  ///< display names
  storage::Summary summary;
  std::string issuer;  ///< 某某劳动人事争议仲裁委员会
  Date today{};
};

/// Which document of the case is written.
struct PaperOf {
  std::string document;
  int copy = 1;
  bool receipt = false;                            ///< the receipt of its service instead of the document
  const engine::IssuedDocument* issued = nullptr;  ///< null: not issued yet
};

/// "2026年11月17日".
[[nodiscard]] std::string chinese_day(Date day);
[[nodiscard]] std::string party_names(const PaperCase& file, const std::vector<std::string>& keys);
/// Keys of those it is for: as issued, else the parties the definition names.
[[nodiscard]] std::vector<std::string> addressees(const PaperCase& file, const PaperOf& paper);
[[nodiscard]] documents::Fields paper_fields(const PaperCase& file, const PaperOf& paper);

}  // namespace hejie::app
