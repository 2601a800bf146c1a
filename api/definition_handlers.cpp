#include <charconv>
#include <mutex>

#include "api/answers.h"
#include "api/definition_json.h"
#include "api/handlers.h"
#include "api/list_json.h"
#include "api/problem.h"
#include "api/query.h"
#include "app/definitions.h"
#include "engine/definition/diagram.h"
#include "engine/definition/due.h"

namespace hejie::api {
namespace {

Response no_workflow(const Call& call) {
  return problem(call.request, 404, "not_found", {"没有此程序", "There is no such procedure"});
}

engine::ProcedurePtr in_force(const Call& call) {
  return call.services.definitions.in_force(call.path[0], to_bureau(call.services.clock.now()).day);
}

}  // namespace

Response get_workflows(const Call& call) {
  return ok(workflows_body(call.services.definitions.all_in_force()));
}

Response get_workflow(const Call& call) {
  const auto procedure = in_force(call);
  return procedure ? ok(workflow_body(*procedure)) : no_workflow(call);
}

Response get_workflow_diagram(const Call& call) {
  QueryReader reader(call.request);
  const std::string format = reader.text("format");
  if (auto status = reader.finish(); !status) return problem(call.request, status.error());
  const auto procedure = in_force(call);
  if (!procedure) return no_workflow(call);
  const bool en = call.request.language() == "en";
  const auto drawn = definition::draw(*procedure, format.empty() ? "svg" : format, en);
  if (!drawn) return problem(call.request, drawn.error());
  Response response = ok(*drawn);
  response.content_type = format.empty() || format == "svg" ? "image/svg+xml" : "text/plain; charset=utf-8";
  return response;
}

Response post_due(const Call& call) {
  const std::lock_guard lock(call.services.due.mutex);
  const auto answer = definition::answer_due_text(call.services.due.desk, call.request.body, true);
  if (!answer) return problem(call.request, answer.error());
  return ok(definition::due_text(*answer));
}

Response get_calendar(const Call& call) {
  int year = 0;
  const std::string& text = call.path[1];
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), year);
  const auto calendar = call.services.definitions.calendar();
  const bool known = call.path[0] == "cn" && error == std::errc{} && end == text.data() + text.size() && year >= 1900 &&
                     year < 2200 && calendar->contains(from_ymd(year, 1, 1)) &&
                     calendar->contains(from_ymd(year, 12, 31));
  if (!known) return problem(call.request, 404, "not_found", {"没有此日历或年份", "No such calendar or year"});
  return ok(definition::calendar_year_text(*calendar, year));
}

}  // namespace hejie::api
