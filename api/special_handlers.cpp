// Special reports of group events: what was sent to whom, and what came back.
#include <charconv>

#include "api/answers.h"
#include "api/body_reader.h"
#include "api/handlers.h"
#include "api/keyed.h"
#include "api/oversight_json.h"
#include "api/problem.h"
#include "api/query.h"
#include "app/special_reports.h"

namespace hejie::api {

Response get_special_reports(const Call& call) {
  QueryReader reader(call.request);
  const CaseId id(reader.text("case"));
  const auto open = reader.flag("open");
  const int limit = reader.limit();
  const std::string cursor = reader.text("cursor");
  if (auto status = reader.finish(); !status) return problem(call.request, status.error());
  const auto list = call.services.special_reports.list(call.caller, id, open, limit, cursor);
  if (!list) return problem(call.request, list.error());
  return ok(special_reports_body(*list));
}

Response post_alert_answer(const Call& call) {
  auto reader = BodyReader::open(call.request.body);
  if (!reader) return problem(call.request, reader.error());
  app::AnswerCommand command;
  command.text = reader->text("text", true);
  if (auto status = reader->finish(); !status) return problem(call.request, status.error());
  const std::string& id = call.path[0];
  const auto [end, error] = std::from_chars(id.data(), id.data() + id.size(), command.alert);
  if (error != std::errc{} || end != id.data() + id.size() || command.alert < 1)
    return problem(call.request, 404, "not_found", {"没有此记录", "There is no such record"});
  command.key = key_of(call.request);
  command.answer = {204, {}, {}, {}};
  const auto before = call.services.special_reports.answer(call.caller, command);
  if (!before) return problem(call.request, before.error());
  return keyed_response(before->value_or(command.answer), before->has_value());
}

}  // namespace hejie::api
