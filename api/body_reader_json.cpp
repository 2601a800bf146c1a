#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "api/body_reader.h"
#include "json/json.h"

namespace hejie::api {

using Json = nlohmann::ordered_json;

struct BodyReader::Impl {
  Json body;
  std::set<std::string> known;
  std::vector<Finding> findings;

  const Json* member(const std::string& name, bool required) {
    known.insert(name);
    const auto it = body.find(name);
    if (it != body.end() && !it->is_null()) return &*it;
    if (required) add(name, "missing", {"缺少此项", "This member is missing"});
    return nullptr;
  }
  void add(const std::string& name, std::string code, Text message) {
    findings.push_back({json::pointer("", name), std::move(code), std::move(message)});
  }
  void wrong_type(const std::string& name, const Text& want) {
    add(name, "wrong_type", Text{"应为", "Must be "} + want);
  }
};

BodyReader::BodyReader() : impl_(std::make_unique<Impl>()) {}
BodyReader::~BodyReader() = default;
BodyReader::BodyReader(BodyReader&&) noexcept = default;
BodyReader& BodyReader::operator=(BodyReader&&) noexcept = default;

Result<BodyReader> BodyReader::open(const std::string& body) {
  TRY(auto value, json::parse(body));
  if (!value.is_object()) {
    return fail(ErrorCode::invalid, {"请求内容须为 JSON 对象", "The content must be a JSON object"},
                {{"", "wrong_type", {"应为对象", "must be an object"}}});
  }
  BodyReader reader;
  reader.impl_->body = std::move(value);
  return reader;
}

bool BodyReader::has(const std::string& name) const {
  return impl_->body.contains(name);
}

std::string BodyReader::text(const std::string& name, bool required, std::size_t most) {
  const Json* value = impl_->member(name, required);
  if (value == nullptr) return {};
  if (!value->is_string()) {
    impl_->wrong_type(name, {"文字", "a text"});
    return {};
  }
  auto text = value->get<std::string>();
  if (text.size() > most) {
    impl_->add(name, "too_long", {"过长", "Too long"});
    return {};
  }
  if (required && text.empty()) impl_->add(name, "missing", {"不能为空", "Must not be empty"});
  return text;
}

std::optional<bool> BodyReader::flag(const std::string& name) {
  const Json* value = impl_->member(name, false);
  if (value == nullptr) return std::nullopt;
  if (value->is_boolean()) return value->get<bool>();
  impl_->wrong_type(name, {"true 或 false", "true or false"});
  return std::nullopt;
}

std::optional<long long> BodyReader::integer(const std::string& name, long long least, long long most) {
  const Json* value = impl_->member(name, false);
  if (value == nullptr) return std::nullopt;
  if (!value->is_number_integer()) {
    impl_->wrong_type(name, {"整数", "an integer"});
    return std::nullopt;
  }
  const auto number = value->get<long long>();
  if (number < least || number > most) {
    impl_->add(name, "out_of_range", {"超出范围", "Out of range"});
    return std::nullopt;
  }
  return number;
}

std::optional<Date> BodyReader::day(const std::string& name, bool required) {
  const Json* value = impl_->member(name, required);
  if (value == nullptr) return std::nullopt;
  const auto date = value->is_string() ? parse_date(value->get<std::string>()) : std::nullopt;
  if (!date) impl_->wrong_type(name, {"日期 YYYY-MM-DD", "a date YYYY-MM-DD"});
  return date;
}

std::optional<Instant> BodyReader::instant(const std::string& name, bool required) {
  const Json* value = impl_->member(name, required);
  if (value == nullptr) return std::nullopt;
  const auto instant = value->is_string() ? parse_instant(value->get<std::string>()) : std::nullopt;
  if (!instant) impl_->wrong_type(name, {"时刻(RFC 3339)", "an instant (RFC 3339)"});
  return instant;
}

std::vector<std::string> BodyReader::texts(const std::string& name, std::size_t most) {
  const Json* value = impl_->member(name, false);
  std::vector<std::string> out;
  if (value == nullptr) return out;
  const bool all_text =
      value->is_array() && std::all_of(value->begin(), value->end(), [](const Json& v) { return v.is_string(); });
  if (!all_text || value->size() > most) {
    impl_->wrong_type(name, {"文字列表", "a list of texts"});
    return out;
  }
  for (const auto& one : *value) out.push_back(one.get<std::string>());
  return out;
}

std::vector<std::pair<Date, Date>> BodyReader::day_pairs(const std::string& name, std::size_t most) {
  const Json* value = impl_->member(name, false);
  std::vector<std::pair<Date, Date>> out;
  if (value == nullptr) return out;
  if (!value->is_array() || value->size() > most) {
    impl_->wrong_type(name, {"日期对列表", "a list of date pairs"});
    return out;
  }
  for (std::size_t i = 0; i < value->size(); ++i) {
    const Json& pair = (*value)[i];
    const bool shaped = pair.is_array() && pair.size() == 2 && pair[0].is_string() && pair[1].is_string();
    const auto from = shaped ? parse_date(pair[0].get<std::string>()) : std::nullopt;
    const auto to = shaped ? parse_date(pair[1].get<std::string>()) : std::nullopt;
    if (from && to) {
      out.emplace_back(*from, *to);
      continue;
    }
    impl_->findings.push_back({json::pointer(json::pointer("", name), i),
                               "wrong_type",
                               {"应为 [\"YYYY-MM-DD\",\"YYYY-MM-DD\"]", "Must be [\"YYYY-MM-DD\",\"YYYY-MM-DD\"]"}});
  }
  return out;
}

std::string BodyReader::object(const std::string& name, bool required) {
  const Json* value = impl_->member(name, required);
  if (value == nullptr) return "{}";
  if (!value->is_object()) {
    impl_->wrong_type(name, {"对象", "an object"});
    return "{}";
  }
  return json::dump(*value);
}

Status BodyReader::finish() {
  for (const auto& [name, value] : impl_->body.items()) {
    if (impl_->known.contains(name)) continue;
    impl_->add(name, "unknown_field", {"没有此项", "There is no such member"});
  }
  if (impl_->findings.empty()) return {};
  return fail(ErrorCode::invalid, {"请求内容有误", "The content is wrong"}, impl_->findings);
}

}  // namespace hejie::api
