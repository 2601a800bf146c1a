// Special reports of group events as people see them: the clocks of the case, each report made, and for each recipient
// up the line and beside what it was told, acknowledged and answered. Reads a snapshot; the only write is an answer,
// recorded by staff for a body that does not log in. The rows are made in the deciding transaction (reports_told.h).
#pragma once

#include "app/id_maker.h"
#include "app/risk_desk.h"

namespace hejie::app {

struct ReportRecipient {
  long long alert = 0;  ///< of the ledger
  std::string id;
  Text name;
  Instant told_at{};
  std::optional<Moment> acknowledge_by;  ///< the duty officer is told then, if nothing has come
  std::string acknowledged_by;           ///< display name of who recorded it
  std::optional<Instant> acknowledged_at;
  std::string answer, answered_by;
  std::optional<Instant> answered_at;
  bool passed_on = false;  ///< nothing came in time, and the line was told
  bool withdrawn = false;  ///< the report was entered by mistake
};

struct MadeReport {
  std::string event;
  Text name;
  Version version = 0;
  Date on{};
  std::vector<ReportRecipient> recipients;
};

struct ReportDue {
  std::string clock;
  Text name;
  std::string status;
  std::optional<Date> due;
  std::optional<Moment> due_at;
};

struct SpecialReportCase {
  CaseId case_id;
  std::string number, workflow, state;
  Text state_name, title;
  bool open = true;
  Sides sides;
  Date opened_on{};
  std::vector<ReportDue> due;       ///< duties that run or are overdue
  std::vector<MadeReport> reports;  ///< in the order made
};

struct AnswerCommand {
  long long alert = 0;
  std::string text;  ///< what the body said
  IdempotencyKey key;
  StoredAnswer answer;
};

class SpecialReports {
 public:
  SpecialReports(storage::Store& store, const Definitions& definitions, const definition::AlertRules& rules,
                 const Clock& clock, IdMaker& ids)
      : store_(store), definitions_(definitions), rules_(rules), clock_(clock), ids_(ids) {}

  /// Group events, newest first. @param case_id "" = all @param open empty = also those that ended. @errors not_found
  Result<List<SpecialReportCase>> list(const Caller& caller, const CaseId& case_id, std::optional<bool> open, int limit,
                                       const std::string& cursor);
  /// What a body said to a report; it counts as acknowledged. One answer a row.
  /// @errors not_found: no such row, or none of a report; invalid: no text, answered already
  KeptAnswer answer(const Caller& caller, const AnswerCommand& command);

 private:
  Result<SpecialReportCase> item_of(storage::Snapshot& snapshot, const storage::CaseItem& row) const;
  Result<std::vector<MadeReport>> reports_of(storage::Snapshot& snapshot, const storage::CaseItem& row) const;

  storage::Store& store_;
  const Definitions& definitions_;
  const definition::AlertRules& rules_;
  const Clock& clock_;
  IdMaker& ids_;
};

}  // namespace hejie::app
