// Bulletins and work lists, and the calendar a person subscribes to.
#include <charconv>

#include "api/answers.h"
#include "api/handlers.h"
#include "api/oversight_json.h"
#include "api/problem.h"
#include "api/query.h"
#include "app/accounts.h"
#include "app/calendar_feed.h"

namespace hejie::api {
namespace {

/// A page that stands by itself: its own style, nothing else at all.
constexpr const char* kPagePolicy =
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

Response of_type(std::string body, const char* type) {
  Response response;
  response.content_type = type;
  response.body = std::move(body);
  return response;
}

Result<app::BulletinView> asked_for(const Call& call) {
  long long id = 0;
  const std::string& text = call.path[0];
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), id);
  if (error != std::errc{} || end != text.data() + text.size() || id < 1)
    return fail(ErrorCode::not_found, {"没有这份通报", "There is no such bulletin"});
  return call.services.bulletins.show(call.caller, id);
}

}  // namespace

Response get_bulletins(const Call& call) {
  QueryReader reader(call.request);
  app::BulletinQuery query;
  query.kind = reader.texts("kind");
  query.subject = reader.texts("subject");
  query.period = reader.text("period");
  query.limit = reader.limit();
  query.cursor = reader.text("cursor");
  if (auto status = reader.finish(); !status) return problem(call.request, status.error());
  const auto list = call.services.bulletins.list(call.caller, query);
  if (!list) return problem(call.request, list.error());
  return ok(bulletins_body(*list));
}

Response get_bulletin(const Call& call) {
  const auto bulletin = asked_for(call);
  if (!bulletin) return problem(call.request, bulletin.error());
  return ok(bulletin_body(*bulletin));
}

Response get_bulletin_csv(const Call& call) {
  const auto bulletin = asked_for(call);
  if (!bulletin) return problem(call.request, bulletin.error());
  auto response = of_type(app::bulletin_csv(*bulletin, call.request.language()), "text/csv; charset=utf-8");
  response.with("Content-Disposition", "attachment; filename=\"bulletin-" + std::to_string(bulletin->id) + ".csv\"");
  return response;
}

Response get_bulletin_page(const Call& call) {
  const auto bulletin = asked_for(call);
  if (!bulletin) return problem(call.request, bulletin.error());
  const auto& definitions = call.services.definitions;
  std::string bureau = definitions.settings().unit;
  for (const auto& overlay : definitions.overlays())
    if (!overlay.bureau.name.empty())
      bureau = call.request.language() == "en" ? overlay.bureau.name.en : overlay.bureau.name.zh;
  auto response = of_type(app::bulletin_page(*bulletin, call.request.language(), bureau), "text/html; charset=utf-8");
  response.with("Content-Security-Policy", kPagePolicy).with("X-Frame-Options", "DENY");
  return response;
}

Response get_calendar_feed(const Call& call) {
  const auto none = [&] {
    return problem(call.request, 404, "not_found", {"没有这个日历", "There is no such calendar"});
  };
  std::string token = call.path[0];
  constexpr std::string_view kEnding = ".ics";
  if (token.ends_with(kEnding)) token.resize(token.size() - kEnding.size());
  const auto caller = call.services.accounts.who(token);
  if (!caller || !caller->is_token || !caller->allows("calendar")) return none();
  auto text = call.services.feed.of(*caller, call.request.language());
  if (!text) return problem(call.request, text.error());
  return of_type(std::move(*text), "text/calendar; charset=utf-8");
}

}  // namespace hejie::api
