#include <charconv>

#include "api/answers.h"
#include "api/body_reader.h"
#include "api/case_csv.h"
#include "api/handlers.h"
#include "api/keyed.h"
#include "api/list_json.h"
#include "api/problem.h"
#include "api/query.h"
#include "app/case_table.h"
#include "app/hand_over.h"
#include "app/own_notes.h"
#include "app/work_lists.h"
#include "json/json.h"

namespace hejie::api {
namespace {

/// What a list finds wrong is wrong in the query: the cursor, the sort.
Error in_query(Error error) {
  for (auto& finding : error.findings)
    if (finding.path.starts_with('/')) finding.path.front() = '?';
  return error;
}

template <typename T, typename F>
Response answer(const Call& call, const Result<T>& result, F to_body) {
  if (!result) return problem(call.request, in_query(result.error()));
  return ok(to_body(*result));
}

/// "me" stands for the one who asks, in person and by role.
std::vector<std::string> roles_meant(const Call& call, const std::vector<std::string>& asked) {
  std::vector<std::string> out;
  for (const auto& one : asked) {
    if (one == "me") out.push_back(app::kToAccount + call.caller.account.value);
    if (one == "me")
      out.insert(out.end(), call.caller.roles.begin(), call.caller.roles.end());
    else
      out.push_back(one);
  }
  return out;
}

constexpr std::string_view kXlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// The whole list as one sheet.
Response cases_sheet(const Call& call, const app::CaseQuery& query, const std::vector<std::string>& columns) {
  const Date today = to_bureau(call.services.clock.now()).day;
  auto sheet = app::case_table(call.services.lists, call.caller, query, columns, call.request.language(), today);
  if (!sheet) return problem(call.request, in_query(sheet.error()));
  Response response = ok(std::move(*sheet));
  response.content_type = kXlsx;
  response.with("Content-Disposition", "attachment; filename=\"cases.xlsx\"");
  return response;
}

Response no_content() {
  Response response;
  response.status = 204;
  return response;
}

}  // namespace

Response get_cases(const Call& call) {
  QueryReader reader(call.request);
  app::CaseQuery query;
  query.workflow = reader.texts("workflow");
  query.state = reader.texts("state");
  query.stage = reader.texts("stage");
  query.handler = reader.texts("handler");
  query.employer = reader.texts("employer");
  query.sector = reader.texts("sector");
  query.open = reader.flag("open");
  query.overdue = reader.flag("overdue");
  query.q = reader.words();
  query.due_before = reader.day("due_before");
  query.sort = reader.text("sort");
  query.limit = reader.limit();
  query.cursor = reader.text("cursor");
  const auto columns = reader.texts("columns");
  if (auto status = reader.finish(); !status) return problem(call.request, status.error());
  if (call.request.header("accept").starts_with(kXlsx)) return cases_sheet(call, query, columns);
  const auto list = call.services.lists.cases(call.caller, query);
  if (!list) return problem(call.request, in_query(list.error()));
  if (call.request.header("accept").starts_with("text/csv")) {
    Response response = ok(cases_csv(*list, call.request.language()));
    response.content_type = "text/csv; charset=utf-8";
    response.with("Content-Disposition", "attachment; filename=\"cases.csv\"");
    return response;
  }
  return ok(cases_body(*list));
}

Response get_clocks(const Call& call) {
  QueryReader reader(call.request);
  app::ClockQuery query;
  query.owner = roles_meant(call, reader.texts("owner"));
  for (auto& role : reader.texts("role")) query.owner.push_back(role);
  query.status = reader.texts("status");
  query.due_before = reader.day("due_before");
  query.limit = reader.limit();
  query.cursor = reader.text("cursor");
  if (auto status = reader.finish(); !status) return problem(call.request, status.error());
  return answer(call, call.services.lists.clocks(call.caller, query), clock_list_body);
}

Response get_alerts(const Call& call) {
  QueryReader reader(call.request);
  app::AlertQuery query;
  query.to = roles_meant(call, reader.texts("to"));
  query.acknowledged = reader.flag("acknowledged");
  query.case_id = CaseId(reader.text("case"));
  query.limit = reader.limit();
  query.cursor = reader.text("cursor");
  if (auto status = reader.finish(); !status) return problem(call.request, status.error());
  if (query.case_id.empty())
    return answer(call, call.services.lists.alerts(call.caller, query),
                  [](const auto& list) { return alerts_body(list, {}); });
  const auto left_out = call.services.lists.left_out(call.caller, query.case_id);
  if (!left_out) return problem(call.request, left_out.error());
  return answer(call, call.services.lists.alerts(call.caller, query),
                [&](const auto& list) { return alerts_body(list, *left_out); });
}

Response post_alert_acknowledge(const Call& call) {
  auto reader = BodyReader::open(call.request.body);
  if (!reader) return problem(call.request, reader.error());
  if (auto status = reader->finish(); !status) return problem(call.request, status.error());
  long long id = 0;
  const std::string& text = call.path[0];
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), id);
  if (error != std::errc{} || end != text.data() + text.size() || id < 1) {
    return problem(call.request, 404, "not_found", {"没有此提醒", "No such alert"});
  }
  const app::StoredAnswer done{204, {}, {}, {}};
  const auto before = call.services.lists.acknowledge(call.caller, id, key_of(call.request), done);
  if (!before) return problem(call.request, before.error());
  return keyed_response(before->value_or(done), before->has_value());
}

