#include "api/answers.h"
#include "api/body_reader.h"
#include "api/handlers.h"
#include "api/keyed.h"
#include "api/list_json.h"
#include "api/problem.h"
#include "api/query.h"
#include "app/calendars.h"
#include "app/intake.h"
#include "app/reports.h"
#include "app/work_lists.h"

namespace hejie::api {
namespace {

/// Paths of the notice as paths of the content, where it stands under "notice".
Error in_content(Error error) {
  for (auto& finding : error.findings) {
    const auto hash = finding.path.find('#');
    finding.path = "/notice" + (hash == std::string::npos ? finding.path : finding.path.substr(hash + 1));
  }
  return error;
}

Response notice_problem(const Request& request, const Error& error) {
  if (error.code == ErrorCode::conflict) return problem(request, 409, "notice_exists", error.message);
  return problem(request, in_content(error));
}

Response load_notice(const Call& call, const std::string& notice) {
  if (auto no = check_key(call.request)) return *no;
  const auto render = [&](const Result<app::CalendarChange>& change) -> app::StoredAnswer {
    if (change) return {200, calendar_change_body(*change), {}, {}};
    const Response refusal = notice_problem(call.request, change.error());
    return {refusal.status, refusal.body, {}, {}};
  };
  const auto done = call.services.calendars.load_once(call.caller, notice, key_of(call.request), render);
  if (!done) return notice_problem(call.request, done.error());
  return keyed_response(done->answer, done->replayed);
}

app::ReportQuery report_query(const Call& call, QueryReader& reader) {
  app::ReportQuery query;
  query.id = call.path[0];
  query.from = reader.day("from");
  query.to = reader.day("to");
  query.unit = reader.text("unit");
  query.sector = reader.text("sector");
  query.cause = reader.text("cause");
  query.group_by = reader.text("group_by");
  return query;
}

}  // namespace

Response post_intake_routes(const Call& call) {
  const auto answer = call.services.intake.routes(call.caller, call.request.body);
  if (!answer) return problem(call.request, answer.error());
  return ok(intake_body(*answer));
}

Response get_report(const Call& call) {
  QueryReader reader(call.request);
  const auto query = report_query(call, reader);
  if (auto status = reader.finish(); !status) return problem(call.request, status.error());
  const auto report = call.services.reports.make(call.caller, query);
  if (!report) return problem(call.request, report.error());
  return ok(report_body(*report));
}

Response get_report_cases(const Call& call) {
  QueryReader reader(call.request);
  const auto query = report_query(call, reader);
  const std::string group = reader.text("group");
  if (auto status = reader.finish(); !status) return problem(call.request, status.error());
  const auto report = call.services.reports.make(call.caller, query);
  if (!report) return problem(call.request, report.error());
  std::vector<CaseId> ids;
  for (const auto& figure : report->figures)
    if (figure.group == group) ids = figure.cases;
  const auto list = call.services.lists.cases_of(call.caller, ids);
  if (!list) return problem(call.request, list.error());
  return ok(cases_body(*list));
}

Response post_calendar(const Call& call) {
  if (call.path[0] != "cn") return problem(call.request, 404, "not_found", {"没有此日历", "No such calendar"});
  auto reader = BodyReader::open(call.request.body);
  if (!reader) return problem(call.request, reader.error());
  const std::string notice = reader->object("notice", true);
  const bool dry_run = reader->flag("dry_run").value_or(false);
  if (auto status = reader->finish(); !status) return problem(call.request, status.error());
  if (!dry_run) return load_notice(call, notice);
  const auto change = call.services.calendars.load(call.caller, notice, true);
  if (!change) return notice_problem(call.request, change.error());
  return ok(calendar_change_body(*change));
}

}  // namespace hejie::api
