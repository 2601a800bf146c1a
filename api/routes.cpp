#include "api/routes.h"

#include <algorithm>
#include <chrono>

#include "api/access_notes.h"
#include "api/admin_gate.h"
#include "api/evidence_handlers.h"
#include "api/from.h"
#include "api/handlers.h"
#include "api/pages.h"
#include "api/problem.h"
#include "api/request_rates.h"
#include "app/access_log.h"
#include "app/accounts.h"
#include "app/metrics.h"
#include "crypto/wipe.h"
#include "engine/base/fault_controls.h"

namespace hejie::api {
namespace {

constexpr std::string_view kBase = "/api/v1";
constexpr long long kSlowMs = 200;

/// True when `path` fits `pattern`; fills the values of {…}.
bool match(std::string_view pattern, std::string_view path, std::vector<std::string>& values) {
  values.clear();
  while (true) {
    if (pattern.empty() || path.empty()) return pattern.empty() && path.empty();
    if (pattern.front() != '/' || path.front() != '/') return false;
    pattern.remove_prefix(1);
    path.remove_prefix(1);
    const auto pattern_end = std::min(pattern.find('/'), pattern.size());
    const auto path_end = std::min(path.find('/'), path.size());
    const std::string_view want = pattern.substr(0, pattern_end);
    const std::string_view have = path.substr(0, path_end);
    if (want.starts_with('{')) {
      if (have.empty() || have.size() > 128) return false;
      values.emplace_back(have);
    } else if (want != have) {
      return false;
    }
    pattern.remove_prefix(pattern_end);
    path.remove_prefix(path_end);
  }
}

bool listed(std::string_view names, std::string_view name) {
  while (!names.empty()) {
    const auto space = std::min(names.find(' '), names.size());
    if (names.substr(0, space) == name) return true;
    names.remove_prefix(std::min(space + 1, names.size()));
  }
  return false;
}

std::string cookie_token(const Request& request, bool secure) {
  const std::string want = secure ? "__Host-hejie_session=" : "hejie_session=";
  std::string_view cookies = request.header("cookie");
  while (!cookies.empty()) {
    const auto end = std::min(cookies.find(';'), cookies.size());
    std::string_view one = cookies.substr(0, end);
    while (!one.empty() && one.front() == ' ') one.remove_prefix(1);
    if (one.starts_with(want)) return std::string(one.substr(want.size()));
    cookies.remove_prefix(std::min(end + 1, cookies.size()));
  }
  return {};
}

/// Writes by cookie must come from our own pages (contract: Origin or Sec-Fetch-Site).
bool same_origin(const Request& request) {
  const std::string_view site = request.header("sec-fetch-site");
  if (site == "same-origin") return true;
  const std::string_view origin = request.header("origin");
  if (origin.empty() || !site.empty()) return false;
  const std::string expected = (request.secure ? "https://" : "http://") + std::string(request.header("host"));
  return origin == expected;
}

Response not_found(const Request& request) {
  return problem(request, 404, "not_found", {"没有这个地址", "There is nothing at this address"});
}

Response wrong_method(const Request& request, const std::string& allow) {
  Response response =
      problem(request, 405, "method_not_allowed", {"此地址支持的方法: " + allow, "Methods of this address: " + allow});
  response.with("Allow", allow);
  return response;
}

/// 400 for a query name the route does not know: a typing error must not silently widen a list.
std::optional<Response> check_query(const Request& request, const Route& route) {
  std::vector<Finding> findings;
  for (const auto& [name, value] : request.query) {
    if (listed(route.query, name)) continue;
    findings.push_back(
        {"?" + name, "unknown_query_parameter", {"没有此查询参数", "There is no such query parameter here"}});
  }
  if (findings.empty()) return std::nullopt;
  return problem(request, 400, "unknown_query_parameter", {"查询参数有误", "A query parameter is wrong"}, findings);
}

/// "application/json", alone or with a charset that is UTF-8 or part of it (RFC 9110 8.3.1: case does not matter).
bool is_json_type(std::string_view header) {
  std::string type;
  for (const char c : header) {
    if (c != ' ' && c != '\t' && c != '"') type += static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
  }
  const auto end = type.find(';');
  if (type.substr(0, end) != "application/json") return false;
  const auto charset = type.find(";charset=");
  if (charset == std::string::npos) return true;
  const auto from = charset + std::string_view(";charset=").size();
  const std::string name = type.substr(from, type.find(';', from) - from);
  return name == "utf-8" || name == "utf8" || name == "us-ascii";
}

std::optional<Response> check_body(const Request& request) {
  if (!is_write(request.method) || request.method == "DELETE") {
    if (request.body.empty()) return std::nullopt;
    const Text none{"此方法不带内容", "This method carries no content"};
    return problem(request, 400, "malformed", none, {{"Content-Length", "unexpected", none}});
  }
  const std::string_view coding = request.header("content-encoding");
  if (!coding.empty() && coding != "identity") {
    const Text plain{"请求内容不得压缩", "The content must not be encoded"};
    return problem(request, 415, "unsupported_media_type", plain, {{"Content-Encoding", "unsupported", plain}});
  }
  if (request.count("content-type") == 1 && is_json_type(request.header("content-type"))) return std::nullopt;
  const Text needed{"请求内容须为 application/json(UTF-8)", "The content must be application/json, in UTF-8"};
  return problem(request, 415, "unsupported_media_type", needed, {{"Content-Type", "unsupported", needed}});
}

/// What a token may not, whatever the roles of its account; and what waits until a second factor is there.
std::optional<Response> check_scope(const Call& call, const Route& route) {
  const Request& request = call.request;
  const auto& caller = call.caller;
  const bool own = route.path.starts_with("/me/") && route.path != "/me/preferences" && route.path != "/me/drafts";
  const bool accounts = own || route.path.starts_with("/accounts") || route.path == "/access-log";
  const bool limited = !HEJIE_FAULT(token_may_all);
  if ((limited && caller.is_token && accounts) || !caller.allows(is_write(request.method) ? "write" : "read")) {
    return problem(request, 403, "token_scope",
                   {"该令牌的范围不包括此操作", "The scopes of this token do not cover this"});
  }
  const bool enrolling =
      route.path == "/session" || route.path == "/me/second-factor" || route.path == "/me/certificate";
  if (caller.must_enroll && !enrolling && !HEJIE_FAULT(factor_not_demanded)) {
    return problem(request, 403, "second_factor_needed",
                   {"本单位要求第二因素,请先登记", "This bureau demands a second factor; set it up first"});
  }
  return std::nullopt;
}

/// The one address whose body is a file, not JSON.
bool takes_file(const Route& route) {
  return route.handle == post_evidence;
}

std::optional<Response> check_address(const Call& call, const Route& route) {
  const AdminGate* gate = call.services.admins;
  if (gate == nullptr || gate->lets_in(call.caller, call.request.peer)) return std::nullopt;
  return AdminGate::turn_away(call, call.caller, route.operation);
}

std::optional<Response> authenticate(Call& call, const Route& route) {
  const Request& request = call.request;
  if (route.access == Access::open) return std::nullopt;
  if (route.access == Access::local && request.loopback) return std::nullopt;
  if (request.count("authorization") > 1) {
    const Text one{"请求头 Authorization 只能有一个", "There may be only one Authorization header"};
    return problem(request, 400, "malformed", one, {{"Authorization", "repeated", one}});
  }
  const std::string_view authorization = request.header("authorization");
  const bool bearer = authorization.starts_with("Bearer ");
  call.token = bearer ? std::string(authorization.substr(7)) : cookie_token(request, call.services.secure_cookie);
  auto caller = call.services.accounts.who(call.token, from_of(request));
  if (!caller && HEJIE_FAULT(no_session_asked)) return std::nullopt;
  if (!caller) return problem(request, caller.error());
  call.caller = *caller;
  if (auto no = check_address(call, route)) return no;
  if (auto no = check_scope(call, route)) return no;
  if (!bearer && is_write(request.method) && !same_origin(request) && !HEJIE_FAULT(any_site_writes)) {
    return problem(request, 403, "cross_site",
                   {"该请求不是由本系统页面发出", "This request did not come from a page of this server"});
  }
  if (route.access == Access::local && !call.caller.has("system_admin")) return not_found(request);
  return std::nullopt;
}

Response too_many(const Request& request, int wait, const Text& why) {
  Response response = problem(request, 429, "too_many_requests", why);
  std::erase_if(response.headers, [](const Header& h) { return h.name == "Retry-After"; });
  response.with("Retry-After", std::to_string(wait));
  return response;
}

void tell_rate(Response& response, const RequestRates::Verdict& verdict) {
  if (verdict.limit == 0) return;
  response.with("RateLimit-Limit", std::to_string(verdict.limit));
  response.with("RateLimit-Remaining", std::to_string(verdict.remaining));
  response.with("RateLimit-Reset", std::to_string(verdict.wait_seconds));
}

RequestRates::Verdict take_one(const Call& call) {
  if (call.services.rates == nullptr) return {};
  const auto now = std::chrono::steady_clock::now().time_since_epoch();
  return call.services.rates->take(call.caller.account.value, call.request.peer,
                                   std::chrono::duration_cast<std::chrono::milliseconds>(now).count());
}

/// A table or an archive of many cases: it reads much, and nobody needs many at once.
bool is_export(const Request& request, const Route& route) {
  const bool table = route.operation == "list_cases" && !request.header("accept").starts_with("application/json") &&
                     (request.header("accept").starts_with("text/csv") ||
                      request.header("accept").find("spreadsheet") != std::string_view::npos);
  return table || route.operation == "export_archive";
}

/// What people type there are passwords and codes.
bool takes_secrets(const Route& route) {
  const bool accounts = route.path.starts_with("/me/") || route.path.starts_with("/accounts");
  return is_write(route.method) && (accounts || route.path == "/session" || route.path == "/password");
}

Response handle(const Call& call, const Route& route) {
  if (takes_secrets(route)) {
    const crypto::WipingScope scope;
    Response response = route.handle(call);
    crypto::wipe_stack();
    return response;
  }
  if (call.services.rates == nullptr || !is_export(call.request, route)) return route.handle(call);
  const RequestRates::Export held(*call.services.rates);
  if (held.allowed()) return route.handle(call);
  return too_many(call.request, 2, {"正在进行的导出过多,请稍后再试", "Too many exports at once; try again shortly"});
}

/// What stands before every handler: session, budget, query, body, key. Empty: nothing against it.
std::optional<Response> check_gate(Call& call, const Route& route, RequestRates::Verdict& rate) {
  const Request& request = call.request;
  auto refused = authenticate(call, route);
  rate = take_one(call);
  if (!rate.allowed) {
    Response response =
        too_many(request, rate.wait_seconds, {"请求过于频繁,请稍后再试", "Too many requests; try again shortly"});
    tell_rate(response, rate);
    return response;
  }
  if (refused) return refused;
  if (auto no = check_query(request, route)) return no;
  if (!takes_file(route)) {
    if (auto no = check_body(request)) return no;
  }
  return route.keyed ? check_key(request) : std::nullopt;
}

void finish_answer(const Call& call, const Route& route, const RequestRates::Verdict& rate, Response& response) {
  if (route.access == Access::session) response.with("Cache-Control", "no-store");
  tell_rate(response, rate);
  note_read(call, route, response);
}

/// The answer; `call` and `matched` tell the log who asked for what.
Response answer(const Request& request, Services& services, Call& call, const Route*& matched) {
  std::string_view path = request.path;
  const bool under_base = path.starts_with(kBase) && (path.size() == kBase.size() || path[kBase.size()] == '/');
  if (under_base) path.remove_prefix(kBase.size());
  const std::string_view method = request.method == "HEAD" ? "GET" : std::string_view(request.method);
  std::string allow;
  for (const Route& route : routes()) {
    if (!under_base && !route.at_root) continue;
    if (!match(route.path, path, call.path)) continue;
    if (route.method != method) {
      allow += (allow.empty() ? "" : ", ") + std::string(route.method);
      if (route.method == "GET") allow += ", HEAD";
      continue;
    }
    matched = &route;
    if (route.path == "/demo/clock" && services.demo == nullptr) return not_found(request);
    auto rate = RequestRates::Verdict{};
    if (auto no = check_gate(call, route, rate)) return *std::move(no);
    Response response = handle(call, route);
    finish_answer(call, route, rate, response);
    return response;
  }
  if (!allow.empty()) return wrong_method(request, allow);
  if (!under_base) {
    if (auto page = page_answer(request)) return *std::move(page);
  }
  return not_found(request);
}

void write_log(const Call& call, const Route* matched, const Response& response, long long ms) {
  // Reads that went well and fast are counted in the metrics, not logged.
  if (!is_write(call.request.method) && response.status < 400 && ms < kSlowMs) return;
  RequestLog line{
      call.request.request_id, call.caller.account.value, call.request.method, {}, {}, {}, response.status, ms};
  if (matched != nullptr) {
    line.route = matched->path;
    if (matched->path.starts_with("/cases/{id}") && !call.path.empty()) line.case_id = call.path[0];
    line.code = matched->operation;
  }
  call.services.log(line);
}

}  // namespace

namespace {

/// A file on its way to its handler, with what a request carries from its gate to its answer.
class FileCall final : public BodySink {
 public:
  FileCall(const Request& head, Services& services) : request_(head), call_{request_, services, {}, {}, {}} {}