Response get_approvals(const Call& call) {
  return answer(call, call.services.lists.approvals(call.caller), approvals_body);
}

Response get_employers(const Call& call) {
  QueryReader reader(call.request);
  const std::string q = reader.words();
  const int limit = reader.limit();
  const std::string cursor = reader.text("cursor");
  if (auto status = reader.finish(); !status) return problem(call.request, status.error());
  return answer(call, call.services.lists.employers(call.caller, q, limit, cursor), employers_body);
}

Response get_employer(const Call& call) {
  const auto employer = call.services.lists.employer(call.caller, call.path[0]);
  if (!employer) return problem(call.request, employer.error());
  app::CaseQuery query;
  query.employer = {employer->id.value};
  query.limit = 500;
  const auto cases = call.services.lists.cases(call.caller, query);
  if (!cases) return problem(call.request, cases.error());
  return ok(employer_body(*employer, *cases));
}

Response get_document(const Call& call) {
  return answer(call, call.services.lists.document(call.caller, call.path[0]), document_body);
}

Response get_hearings(const Call& call) {
  QueryReader reader(call.request);
  const auto on = reader.day("on");
  if (auto status = reader.finish(); !status) return problem(call.request, status.error());
  const Date day = on.value_or(to_bureau(call.services.clock.now()).day);
  return answer(call, call.services.lists.hearings(call.caller, day), hearings_body);
}

Response get_preferences(const Call& call) {
  return answer(call, call.services.notes.preferences(call.caller), [](const std::string& body) { return body; });
}

Response put_preferences(const Call& call) {
  // Opaque to the server, but it must be a JSON object: the pages read it back.
  auto reader = BodyReader::open(call.request.body);
  if (!reader) return problem(call.request, reader.error());
  if (auto done = call.services.notes.put_preferences(call.caller, call.request.body); !done) {
    return problem(call.request, done.error());
  }
  return no_content();
}

Response get_drafts(const Call& call) {
  return answer(call, call.services.notes.drafts(call.caller), drafts_body);
}

Response put_drafts(const Call& call) {
  auto reader = BodyReader::open(call.request.body);
  if (!reader) return problem(call.request, reader.error());
  const std::string key = reader->text("key", true, 128);
  const std::string body = reader->text("body", false, 256 * 1024);
  if (auto status = reader->finish(); !status) return problem(call.request, status.error());
  if (auto done = call.services.notes.put_draft(call.caller, key, body); !done) {
    return problem(call.request, done.error());
  }
  return no_content();
}

}  // namespace hejie::api
