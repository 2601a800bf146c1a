// Personal data: a party's numbers for a purpose, files whose retention has ended, and their erasure.
#include <charconv>

#include "api/answers.h"
#include "api/body_reader.h"
#include "api/handlers.h"
#include "api/keyed.h"
#include "api/privacy_json.h"
#include "api/problem.h"
#include "api/query.h"

namespace hejie::api {
namespace {

using ErasureAct = app::KeptAnswer (app::PrivacyDesk::*)(const app::Caller&, const app::ErasureCommand&);

Response act_on(const Call& call, app::ErasureCommand command, ErasureAct act) {
  command.peer = call.request.peer;
  command.request_id = call.request.request_id;
  command.key = key_of(call.request);
  command.answer = {204, {}, {}, {}};
  const auto before = (call.services.privacy.*act)(call.caller, command);
  if (!before) return problem(call.request, before.error());
  return keyed_response(before->value_or(command.answer), before->has_value());
}

}  // namespace

Response post_reveal(const Call& call) {
  auto reader = BodyReader::open(call.request.body);
  if (!reader) return problem(call.request, reader.error());
  app::RevealCommand command;
  command.case_id = CaseId(call.path[0]);
  command.party = call.path[1];
  command.purpose = reader->text("purpose", true, 40);
  command.peer = call.request.peer;
  command.request_id = call.request.request_id;
  if (auto status = reader->finish(); !status) return problem(call.request, status.error());
  const auto party = call.services.privacy.reveal(call.caller, command);
  return party ? ok(revealed_body(*party)) : problem(call.request, party.error());
}

Response post_party_copy(const Call& call) {
  auto reader = BodyReader::open(call.request.body);
  if (!reader) return problem(call.request, reader.error());
  if (auto status = reader->finish(); !status) return problem(call.request, status.error());
  app::RevealCommand command;
  command.case_id = CaseId(call.path[0]);
  command.party = call.path[1];
  command.purpose = "person_asks";
  command.peer = call.request.peer;
  command.request_id = call.request.request_id;
  command.copy = true;
  const auto copy = call.services.privacy.copy(call.caller, command);
  return copy ? ok(party_copy_body(*copy)) : problem(call.request, copy.error());
}

Response put_party(const Call& call) {
  constexpr std::size_t kMost = 512;
  auto reader = BodyReader::open(call.request.body);
  if (!reader) return problem(call.request, reader.error());
  app::CorrectCommand command;
  command.case_id = CaseId(call.path[0]);
  command.party = call.path[1];
  command.peer = call.request.peer;
  command.request_id = call.request.request_id;
  const auto take = [&](const char* name, std::optional<std::string>& field) {
    const bool given = reader->has(name);
    std::string text = reader->text(name, false, kMost);
    if (given) field = std::move(text);
  };
  take("name", command.name);
  take("id_number", command.id_number);
  take("credit_code", command.credit_code);
  take("phone", command.phone);
  take("address", command.address);
  if (auto status = reader->finish(); !status) return problem(call.request, status.error());
  const auto corrected = call.services.privacy.correct(call.caller, command);
  return corrected ? done() : problem(call.request, corrected.error());
}

Response get_retention(const Call& call) {
  QueryReader reader(call.request);
  const int limit = reader.limit();
  const std::string cursor = reader.text("cursor");
  if (auto status = reader.finish(); !status) return problem(call.request, status.error());
  const auto list = call.services.privacy.ended(call.caller, limit, cursor);
  return list ? ok(retention_body(*list)) : problem(call.request, list.error());
}

Response post_erasure(const Call& call) {
  auto reader = BodyReader::open(call.request.body);
  if (!reader) return problem(call.request, reader.error());
  app::ErasureCommand command;
  command.case_id = CaseId(call.path[0]);
  command.reason = reader->text("reason", true);
  if (auto status = reader->finish(); !status) return problem(call.request, status.error());
  return act_on(call, std::move(command), &app::PrivacyDesk::ask);
}

Response post_erasure_answer(const Call& call) {
  auto reader = BodyReader::open(call.request.body);
  if (!reader) return problem(call.request, reader.error());
  app::ErasureCommand command;
  const auto approve = reader->flag("approve");
  command.approve = approve.value_or(false);
  command.reason = reader->text("reason", approve.has_value() && !*approve);
  if (auto status = reader->finish(); !status) return problem(call.request, status.error());
  if (!approve) {
    const Text needed{"须说明批准与否", "says whether it is approved"};
    return problem(call.request, 422, "invalid", needed, {{"/approve", "required", needed}});
  }
  const std::string& id = call.path[0];
  const auto [end, error] = std::from_chars(id.data(), id.data() + id.size(), command.id);
  if (error != std::errc{} || end != id.data() + id.size() || command.id < 1)
    return problem(call.request, 404, "not_found", {"没有这个销毁申请", "There is no such request"});
  return act_on(call, std::move(command), &app::PrivacyDesk::answer);
}

}  // namespace hejie::api
