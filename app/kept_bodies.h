// Bodies of kept records (storage/kept_row.h) as text: what app writes into them and reads back. Without personal data:
// ids of cases, accounts and private texts, and figures. What does not read is left as it was.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/date.h"
#include "engine/base/ids.h"
#include "engine/base/text.h"

namespace hejie::app {

/// What a body outside answered.
struct KeptAnswerText {
  TextId text;
};

/// Something internal control wants to see.
struct KeptException {
  Version version = 0, of = 0;  ///< of the act; of the entry it concerns
  std::string event, clock;
  Date on{};                         ///< the act's day
  int days = 0;                      ///< late_entry: working days late; extended_in_last_days: days that were left
  int seconds = 0;                   ///< quick_approval
  std::string paper;                 ///< incomplete_document: "award_final-1"
  std::vector<std::string> missing;  ///< its required fields without a value, as the template names them
  TextId reason;                     ///< break_glass
  Instant until{};                   ///< break_glass: reading ends then
};

/// Rungs whose time came and that nobody was told, of one clock and one recipient.
struct KeptLeftOut {
  std::string clock, key, to;
  int ordinal = 1;
  Date due{};
  bool overtaken = false;  ///< the clock had ended or moved before anybody looked; else a later rung was told instead
  std::vector<std::string> rungs;
};

struct KeptFigure {
  std::string report;
  Text name, definition;
  long long numerator = 0;
  std::optional<long long> denominator;
  std::optional<int> target;  ///< percent
  std::vector<CaseId> cases;
};
struct KeptLine {
  CaseId case_id;
  std::string number, workflow, clock, status;
  Text name;
  Date due{};
};
/// A bulletin has figures, a work list lines.
struct KeptBulletin {
  Date from{}, to{};
  std::vector<KeptFigure> figures;
  std::vector<KeptLine> lines;
  std::vector<CaseId> key_cases;
};

struct KeptDraw {
  std::string seed;
  Date from{}, to{};
  int percent = 0;
  long long closed = 0;
  std::vector<CaseId> drawn;
};

/// A closed file drawn for review; then what was found and mended.
struct KeptFileReview {
  std::string seed;
  std::map<std::string, std::string> answers;  ///< checklist item -> ok, fault, none
  TextId note, mend_note;
  AccountId reviewed_by, mended_by;
  std::optional<Date> reviewed_on, mend_due, mended_on;
};

/// That the personal data of a file whose retention has ended be erased.
struct KeptErasure {
  std::string state;  ///< asked, declined, erased
  TextId reason;      ///< of asking; of declining
  AccountId asked_by, answered_by;
  std::optional<Date> asked_on, answered_on;
  int erased = 0;          ///< parties erased
  int kept_elsewhere = 0;  ///< parties that stay because of another file
};

[[nodiscard]] std::string write_body(const KeptErasure& erasure);
void read_body(const std::string& body, KeptErasure& erasure);
[[nodiscard]] std::string write_body(const KeptAnswerText& answer);
[[nodiscard]] std::string write_body(const KeptException& exception);
[[nodiscard]] std::string write_body(const std::vector<KeptLeftOut>& left_out);
[[nodiscard]] std::string write_body(const KeptBulletin& bulletin);
[[nodiscard]] std::string write_body(const KeptDraw& draw);
[[nodiscard]] std::string write_body(const KeptFileReview& review);
void read_body(const std::string& body, KeptAnswerText& answer);
void read_body(const std::string& body, KeptException& exception);
void read_body(const std::string& body, std::vector<KeptLeftOut>& left_out);
void read_body(const std::string& body, KeptBulletin& bulletin);
void read_body(const std::string& body, KeptDraw& draw);
void read_body(const std::string& body, KeptFileReview& review);

}  // namespace hejie::app
