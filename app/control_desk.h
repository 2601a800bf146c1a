// Internal control as people see it and act on it: risk points of events, exceptions found in decisions, the draw of
// closed files, their review against the checklist, and the duty to mend what was found. Reads a snapshot, writes small
// commits. Who may: everybody who works on cases reads; heads and the role that reviews record a review; who handles
// cases says what was mended.
#pragma once

#include "app/id_maker.h"
#include "app/kept_bodies.h"
#include "app/risk_desk.h"

namespace hejie::app {

struct ExceptionItem {
  long long id = 0;
  std::string kind;  ///< late_entry, correction, annulment, override, extended_in_last_days, quick_approval,
                     ///< incomplete_document, break_glass
  CaseId case_id;
  std::string number, workflow;
  Text event_name;
  KeptException what;
  Instant found_at{};
  std::string by;      ///< display name
  std::string reason;  ///< break_glass: as it was given
};
struct ExceptionQuery {
  std::vector<std::string> kind;
  std::string month;  ///< "2026-03"; what the day found begins with
  CaseId case_id;
  int limit = 50;
  std::string cursor;
};

struct FileReviewItem {
  long long id = 0;
  CaseId case_id;
  std::string number, workflow, period, state;  ///< state: open, good, faults, mended
  Text title;
  KeptFileReview what;
  std::string reviewed_by, mended_by, note, mend_note;  ///< names; texts
  int faults = 0;
};
struct FileReviewQuery {
  std::string period;
  CaseId case_id;
  int limit = 50;
  std::string cursor;
};

struct FileReviewCommand {
  long long id = 0;
  std::map<std::string, std::string> answers;  ///< every item of the checklist: ok, fault, none
  std::string note;                            ///< needed when a fault is found; of mending always
  IdempotencyKey key;
  StoredAnswer answer;
};

/// Clock of alerts about files drawn and faults to mend, and of the timer of the latter.
inline constexpr const char* kFileReview = "file_review";
inline constexpr const char* kMend = "mend";

class ControlDesk {
 public:
  ControlDesk(storage::Store& store, const Definitions& definitions, const definition::AlertRules& rules,
              const Clock& clock, IdMaker& ids)
      : store_(store), definitions_(definitions), rules_(rules), clock_(clock), ids_(ids) {}

  [[nodiscard]] const definition::ControlRules& rules() const { return rules_.control; }
  [[nodiscard]] const Definitions& definitions() const { return definitions_; }
  Result<List<ExceptionItem>> exceptions(const Caller& caller, const ExceptionQuery& query);
  Result<std::vector<KeptDraw>> draws(const Caller& caller);
  Result<List<FileReviewItem>> reviews(const Caller& caller, const FileReviewQuery& query);
  /// @errors not_found; forbidden; invalid: an item of the checklist is missing or unknown, reviewed already
  KeptAnswer review(const Caller& caller, const FileReviewCommand& command);
  /// @errors not_found; forbidden: the reviewer himself; invalid: nothing to mend, no note
  KeptAnswer mend(const Caller& caller, const FileReviewCommand& command);

 private:
  Result<FileReviewItem> item_of(storage::Snapshot& snapshot, const storage::KeptRow& row) const;
  TextId keep(storage::Commit& commit, const CaseId& id, const std::string& text);

  storage::Store& store_;
  const Definitions& definitions_;
  const definition::AlertRules& rules_;
  const Clock& clock_;
  IdMaker& ids_;
};

}  // namespace hejie::app