  Call& call() { return call_; }
  /// Nothing against it: `route` takes the body.
  std::optional<Response> open(const Route& route) {
    route_ = &route;
    auto no = check_gate(call_, route, rate_);
    if (no) return told(*std::move(no));
    auto begun = begin_evidence(call_);
    if (auto* const refused = std::get_if<Response>(&begun)) return told(std::move(*refused));
    upload_ = std::move(std::get<std::unique_ptr<app::EvidenceUpload>>(begun));
    return std::nullopt;
  }
  bool take(std::string_view piece) override {
    auto taken = upload_->take(piece);
    if (!taken) error_ = std::move(taken).error();
    return !error_;
  }
  Response finish() override {
    return told(error_ ? evidence_problem(request_, *error_) : finish_evidence(call_, *upload_));
  }

 private:
  Response told(Response response) {
    finish_answer(call_, *route_, rate_, response);
    const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - start_);
    note_refusal(call_, route_, response);
    if (call_.services.log) write_log(call_, route_, response, ms.count());
    return response;
  }
  const std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
  Request request_;
  Call call_;
  const Route* route_ = nullptr;
  RequestRates::Verdict rate_{};
  std::unique_ptr<app::EvidenceUpload> upload_;
  std::optional<Error> error_;
};

}  // namespace

