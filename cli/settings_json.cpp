#include <algorithm>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <sstream>

#include "cli/settings.h"
#include "engine/base/check.h"
#include "json/json.h"

namespace hejie::cli {
namespace {

using Json = nlohmann::ordered_json;

std::optional<std::string> scalar(const Json& value) {
  if (value.is_string()) return value.get<std::string>();
  if (value.is_number_integer()) return std::to_string(value.get<long long>());
  if (value.is_boolean()) return value.get<bool>() ? "true" : "false";
  return std::nullopt;
}

std::optional<std::vector<std::string>> read_values(const Json& value, bool list) {
  if (const auto one = scalar(value)) return std::vector<std::string>{*one};
  if (!list || !value.is_array()) return std::nullopt;
  std::vector<std::string> out;
  for (const auto& item : value) {
    const auto one = scalar(item);
    if (!one) return std::nullopt;
    out.push_back(*one);
  }
  return out;
}

std::vector<std::string> split(const std::string& text) {
  std::vector<std::string> out;
  std::stringstream stream(text);
  for (std::string part; std::getline(stream, part, ',');) {
    if (!part.empty()) out.push_back(part);
  }
  return out;
}

}  // namespace

Settings::Settings() {
  const auto add = [&](std::string name, std::vector<std::string> values, bool list = false) {
    settings_.push_back({std::move(name), list, std::move(values), "default"});
  };
  add("data", {""});
  add("listen", {"127.0.0.1:8080"}, true);
  add("tls_cert", {""});
  add("tls_key", {""});
  add("behind_proxy", {}, true);
  add("profile", {"asvs"});
  add("workflows", {""});
  add("overlay", {}, true);
  add("unit", {"示区"});
  add("threads", {"64"});
  add("connections", {"2000"});
  add("idle_minutes", {"30"});
}

Setting* Settings::find(const std::string& name) {
  const auto it = std::find_if(settings_.begin(), settings_.end(), [&](const Setting& s) { return s.name == name; });
  return it == settings_.end() ? nullptr : &*it;
}
const Setting* Settings::find(const std::string& name) const {
  return const_cast<Settings*>(this)->find(name);
}

Status Settings::read_file(const std::string& path) {
  std::error_code ignored;
  std::ifstream file(path, std::ios::binary);
  if (!file || std::filesystem::is_directory(path, ignored)) {
    return fail(ErrorCode::io, {"不能读取配置文件 " + path, "Cannot read the configuration file " + path});
  }
  auto parsed = json::parse(std::string(std::istreambuf_iterator<char>(file), {}));
  if (!parsed) {
    Error error = std::move(parsed).error();
    error.message = Text{"配置文件 " + path + ": ", "The configuration file " + path + ": "} + error.message;
    return fail(std::move(error));
  }
  const Json& body = *parsed;
  std::vector<Finding> findings;
  if (!body.is_object()) findings.push_back({"", "wrong_type", {"应为 JSON 对象", "must be a JSON object"}});
  for (const auto& [name, value] : body.items()) {
    Setting* setting = find(name);
    if (setting == nullptr) {
      findings.push_back({json::pointer("", name), "unknown_field", {"没有此配置项", "there is no such setting"}});
      continue;
    }
    const auto values = read_values(value, setting->list);
    if (!values) {
      findings.push_back({json::pointer("", name), "wrong_type", {"类型不对", "wrong type"}});
      continue;
    }
    setting->values = *values;
    setting->source = "file " + path;
  }
  if (findings.empty()) return {};
  return fail(ErrorCode::invalid, {"配置文件有误: " + path, "The configuration file is wrong: " + path}, findings);
}

void Settings::read_environment(const std::function<std::optional<std::string>(const std::string&)>& get) {
  for (auto& setting : settings_) {
    std::string variable = "HEJIE_" + setting.name;
    std::transform(variable.begin(), variable.end(), variable.begin(),
                   [](char c) { return static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c); });
    const auto value = get(variable);
    if (!value) continue;
    setting.values = setting.list ? split(*value) : std::vector<std::string>{*value};
    setting.source = "environment " + variable;
  }
}

void Settings::set_flag(const std::string& name, std::vector<std::string> values) {
  Setting* setting = find(name);
  CHECK(setting != nullptr, "a flag names a setting");
  setting->values = std::move(values);
  setting->source = "flag";
}

std::string Settings::text(const std::string& name) const {
  const Setting* setting = find(name);
  CHECK(setting != nullptr, "a setting of the table");
  return setting->values.empty() ? std::string{} : setting->values.front();
}

std::vector<std::string> Settings::texts(const std::string& name) const {
  const Setting* setting = find(name);
  CHECK(setting != nullptr, "a setting of the table");
  return setting->values;
}

Result<long long> Settings::number(const std::string& name, long long least, long long most) const {
  const std::string value = text(name);
  long long number = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
  if (error == std::errc{} && end == value.data() + value.size() && number >= least && number <= most) return number;
  const std::string range = std::to_string(least) + " - " + std::to_string(most);
  return fail(ErrorCode::invalid, {"配置项 " + name + " 应为 " + range + " 的整数,现为 " + value,
                                   "The setting " + name + " must be a number of " + range + ", it is " + value});
}

std::string Settings::print() const {
  std::string out;
  for (const auto& setting : settings_) {
    std::string values;
    for (const auto& value : setting.values) values += (values.empty() ? "" : ",") + value;
    out += setting.name + " = " + values + "  (" + setting.source + ")\n";
  }
  return out;
}

}  // namespace hejie::cli
