// Who may see what: break-glass, units and who belongs to them, hand-over.
#include "api/answers.h"
#include "api/authority_json.h"
#include "api/body_reader.h"
#include "api/fresh_log_in.h"
#include "api/from.h"
#include "api/handlers.h"
#include "api/if_match.h"
#include "api/keyed.h"
#include "api/problem.h"
#include "api/stream_hub.h"
#include "app/authority_desk.h"

namespace hejie::api {
namespace {

std::optional<Response> need_grants(const Call& call) {
  if (call.caller.has("security_admin")) return std::nullopt;
  return problem(call.request, 403, "forbidden",
                 {"此操作须由安全管理员办理", "This is for the security administrator"});
}

app::Accounts::From from(const Call& call) {
  return from_of(call.request);
}

void put_caller(const Call& call, app::HandOverCommand& command) {
  command.address = call.request.peer;
  command.request_id = call.request.request_id;
  command.key = key_of(call.request);
}

Response run(const Call& call, const app::HandOverCommand& command) {
  const auto done = call.services.authority.hand_over.run(call.caller, command);
  if (!done) return problem(call.request, with_place(done.error()));
  call.services.streams.poke();
  return keyed_response(done->first, done->second);
}

}  // namespace

Response post_break_glass(const Call& call) {
  auto reader = BodyReader::open(call.request.body);
  if (!reader) return problem(call.request, reader.error());
  app::BreakGlassCommand command;
  command.case_id = CaseId(call.path[0]);
  command.reason = reader->text("reason", true);
  if (auto status = reader->finish(); !status) return problem(call.request, status.error());
  command.address = call.request.peer;
  command.request_id = call.request.request_id;
  command.key = key_of(call.request);
  command.answer = [](Instant until) { return app::StoredAnswer{200, grant_body(until), {}, {}}; };
  const auto opened = call.services.authority.glass.open(call.caller, command);
  if (!opened) return problem(call.request, opened.error());
  return keyed_response(opened->first, opened->second);
}

Response post_hand_over(const Call& call) {
  auto reader = BodyReader::open(call.request.body);
  if (!reader) return problem(call.request, reader.error());
  app::HandOverCommand command;
  command.case_id = CaseId(call.path[0]);
  command.role = reader->text("role", false, 64);
  command.people = reader->texts("people", 20);
  command.to = reader->text("to", false, 128);
  if (reader->has("unit")) command.unit = reader->text("unit", false, 128);
  command.reason = reader->text("reason", true);
  if (auto status = reader->finish(); !status) return problem(call.request, status.error());
  const auto version = read_if_match(call.request);
  if (!version) return problem(call.request, version.error());
  if (*version != kNoVersion) command.if_match = *version;
  put_caller(call, command);
  command.answer = [](const auto& cases) {
    return app::StoredAnswer{200, handed_over_body(cases), '"' + std::to_string(cases.front().second) + '"', {}};
  };
  return run(call, command);
}

Response post_hand_overs(const Call& call) {
  auto reader = BodyReader::open(call.request.body);
  if (!reader) return problem(call.request, reader.error());
  app::HandOverCommand command;
  command.from = reader->text("from", true, 128);
  command.to = reader->text("to", true, 128);
  if (reader->has("unit")) command.unit = reader->text("unit", false, 128);
  command.reason = reader->text("reason", true);
  if (auto status = reader->finish(); !status) return problem(call.request, status.error());
  put_caller(call, command);
  command.answer = [](const auto& cases) { return app::StoredAnswer{200, handed_over_body(cases), {}, {}}; };
  return run(call, command);
}

Response get_units(const Call& call) {
  const auto units = call.services.authority.units.units();
  if (!units) return problem(call.request, units.error());
  return ok(units_body(**units, call.caller.account));
}

Response put_unit(const Call& call) {
  if (auto no = need_grants(call)) return *no;
  auto reader = BodyReader::open(call.request.body);
  if (!reader) return problem(call.request, reader.error());
  app::UnitCommand command;
  command.unit.id = call.path[0];
  command.unit.kind = reader->text("kind", true, 64);
  command.unit.parent = reader->text("parent", false, 64);
  command.unit.name = {reader->text("name_zh", true, 200), reader->text("name_en", true, 200)};
  command.from = from(call);
  if (auto status = reader->finish(); !status) return problem(call.request, status.error());
  if (auto stale = ask_fresh_log_in(call)) return *stale;
  const auto kept = call.services.authority.units.put(call.caller, command);
  return kept ? done() : problem(call.request, kept.error());
}

Response put_account_unit(const Call& call) {
  if (auto no = need_grants(call)) return *no;
  auto reader = BodyReader::open(call.request.body);
  if (!reader) return problem(call.request, reader.error());
  const auto unit = reader->text("unit", false, 64);
  if (auto status = reader->finish(); !status) return problem(call.request, status.error());
  if (auto stale = ask_fresh_log_in(call)) return *stale;
  const auto kept = call.services.authority.units.assign(call.caller, AccountId(call.path[0]), unit, from(call));
  return kept ? done() : problem(call.request, kept.error());
}

}  // namespace hejie::api
