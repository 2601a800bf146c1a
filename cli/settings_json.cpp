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

std::optional<std::vector<std::string>> texts_of(const Json& value) {
  if (value.is_string()) return std::vector<std::string>{value.get<std::string>()};
  if (!value.is_array()) return std::nullopt;
  std::vector<std::string> out;
  for (const auto& item : value) {
    if (!item.is_string()) return std::nullopt;
    out.push_back(item.get<std::string>());
  }
  return out;
}

std::string range_of(const Setting& setting) {
  return std::to_string(setting.least) + " - " + std::to_string(setting.most);
}

std::string words_of(const Setting& setting) {
  std::string words;
  for (const auto& word : setting.choices) words += (words.empty() ? "" : ", ") + word;
  return words;
}

/// Takes over what the file says, or tells what is wrong with it.
std::optional<Finding> take(Setting& setting, const std::string& path, const Json& value) {
  switch (setting.kind) {
    case SettingKind::text:
      if (!value.is_string()) return Finding{path, "wrong_type", {"应为文本", "must be a text"}};
      setting.values = {value.get<std::string>()};
      return std::nullopt;
    case SettingKind::list: {
      auto texts = texts_of(value);
      if (!texts) return Finding{path, "wrong_type", {"应为文本或者文本列表", "must be a text or a list of texts"}};
      setting.values = std::move(*texts);
      return std::nullopt;
    }
    case SettingKind::number: {
      if (!value.is_number_integer()) return Finding{path, "wrong_type", {"应为整数", "must be a whole number"}};
      const auto number = value.get<long long>();
      if (number < setting.least || number > setting.most)
        return Finding{
            path, "out_of_range", {"应在 " + range_of(setting) + " 之间", "must lie in " + range_of(setting)}};
      setting.values = {std::to_string(number)};
      return std::nullopt;
    }
    case SettingKind::choice: {
      const auto& words = setting.choices;
      if (!value.is_string() || std::find(words.begin(), words.end(), value.get<std::string>()) == words.end())
        return Finding{path, "unknown_option", {"应为: " + words_of(setting), "must be one of: " + words_of(setting)}};
      setting.values = {value.get<std::string>()};
      return std::nullopt;
    }
  }
  return std::nullopt;
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
  const auto text = [&](std::string name, std::string value) {
    settings_.push_back({.name = std::move(name), .values = {std::move(value)}});
  };
  const auto list = [&](std::string name, std::vector<std::string> values) {
    settings_.push_back({.name = std::move(name), .kind = SettingKind::list, .values = std::move(values)});
  };
  const auto number = [&](std::string name, long long value, long long least, long long most) {
    settings_.push_back({.name = std::move(name),
                         .kind = SettingKind::number,
                         .values = {std::to_string(value)},
                         .least = least,
                         .most = most});
  };
  text("data", "");
  list("listen", {"127.0.0.1:8080"});
  text("heads_file", "");
  text("heads_key_file", "");
  text("tls_cert", "");
  text("tls_key", "");
  text("client_ca", "");
  list("behind_proxy", {});
  list("admin_allow", {});
  settings_.push_back(
      {.name = "profile", .kind = SettingKind::choice, .values = {"asvs"}, .choices = {"asvs", "dengbao3"}});
  settings_.push_back({.name = "crypto",
                       .kind = SettingKind::choice,
                       .values = {"store"},
                       .choices = {"store", "international", "sm"}});
  settings_.push_back({.name = "second_factor",
                       .kind = SettingKind::choice,
                       .values = {"optional"},
                       .choices = {"optional", "required"}});
  text("workflows", "");
  list("overlay", {});
  text("region", "");
  text("unit", "");
  text("channels", "");
  number("threads", 64, 2, 1024);
  number("connections", 2000, 1, 100'000);
  number("requests_a_second", 100, 0, 1'000'000);
  number("idle_minutes", 30, 1, 24 * 60);
  number("evidence_file_mib", 20, 1, 1024);
  number("evidence_case_files", 200, 1, 10'000);
  number("evidence_case_mib", 1024, 1, 1'000'000);
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
    if (auto finding = take(*setting, json::pointer("", name), value)) {
      findings.push_back(std::move(*finding));
      continue;
    }
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
    setting.values = setting.kind == SettingKind::list ? split(*value) : std::vector<std::string>{*value};
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

Result<long long> Settings::number(const std::string& name) const {
  const Setting* setting = find(name);
  CHECK(setting != nullptr && setting->kind == SettingKind::number, "a number of the table");
  const std::string value = text(name);
  long long number = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
  const bool read = error == std::errc{} && end == value.data() + value.size();
  if (read && number >= setting->least && number <= setting->most) return number;
  return fail(ErrorCode::invalid,
              {"配置项 " + name + " 应为 " + range_of(*setting) + " 的整数,现为 " + value,
               "The setting " + name + " must be a number of " + range_of(*setting) + ", it is " + value});
}

Result<std::string> Settings::choice(const std::string& name) const {
  const Setting* setting = find(name);
  CHECK(setting != nullptr && setting->kind == SettingKind::choice, "a choice of the table");
  std::string value = text(name);
  if (std::find(setting->choices.begin(), setting->choices.end(), value) != setting->choices.end()) return value;
  return fail(ErrorCode::invalid, {"配置项 " + name + " 应为: " + words_of(*setting) + ",现为 " + value,
                                   "The setting " + name + " is one of: " + words_of(*setting) + "; it is " + value});
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
