// Internal control: risk points, exceptions, files drawn for review and what they need mended.
#include <charconv>

#include "api/answers.h"
#include "api/handlers.h"
#include "api/keyed.h"
#include "api/oversight_json.h"
#include "api/problem.h"
#include "api/query.h"

namespace hejie::api {
namespace {

using ReviewAct = app::KeptAnswer (app::ControlDesk::*)(const app::Caller&, const app::FileReviewCommand&);

Response act_on_review(const Call& call, ReviewAct act) {
  auto command = read_file_review(call.request.body);
  if (!command) return problem(call.request, command.error());
  const std::string& id = call.path[0];
  const auto [end, error] = std::from_chars(id.data(), id.data() + id.size(), command->id);
  if (error != std::errc{} || end != id.data() + id.size() || command->id < 1)
    return problem(call.request, 404, "not_found", {"没有这份评查", "There is no such review"});
  command->key = key_of(call.request);
  command->answer = {204, {}, {}, {}};
  const auto before = (call.services.control.*act)(call.caller, *command);
  if (!before) return problem(call.request, before.error());
  return keyed_response(before->value_or(command->answer), before->has_value());
}

}  // namespace

Response get_risk_points(const Call& call) {
  return ok(risk_points_body(call.services.control));
}

Response get_exceptions(const Call& call) {
  QueryReader reader(call.request);
  app::ExceptionQuery query;
  query.kind = reader.texts("kind");
  query.month = reader.text("month");
  query.case_id = CaseId(reader.text("case"));
  query.limit = reader.limit();
  query.cursor = reader.text("cursor");
  if (auto status = reader.finish(); !status) return problem(call.request, status.error());
  const auto list = call.services.control.exceptions(call.caller, query);
  return list ? ok(exceptions_body(*list)) : problem(call.request, list.error());
}

Response get_file_reviews(const Call& call) {
  QueryReader reader(call.request);
  app::FileReviewQuery query;
  query.period = reader.text("period");
  query.case_id = CaseId(reader.text("case"));
  query.limit = reader.limit();
  query.cursor = reader.text("cursor");
  if (auto status = reader.finish(); !status) return problem(call.request, status.error());
  const auto list = call.services.control.reviews(call.caller, query);
  if (!list) return problem(call.request, list.error());
  const auto draws = call.services.control.draws(call.caller);
  if (!draws) return problem(call.request, draws.error());
  return ok(file_reviews_body(*list, *draws));
}

Response post_file_review(const Call& call) {
  return act_on_review(call, &app::ControlDesk::review);
}

Response post_file_mended(const Call& call) {
  return act_on_review(call, &app::ControlDesk::mend);
}

}  // namespace hejie::api
