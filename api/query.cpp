#include "api/query.h"

#include <charconv>

#include "api/file_answer.h"
#include "app/file_names.h"

namespace hejie::api {
namespace {

constexpr int kLimitDefault = 50;
constexpr int kLimitMost = 500;

}  // namespace

std::vector<std::string> QueryReader::texts(std::string_view name) const {
  std::vector<std::string> out;
  for (const auto& [key, value] : request_.query) {
    if (key == name) out.push_back(value);
  }
  return out;
}

std::optional<std::string> QueryReader::one(std::string_view name) {
  auto all = texts(name);
  if (all.empty()) return std::nullopt;
  if (all.size() > 1) {
    findings_.push_back({"?" + std::string(name), "repeated", {"只能给出一次", "May be given only once"}});
  }
  return all.front();
}

std::string QueryReader::text(std::string_view name) {
  return one(name).value_or("");
}

std::string QueryReader::words() {
  constexpr std::string_view kHeader = "search-words";
  const auto asked = one("q");
  const auto times = request_.count(kHeader);
  if (times == 0) return asked.value_or("");
  const auto value = times == 1 && !asked ? extended_value(request_.header(kHeader)) : std::nullopt;
  if (!value || !app::is_utf8(*value) || value->find('\0') != std::string::npos) {
    findings_.push_back({"Search-Words",
                         "malformed",
                         {"只能给出一次,不与 q 并用,格式为 UTF-8'' 加百分号编码",
                          "May be given once and not beside q, as UTF-8'' and percent-encoded text"}});
  }
  return value.value_or("");
}

std::optional<Date> QueryReader::day(std::string_view name) {
  const auto text = one(name);
  if (!text) return std::nullopt;
  const auto date = parse_date(*text);
  if (!date) {
    findings_.push_back({"?" + std::string(name), "wrong_type", {"应为日期 YYYY-MM-DD", "Must be a date YYYY-MM-DD"}});
  }
  return date;
}

std::optional<bool> QueryReader::flag(std::string_view name) {
  const auto text = one(name);
  if (!text) return std::nullopt;
  if (*text == "true") return true;
  if (*text == "false") return false;
  findings_.push_back({"?" + std::string(name), "wrong_type", {"应为 true 或 false", "Must be true or false"}});
  return std::nullopt;
}

int QueryReader::limit() {
  const auto text = one("limit");
  if (!text) return kLimitDefault;
  int value = 0;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), value);
  if (error == std::errc{} && end == text->data() + text->size() && value >= 1 && value <= kLimitMost) return value;
  findings_.push_back({"?limit", "out_of_range", {"应为 1 至 500", "Must be 1 to 500"}});
  return kLimitDefault;
}

Status QueryReader::finish() {
  if (findings_.empty()) return {};
  return fail(ErrorCode::malformed, {"查询参数有误", "A query parameter is wrong"}, findings_);
}

}  // namespace hejie::api
