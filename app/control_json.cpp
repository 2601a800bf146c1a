#include <nlohmann/json.hpp>

#include "app/control.h"
#include "json/json.h"

namespace hejie::app {
namespace {

using nlohmann::ordered_json;

constexpr json::Limits kLimits{16U << 20U, 64};

ordered_json words(const Text& text) {
  return {{"zh", text.zh}, {"en", text.en}};
}

Text read_words(const ordered_json& json) {
  return {json.value("zh", ""), json.value("en", "")};
}

ordered_json write_error(const Error& error) {
  ordered_json findings = ordered_json::array();
  for (const auto& finding : error.findings)
    findings.push_back({{"path", finding.path}, {"code", finding.code}, {"message", words(finding.message)}});
  return {{"code", static_cast<int>(error.code)}, {"message", words(error.message)}, {"findings", findings}};
}

Error read_error(const ordered_json& json) {
  Error error;
  const int code = json.value("code", static_cast<int>(ErrorCode::io));
  error.code = code >= 0 && code <= static_cast<int>(ErrorCode::io) ? static_cast<ErrorCode>(code) : ErrorCode::io;
  if (json.contains("message")) error.message = read_words(json["message"]);
  if (json.contains("findings"))
    for (const auto& finding : json["findings"])
      error.findings.push_back({finding.value("path", ""), finding.value("code", ""),
                                finding.contains("message") ? read_words(finding["message"]) : Text{}});
  return error;
}

Error garbled() {
  return {ErrorCode::io, {"控制通道的回答无法读取", "the answer on the control socket does not read"}};
}

}  // namespace

std::string write_control_request(const ControlRequest& request) {
  const auto body = json::parse(request.body_json, kLimits);
  return json::dump({{"verb", request.verb}, {"body", body ? *body : ordered_json::object()}}) + "\n";
}

Result<ControlRequest> read_control_request(const std::string& line) {
  TRY(const ordered_json json, json::parse(line, kLimits));
  if (!json.is_object() || !json.contains("verb") || !json["verb"].is_string())
    return fail(ErrorCode::malformed, {"缺少 verb", "there is no verb"});
  return ControlRequest{json["verb"].get<std::string>(), json.contains("body") ? json::dump(json["body"]) : "{}"};
}

std::string write_control_answer(const Result<std::string>& answer) {
  if (!answer) return json::dump({{"ok", false}, {"error", write_error(answer.error())}}) + "\n";
  const auto body = json::parse(*answer, kLimits);
  return json::dump({{"ok", true}, {"body", body ? *body : ordered_json::object()}}) + "\n";
}

Result<std::string> read_control_answer(const std::string& line) {
  const auto json = json::parse(line, kLimits);
  if (!json || !json->is_object() || !json->contains("ok")) return fail(garbled());
  if (json->value("ok", false)) return json->contains("body") ? json::dump((*json)["body"]) : "{}";
  if (!json->contains("error")) return fail(garbled());
  return fail(read_error((*json)["error"]));
}

}  // namespace hejie::app
