#include <charconv>

#include "api/answers.h"
#include "api/body_reader.h"
#include "api/handlers.h"
#include "api/keyed.h"
#include "api/list_json.h"
#include "api/problem.h"
#include "api/query.h"
#include "app/risk_desk.h"

namespace hejie::api {
namespace {

/// The number in the address; 0 = none.
long long number_of(const std::string& text) {
  long long id = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), id);
  return error == std::errc{} && end == text.data() + text.size() && id > 0 ? id : 0;
}

Response no_such(const Call& call) {
  return problem(call.request, 404, "not_found", {"没有此记录", "There is no such record"});
}

using KeyAct = app::KeptAnswer (app::RiskDesk::*)(const app::Caller&, const app::KeyCommand&);

/// @param member the text wanted; null: none
Response act_on_key_case(const Call& call, const char* member, bool names_leader, KeyAct act) {
  auto reader = BodyReader::open(call.request.body);
  if (!reader) return problem(call.request, reader.error());
  app::KeyCommand command;
  command.case_id = CaseId(call.path[0]);
  if (member != nullptr) command.text = reader->text(member, true);
  if (names_leader) command.leader = reader->text("leader", false, 128);
  if (auto status = reader->finish(); !status) return problem(call.request, status.error());
  command.key = key_of(call.request);
  command.answer = {204, {}, {}, {}};
  const auto before = (call.services.risks.*act)(call.caller, command);
  if (!before) return problem(call.request, before.error());
  return keyed_response(before->value_or(command.answer), before->has_value());
}

}  // namespace

Response get_risks(const Call& call) {
  QueryReader reader(call.request);
  app::RiskQuery query;
  query.rule = reader.texts("rule");
  query.case_id = CaseId(reader.text("case"));
  query.limit = reader.limit();
  query.cursor = reader.text("cursor");
  if (auto status = reader.finish(); !status) return problem(call.request, status.error());
  const auto list = call.services.risks.risks(call.caller, query);
  return list ? ok(risks_body(*list)) : problem(call.request, list.error());
}

Response get_risk(const Call& call) {
  const long long id = number_of(call.path[0]);
  if (id == 0) return no_such(call);
  const auto item = call.services.risks.risk(call.caller, id);
  return item ? ok(risk_body(*item)) : problem(call.request, item.error());
}

Response get_key_cases(const Call& call) {
  QueryReader reader(call.request);
  const CaseId id(reader.text("case"));
  const bool late = reader.flag("late").value_or(false);
  if (auto status = reader.finish(); !status) return problem(call.request, status.error());
  const auto items = call.services.risks.key_cases(call.caller, id, late);
  return items ? ok(key_cases_body(*items)) : problem(call.request, items.error());
}

Response post_key_case(const Call& call) {
  return act_on_key_case(call, "reason", true, &app::RiskDesk::mark);
}

Response post_key_report(const Call& call) {
  return act_on_key_case(call, nullptr, false, &app::RiskDesk::report);
}

Response post_key_end(const Call& call) {
  return act_on_key_case(call, "reason", false, &app::RiskDesk::end);
}

Response get_messages(const Call& call) {
  QueryReader reader(call.request);
  app::MessageQuery query;
  query.channel = reader.texts("channel");
  query.state = reader.text("state");
  query.limit = reader.limit();
  query.cursor = reader.text("cursor");
  if (auto status = reader.finish(); !status) return problem(call.request, status.error());
  const auto list = call.services.risks.messages(call.caller, query);
  return list ? ok(messages_body(*list)) : problem(call.request, list.error());
}

Response post_message_resend(const Call& call) {
  auto reader = BodyReader::open(call.request.body);
  if (!reader) return problem(call.request, reader.error());
  if (auto status = reader->finish(); !status) return problem(call.request, status.error());
  const long long id = number_of(call.path[0]);
  if (id == 0) return no_such(call);
  const app::StoredAnswer done{204, {}, {}, {}};
  const auto before = call.services.risks.send_again(call.caller, id, key_of(call.request), done);
  if (!before) return problem(call.request, before.error());
  return keyed_response(before->value_or(done), before->has_value());
}

}  // namespace hejie::api
