#include "api/query.h"

#include <charconv>

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
