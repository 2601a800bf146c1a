#include <nlohmann/json.hpp>

#include "api/problem.h"
#include "json/json.h"

namespace hejie::api {
namespace {

using Json = nlohmann::ordered_json;

const std::string& in(const Text& text, std::string_view language) {
  return language == "en" ? text.en : text.zh;
}

Text title_of(int status) {
  switch (status) {
    case 400:
      return {"请求无法读取", "The request cannot be read"};
    case 401:
      return {"请先登录", "Log in first"};
    case 403:
      return {"无权办理", "Not allowed"};
    case 404:
      return {"未找到", "Not found"};
    case 405:
      return {"不支持该方法", "Method not allowed"};
    case 408:
      return {"请求超时", "The request took too long"};
    case 409:
      return {"不符合办理条件", "Refused by a rule"};
    case 412:
      return {"案件已有更新", "The case has changed"};
    case 413:
      return {"内容过大", "The content is too large"};
    case 414:
      return {"地址过长", "The address is too long"};
    case 415:
      return {"内容类型不支持", "The content type is not supported"};
    case 422:
      return {"内容有误", "The content is wrong"};
    case 428:
      return {"缺少版本条件", "A version condition is missing"};
    case 429:
      return {"请求过多", "Too many requests"};
    case 431:
      return {"请求头过大", "The header is too large"};
    case 503:
      return {"暂时不能办理", "Not possible at the moment"};
    case 505:
      return {"不支持该 HTTP 版本", "HTTP version not supported"};
    default:
      return {"内部错误", "Internal error"};
  }
}

Json base(const Request& request, int status, std::string_view code, const Text& detail) {
  const auto language = request.language();
  Json body;
  body["type"] = "/problems/" + std::string(code);
  body["title"] = in(title_of(status), language);
  body["status"] = status;
  body["detail"] = in(detail, language);
  body["code"] = code;
  body["request_id"] = request.request_id;
  return body;
}

/// Member of the request that a refusal is about, where it is one outside `data`.
std::string_view member_of(engine::Rejection::Kind kind) {
  using enum engine::Rejection::Kind;
  if (kind == party) return "/on_behalf_of";
  if (kind == officers) return "/officers";
  if (kind == date) return "/occurred_on";
  return "";
}

Response answer(const Request& request, int status, const Json& body) {
  Response response;
  response.status = status;
  response.content_type = "application/problem+json";
  response.body = json::dump(body);
  response.code = body["code"].get<std::string>();
  response.with("Content-Language", std::string(request.language()));
  if (status == 503 || status == 429) response.with("Retry-After", "1");
  if (status == 401) response.with("WWW-Authenticate", "Bearer");  // RFC 9110 15.5.2: no 401 without a challenge
  return response;
}

}  // namespace

int status_of(ErrorCode code) {
  switch (code) {
    case ErrorCode::malformed:
      return 400;
    case ErrorCode::invalid:
      return 422;
    case ErrorCode::not_found:
      return 404;
    case ErrorCode::forbidden:
      return 403;
    case ErrorCode::unauthorized:
      return 401;
    case ErrorCode::conflict:
      return 412;
    case ErrorCode::precondition_required:
      return 428;
    case ErrorCode::in_flight:
      return 409;
    case ErrorCode::key_reused:
      return 422;
    case ErrorCode::too_large:
      return 413;
    case ErrorCode::too_many:
      return 429;
    case ErrorCode::unavailable:
    case ErrorCode::read_only:
    case ErrorCode::corrupt:
    case ErrorCode::io:
      return 503;
  }
  return 500;
}

std::string_view code_of(ErrorCode code) {
  switch (code) {
    case ErrorCode::malformed:
      return "malformed";
    case ErrorCode::invalid:
      return "invalid";
    case ErrorCode::not_found:
      return "not_found";
    case ErrorCode::forbidden:
      return "forbidden";
    case ErrorCode::unauthorized:
      return "unauthorized";
    case ErrorCode::conflict:
      return "stale_version";
    case ErrorCode::precondition_required:
      return "if_match_required";
    case ErrorCode::in_flight:
      return "key_in_flight";
    case ErrorCode::key_reused:
      return "key_reused";
    case ErrorCode::too_large:
      return "too_large";
    case ErrorCode::too_many:
      return "too_many_requests";
    case ErrorCode::unavailable:
      return "unavailable";
    case ErrorCode::read_only:
      return "read_only";
    case ErrorCode::corrupt:
      return "corrupt";
    case ErrorCode::io:
      return "unavailable";
  }
  return "internal";
}

Response problem(const Request& request, int status, std::string_view code, const Text& detail,
                 const std::vector<Finding>& findings) {
  Json body = base(request, status, code, detail);
  if (!findings.empty()) {
    Json list = Json::array();
    for (const auto& finding : findings) {
      list.push_back(
          Json{{"path", finding.path}, {"code", finding.code}, {"message", in(finding.message, request.language())}});
    }
    body["findings"] = std::move(list);
  }
  return answer(request, status, body);
}

Response problem(const Request& request, const Error& error) {
  Response response = problem(request, status_of(error.code), code_of(error.code), error.message, error.findings);
  if (error.code == ErrorCode::in_flight) response.with("Retry-After", "1");
  return response;
}

Response problem(const Request& request, const engine::Rejection& rejection, bool authority) {
  const int status = authority ? 403 : 409;
  Json body = base(request, status, authority ? "not_authorized" : "refused", rejection.message);
  body["rule"] = rejection.rule;
  if (!rejection.subject.empty()) body["subject"] = rejection.subject;
  Json cites = Json::array();
  for (const auto& cite : rejection.cite) cites.push_back(cite.law + ":" + cite.article);
  body["cite"] = std::move(cites);
  if (!rejection.conflicts.empty()) body["conflicts"] = rejection.conflicts;
  if (const auto path = member_of(rejection.kind); !path.empty()) {
    body["findings"] = Json::array(
        {Json{{"path", path}, {"code", "refused"}, {"message", in(rejection.message, request.language())}}});
  }
  return answer(request, status, body);
}

std::string code_in(const std::string& body) {
  const auto read = json::parse(body);
  if (!read || !read->is_object() || !read->contains("code") || !(*read)["code"].is_string()) return {};
  return (*read)["code"].get<std::string>();
}

}  // namespace hejie::api