UploadGate dispatch_upload(const Request& request, Services& services) {
  std::string_view path = request.path;
  if (!path.starts_with(kBase)) return std::monostate();
  path.remove_prefix(kBase.size());
  for (const Route& route : routes()) {
    if (!takes_file(route) || route.method != request.method) continue;
    auto file = std::make_unique<FileCall>(request, services);
    if (!match(route.path, path, file->call().path)) continue;
    if (auto no = file->open(route)) return *std::move(no);
    return file;
  }
  return std::monostate();
}

bool is_write(std::string_view method) {
  return method != "GET" && method != "HEAD";
}

std::optional<Response> check_key(const Request& request) {
  const std::string_view key = request.header("idempotency-key");
  const bool good = request.count("idempotency-key") == 1 && !key.empty() && key.size() <= 128 &&
                    std::all_of(key.begin(), key.end(), [](char c) { return c > 0x20 && c < 0x7f; });
  if (good) return std::nullopt;
  return problem(request, 400, "idempotency_key_required",
                 {"请求头须带一个 Idempotency-Key(1 至 128 个可见 ASCII 字符),重发同一请求时保持不变",
                  "One Idempotency-Key header of 1 to 128 visible ASCII characters is needed; keep it when sending the "
                  "same request again"},
                 {{"Idempotency-Key", "missing_or_malformed", {"缺少或格式不对", "missing or malformed"}}});
}

Response dispatch(const Request& request, Services& services) {
  const auto start = std::chrono::steady_clock::now();
  Call call{request, services, {}, {}, {}};
  const Route* matched = nullptr;
  Response response = answer(request, services, call, matched);
  const auto us =
      std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - start).count();
  note_refusal(call, matched, response);
  if (services.request_time != nullptr) services.request_time->observe_us(us);
  if (services.log) write_log(call, matched, response, us / 1000);
  return response;
}

}  // namespace hejie::api
