// The recipients of a special report: one row of the ledger for each, in the deciding transaction of the event that
// made the report; taken back when the event is. Pure. Used by commit_builder; read by special_reports.h.
#pragma once

#include "engine/calendar/calendar.h"
#include "engine/definition/report_lines.h"
#include "engine/machine/case_state.h"
#include "storage/commit.h"

namespace hejie::app {

/// A row of the ledger about a report: clock "report:<event>", key and recipient the body, ordinal the version of the
/// act that made the report.
inline constexpr std::string_view kReportMark = "report:";

struct ReportsInput {
  const definition::ReportLines& rules;
  const calendar::Calendar& calendar;
  const engine::CaseState& before;
  const engine::CaseState& after;
  Moment now{};
};

void tell_reports(const ReportsInput& input, storage::Commit& commit);

}  // namespace hejie::app
