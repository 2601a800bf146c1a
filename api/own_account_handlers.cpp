// What everybody does with the own account: password, second factor, sessions, tokens for programs.
#include "api/account_json.h"
#include "api/answers.h"
#include "api/body_reader.h"
#include "api/from.h"
#include "api/handlers.h"
#include "api/problem.h"

namespace hejie::api {
namespace {

constexpr int kTokenDays = 365;

app::Accounts::From from(const Call& call) {
  return from_of(call.request);
}

/// `reauth` and its like are codes of the refusal, not only of a place in it.
Response refused(const Call& call, const Error& error) {
  const bool forbidden = error.code == ErrorCode::forbidden && !error.findings.empty();
  return forbidden ? problem(call.request, 403, error.findings[0].code, error.message) : problem(call.request, error);
}

}  // namespace

Response post_password(const Call& call) {
  auto reader = BodyReader::open(call.request.body);
  if (!reader) return problem(call.request, reader.error());
  const auto code = reader->text("code", true, 128);
  const auto password = reader->text("password", true, 2048);
  if (auto status = reader->finish(); !status) return problem(call.request, status.error());
  if (auto set = call.services.accounts.use_reset_code(code, password, from(call)); !set)
    return problem(call.request, set.error());
  return done();
}

Response put_own_password(const Call& call) {
  auto reader = BodyReader::open(call.request.body);
  if (!reader) return problem(call.request, reader.error());
  const auto old = reader->text("old", true, 2048);
  const auto password = reader->text("password", true, 2048);
  if (auto status = reader->finish(); !status) return problem(call.request, status.error());
  if (auto set = call.services.accounts.change_password(call.caller, old, password, from(call)); !set)
    return refused(call, set.error());
  return done();
}

Response post_second_factor(const Call& call) {
  auto reader = BodyReader::open(call.request.body);
  if (!reader) return problem(call.request, reader.error());
  if (auto status = reader->finish(); !status) return problem(call.request, status.error());
  const auto secret = call.services.accounts.offer_second_factor(call.caller);
  return secret ? ok(offer_body(*secret, call.caller.username)) : refused(call, secret.error());
}

Response put_second_factor(const Call& call) {
  auto reader = BodyReader::open(call.request.body);
  if (!reader) return problem(call.request, reader.error());
  const auto code = reader->text("code", true, 16);
  if (auto status = reader->finish(); !status) return problem(call.request, status.error());
  const auto codes = call.services.accounts.take_second_factor(call.caller, code, from(call));
  return codes ? ok(codes_body(*codes)) : refused(call, codes.error());
}

Response delete_second_factor(const Call& call) {
  const auto dropped = call.services.accounts.drop_second_factor(call.caller, from(call));
  return dropped ? done() : refused(call, dropped.error());
}

Response get_own_certificate(const Call& call) {
  const auto account = call.services.accounts.find(call.caller.account);
  if (!account) return problem(call.request, account.error());
  return ok(certificate_body({call.services.asks_certificates, account->certificate,
                              call.request.certificate.fingerprint, call.request.certificate.fault}));
}

Response put_own_certificate(const Call& call) {
  auto reader = BodyReader::open(call.request.body);
  if (!reader) return problem(call.request, reader.error());
  const auto password = reader->text("password", true, 2048);
  if (auto status = reader->finish(); !status) return problem(call.request, status.error());
  const auto bound = call.services.accounts.bind_own_certificate(call.caller, password, from(call));
  if (!bound && bound.error().code == ErrorCode::conflict) {
    return problem(call.request, 409, "certificate_taken", bound.error().message);
  }
  return bound ? done() : refused(call, bound.error());
}

Response delete_own_certificate(const Call& call) {
  const auto gone = call.services.accounts.unbind_own_certificate(call.caller, from(call));
  return gone ? done() : refused(call, gone.error());
}

Response get_own_sessions(const Call& call) {
  const auto sessions = call.services.accounts.sessions(call.caller.account);
  return sessions ? ok(sessions_body(*sessions, call.caller.session)) : problem(call.request, sessions.error());
}

Response delete_own_session(const Call& call) {
  const auto ended = call.services.accounts.end_session(call.caller, call.caller.account, call.path[0], from(call));
  return ended ? done() : problem(call.request, ended.error());
}

Response post_token(const Call& call) {
  auto reader = BodyReader::open(call.request.body);
  if (!reader) return problem(call.request, reader.error());
  const auto label = reader->text("label", true, 100);
  const auto scopes = reader->texts("scopes", 8);
  const auto days = reader->integer("days", 1, kTokenDays);
  if (auto status = reader->finish(); !status) return problem(call.request, status.error());
  const auto made =
      call.services.accounts.make_token(call.caller, label, scopes, static_cast<int>(days.value_or(30)), from(call));
  return made ? ok(secret_body(made->token, made->expires_at)) : refused(call, made.error());
}

/// What the bureau holds of who asks as an account (PIPL article 45). Official acts stand in the cases, not here.
Response get_own_data(const Call& call) {
  const auto& me = call.caller.account;
  const auto account = call.services.accounts.find(me);
  if (!account) return problem(call.request, account.error());
  const auto sessions = call.services.accounts.sessions(me);
  if (!sessions) return problem(call.request, sessions.error());
  const auto drafts = call.services.notes.drafts(call.caller);
  if (!drafts) return problem(call.request, drafts.error());
  const auto preferences = call.services.notes.preferences(call.caller);
  if (!preferences) return problem(call.request, preferences.error());
  const auto log = call.services.access.of(me);
  if (!log) return problem(call.request, log.error());
  call.services.access.note({{}, me, call.request.peer, "export_own_data", "", "ok", call.request.request_id});
  return ok(own_data_body({*account, *sessions, call.caller.session, *drafts, *preferences, *log}));
}

}  // namespace hejie::api
