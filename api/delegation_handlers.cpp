// Delegations: made by who delegates, ended, listed.
#include "api/answers.h"
#include "api/authority_json.h"
#include "api/body_reader.h"
#include "api/handlers.h"
#include "api/keyed.h"
#include "api/problem.h"
#include "app/authority_desk.h"
#include "app/definitions.h"

namespace hejie::api {

Response get_delegations(const Call& call) {
  const auto list = call.services.authority.delegations.list(call.caller);
  if (!list) return problem(call.request, list.error());
  auto& services = call.services;
  const Date today = to_bureau(services.clock.now()).day;
  const auto name_of = [&](const std::string& power) -> Text {
    const auto slash = power.find('/');
    const auto procedure = services.definitions.in_force(power.substr(0, slash), today);
    const auto* event =
        procedure && slash != std::string::npos ? procedure->find_event(power.substr(slash + 1)) : nullptr;
    return event != nullptr ? event->name : Text{power, power};
  };
  return ok(delegations_body(*list, services.authority.delegations.may_delegate(call.caller), name_of));
}

Response post_delegation(const Call& call) {
  auto reader = BodyReader::open(call.request.body);
  if (!reader) return problem(call.request, reader.error());
  app::DelegationCommand command;
  command.to = reader->text("to", true, 128);
  command.roles = reader->texts("roles", 10);
  command.events = reader->texts("events", 50);
  command.case_id = CaseId(reader->text("case_id", false, 64));
  command.first = reader->day("first", true).value_or(Date{});
  command.last = reader->day("last", true).value_or(Date{});
  command.basis = reader->text("basis", true, 200);
  command.reason = reader->text("reason", true);
  if (auto status = reader->finish(); !status) return problem(call.request, status.error());
  command.from = {call.request.peer, call.request.request_id};
  command.key = key_of(call.request);
  const auto made = call.services.authority.delegations.make(call.caller, command);
  if (!made) return problem(call.request, made.error());
  return keyed_response(made->first, made->second);
}

Response post_delegation_end(const Call& call) {
  auto reader = BodyReader::open(call.request.body);
  if (!reader) return problem(call.request, reader.error());
  if (auto status = reader->finish(); !status) return problem(call.request, status.error());
  const auto ended = call.services.authority.delegations.end(
      call.caller, call.path[0], {call.request.peer, call.request.request_id}, key_of(call.request));
  if (!ended) return problem(call.request, ended.error());
  return keyed_response(ended->first, ended->second);
}

}  // namespace hejie::api
