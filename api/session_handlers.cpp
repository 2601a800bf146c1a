#include "api/admin_gate.h"
#include "api/body_reader.h"
#include "api/from.h"
#include "api/handlers.h"
#include "api/list_json.h"
#include "api/problem.h"
#include "app/accounts.h"

namespace hejie::api {
namespace {

constexpr int kCookieSeconds = 12 * 3600;

std::string cookie(const Call& call, const std::string& token, int seconds) {
  const bool secure = call.services.secure_cookie;
  return std::string(secure ? "__Host-hejie_session=" : "hejie_session=") + token +
         "; Path=/; HttpOnly; SameSite=Strict; Max-Age=" + std::to_string(seconds) + (secure ? "; Secure" : "");
}

Response log_in_refused(const Call& call, const Error& error, int wait) {
  // What kind of refusal it is stands in the finding, so that the page can ask for the second factor.
  Response response = error.findings.empty() ? problem(call.request, error)
                                             : problem(call.request, status_of(error.code), error.findings[0].code,
                                                       error.message, error.findings);
  if (error.code == ErrorCode::too_many && wait > 1) {
    std::erase_if(response.headers, [](const Header& h) { return h.name == "Retry-After"; });
    response.with("Retry-After", std::to_string(wait));
  }
  return response;
}

bool has_second_factor(const Call& call, const AccountId& account) {
  const auto found = call.services.accounts.find(account);
  return found && found->second_factor;
}

}  // namespace

Response post_session(const Call& call) {
  auto reader = BodyReader::open(call.request.body);
  if (!reader) return problem(call.request, reader.error());
  const std::string username = reader->text("username", true, 256);
  const std::string password = reader->text("password", true, 2048);
  const std::string otp = reader->text("otp", false, 64);
  if (auto status = reader->finish(); !status) return problem(call.request, status.error());
  // A log-in from another site's page would tie our user to the attacker's account.
  const auto site = call.request.header("sec-fetch-site");
  if (site == "cross-site") {
    return problem(call.request, 403, "cross_site", {"请从本系统页面登录", "Log in from a page of this server"});
  }
  const app::Accounts::From from = from_of(call.request);
  const auto login = call.services.accounts.log_in(username, password, otp, from);
  if (!login) return log_in_refused(call, login.error(), call.services.accounts.wait_seconds(username, from));
  if (call.services.admins != nullptr && !call.services.admins->lets_in(login->caller, from.address)) {
    if (auto ended = call.services.accounts.log_out(login->token); !ended) return problem(call.request, ended.error());
    return AdminGate::turn_away(call, login->caller, "log_in");
  }
  Response response;
  response.body =
      session_body(login->caller, has_second_factor(call, login->caller.account), login->token, login->expires_at);
  response.with("Set-Cookie", cookie(call, login->token, kCookieSeconds)).with("Cache-Control", "no-store");
  return response;
}

Response get_session(const Call& call) {
  Response response;
  response.body = session_body(call.caller, has_second_factor(call, call.caller.account), "", std::nullopt);
  return response;
}

Response delete_session(const Call& call) {
  if (auto done = call.services.accounts.log_out(call.token); !done) return problem(call.request, done.error());
  Response response;
  response.status = 204;
  response.with("Set-Cookie", cookie(call, "", 0)).with("Clear-Site-Data", "\"cache\", \"cookies\", \"storage\"");
  return response;
}

}  // namespace hejie::api
