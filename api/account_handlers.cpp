// Accounts as administrators see them, the access log, and how far the logs are signed. The three administrators are
// kept apart: security grants, audit reads, the system's sees that an account exists (GB/T 22239-2019 8.1.5).
#include <charconv>

#include "api/account_json.h"
#include "api/answers.h"
#include "api/body_reader.h"
#include "api/fresh_log_in.h"
#include "api/from.h"
#include "api/handlers.h"
#include "api/problem.h"
#include "api/query.h"
#include "app/system_state.h"

namespace hejie::api {
namespace {

constexpr std::string_view kGrants = "security_admin";
constexpr std::string_view kReads = "audit_admin";
constexpr std::string_view kRuns = "system_admin";

app::Accounts::From from(const Call& call) {
  return from_of(call.request);
}

std::optional<Response> need_role(const Call& call, std::initializer_list<std::string_view> roles) {
  for (const auto role : roles) {
    if (call.caller.has(role)) return std::nullopt;
  }
  return problem(call.request, 403, "forbidden",
                 {"此操作须由相应的管理员办理", "This is for the administrator in charge of it"});
}

AccountId account_of(const Call& call) {
  return AccountId(call.path[0]);
}

}  // namespace

Response get_accounts(const Call& call) {
  if (auto no = need_role(call, {kGrants, kReads, kRuns})) return *no;
  const auto accounts = call.services.accounts.list();
  return accounts ? ok(accounts_body(*accounts)) : problem(call.request, accounts.error());
}

Response post_accounts(const Call& call) {
  if (auto no = need_role(call, {kGrants})) return *no;
  auto reader = BodyReader::open(call.request.body);
  if (!reader) return problem(call.request, reader.error());
  const auto username = reader->text("username", true, 256);
  const auto name = reader->text("display_name", false, 256);
  const auto roles = reader->texts("roles");
  if (auto status = reader->finish(); !status) return problem(call.request, status.error());
  if (auto stale = ask_fresh_log_in(call)) return *stale;
  // Nobody but the person knows the password: they set it with a code of /accounts/{id}/reset.
  const auto made = call.services.accounts.add(username, name, roles, "", call.caller.account, from(call));
  if (!made && made.error().code == ErrorCode::conflict) {
    return problem(call.request, 409, "username_taken", made.error().message);
  }
  if (!made) return problem(call.request, made.error());
  Response response = ok(account_body(*made));
  response.status = 201;
  return response.with("Location", "/api/v1/accounts/" + made->id.value);
}

Response put_account(const Call& call) {
  if (auto no = need_role(call, {kGrants})) return *no;
  auto reader = BodyReader::open(call.request.body);
  if (!reader) return problem(call.request, reader.error());
  const auto name = reader->text("display_name", false, 256);
  const auto roles = reader->texts("roles");
  const auto disabled = reader->flag("disabled");
  if (auto status = reader->finish(); !status) return problem(call.request, status.error());
  if (auto stale = ask_fresh_log_in(call)) return *stale;
  const auto changed =
      call.services.accounts.change(call.caller, account_of(call), name, roles, disabled.value_or(false), from(call));
  return changed ? ok(account_body(*changed)) : problem(call.request, changed.error());
}

Response post_account_reset(const Call& call) {
  if (auto no = need_role(call, {kGrants})) return *no;
  auto reader = BodyReader::open(call.request.body);
  if (!reader) return problem(call.request, reader.error());
  if (auto status = reader->finish(); !status) return problem(call.request, status.error());
  if (auto stale = ask_fresh_log_in(call)) return *stale;
  const auto code = call.services.accounts.reset_code(call.caller, account_of(call), from(call));
  return code ? ok(secret_body(code->token, code->expires_at)) : problem(call.request, code.error());
}

Response delete_account_factor(const Call& call) {
  if (auto no = need_role(call, {kGrants})) return *no;
  if (auto stale = ask_fresh_log_in(call)) return *stale;
  const auto removed = call.services.accounts.remove_second_factor(call.caller, account_of(call), from(call));
  return removed ? done() : problem(call.request, removed.error());
}

Response put_account_certificate(const Call& call) {
  if (auto no = need_role(call, {kGrants})) return *no;
  auto reader = BodyReader::open(call.request.body);
  if (!reader) return problem(call.request, reader.error());
  const auto fingerprint = reader->text("fingerprint", true, 256);
  if (auto status = reader->finish(); !status) return problem(call.request, status.error());
  if (auto stale = ask_fresh_log_in(call)) return *stale;
  const auto bound = call.services.accounts.bind_certificate(call.caller, account_of(call), fingerprint, from(call));
  if (!bound && bound.error().code == ErrorCode::conflict) {
    return problem(call.request, 409, "certificate_taken", bound.error().message);
  }
  return bound ? done() : problem(call.request, bound.error());
}

Response delete_account_certificate(const Call& call) {
  if (auto no = need_role(call, {kGrants})) return *no;
  if (auto stale = ask_fresh_log_in(call)) return *stale;
  const auto gone = call.services.accounts.unbind_certificate(call.caller, account_of(call), from(call));
  return gone ? done() : problem(call.request, gone.error());
}

Response get_account_sessions(const Call& call) {
  if (auto no = need_role(call, {kGrants, kReads})) return *no;
  if (auto known = call.services.accounts.find(account_of(call)); !known) return problem(call.request, known.error());
  const auto sessions = call.services.accounts.sessions(account_of(call));
  return sessions ? ok(sessions_body(*sessions, call.caller.session)) : problem(call.request, sessions.error());
}

Response delete_account_session(const Call& call) {
  if (auto no = need_role(call, {kGrants})) return *no;
  const auto ended = call.services.accounts.end_session(call.caller, account_of(call), call.path[1], from(call));
  return ended ? done() : problem(call.request, ended.error());
}

Response get_access_log(const Call& call) {
  if (auto no = need_role(call, {kReads})) return *no;
  QueryReader query(call.request);
  const int limit = query.limit();
  const std::string cursor = query.text("cursor");
  if (auto status = query.finish(); !status) return problem(call.request, status.error());
  Seq before = 0;
  const auto [end, error] = std::from_chars(cursor.data(), cursor.data() + cursor.size(), before);
  if (!cursor.empty() && (error != std::errc{} || end != cursor.data() + cursor.size() || before < 1)) {
    const Text words{"不是此列表的游标", "Not a cursor of this list"};
    return problem(call.request, 400, "malformed", words, {{"?cursor", "malformed", words}});
  }
  const auto page = call.services.access.read(before, limit);
  return page ? ok(access_body(*page)) : problem(call.request, page.error());
}

Response get_system(const Call& call) {
  const auto state = call.services.notary.state();
  if (!state) return problem(call.request, state.error());
  const auto system = call.services.system.state();
  if (!system) return problem(call.request, system.error());
  return ok(system_body(*state, *system, call.services.access.lost()));
}

}  // namespace hejie::api
