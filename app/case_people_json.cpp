#include <nlohmann/json.hpp>

#include "app/authority_text.h"
#include "app/case_people.h"
#include "json/json.h"

namespace hejie::app {
namespace {

Error wrong(const std::string& where) {
  return {ErrorCode::invalid,
          {"roles/authority.json 的 /case_roles/" + where + " 缺失或有误",
           "roles/authority.json: /case_roles/" + where + " is missing or wrong"},
          {{"/case_roles/" + where, "wrong", {"缺失或有误", "missing or wrong"}}}};
}

bool is_texts(const nlohmann::ordered_json& json, const char* key) {
  if (!json.contains(key) || !json[key].is_array() || json[key].empty()) return false;
  for (const auto& one : json[key])
    if (!one.is_string()) return false;
  return true;
}

bool is_named(const nlohmann::ordered_json& json) {
  if (!json.contains("name") || !json["name"].is_object()) return false;
  const auto& name = json["name"];
  return name.contains("zh") && name["zh"].is_string() && name.contains("en") && name["en"].is_string();
}

}  // namespace

Result<CaseRoleRules> read_case_roles(const std::string& text) {
  TRY(const auto json, json::parse(text));
  CaseRoleRules rules;
  if (!json.is_object() || !json.contains("case_roles") || !json["case_roles"].is_object()) return fail(wrong(""));
  for (const auto& [procedure, roles] : json["case_roles"].items()) {
    if (!roles.is_object()) return fail(wrong(procedure));
    for (const auto& [id, role] : roles.items()) {
      const bool shaped = role.is_object() && is_named(role) && is_texts(role, "by") && is_texts(role, "events");
      if (!shaped || id == kRecused) return fail(wrong(procedure + "/" + id));
      rules[procedure].push_back({id,
                                  {role["name"]["zh"].get<std::string>(), role["name"]["en"].get<std::string>()},
                                  role["by"].get<std::vector<std::string>>(),
                                  role["events"].get<std::vector<std::string>>()});
    }
  }
  return rules;
}

Result<CaseRoleRules> load_case_roles(const Definitions& definitions) {
  return read_case_roles(authority_text(definitions));
}

}  // namespace hejie::app
