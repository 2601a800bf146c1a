#include <nlohmann/json.hpp>

#include "app/authority_rules.h"
#include "app/authority_text.h"
#include "app/definitions.h"
#include "json/json.h"
#include "resources/resources.h"

namespace hejie::app {
namespace {

constexpr const char* kFile = "roles/authority.json";
constexpr int kMostHours = 24;
constexpr int kMostDays = 366;

Error wrong(const char* where) {
  return {
      ErrorCode::invalid,
      {std::string(kFile) + " 的 " + where + " 缺失或有误", std::string(kFile) + ": " + where + " is missing or wrong"},
      {{where, "wrong", {"缺失或有误", "missing or wrong"}}}};
}

bool is_texts(const nlohmann::ordered_json& list) {
  if (!list.is_array()) return false;
  for (const auto& one : list)
    if (!one.is_string()) return false;
  return true;
}

/// Without the member nothing may be delegated.
Status read_delegable(const nlohmann::ordered_json& json, AuthorityRules& rules) {
  if (!json.contains("delegation")) return {};
  const auto& given = json["delegation"];
  if (!given.is_object()) return fail(wrong("/delegation"));
  if (!given.contains("days") || !given["days"].is_number_integer()) return fail(wrong("/delegation/days"));
  rules.delegation_days = given["days"].get<int>();
  if (rules.delegation_days < 1 || rules.delegation_days > kMostDays) return fail(wrong("/delegation/days"));
  if (!given.contains("tells") || !is_texts(given["tells"]) || given["tells"].empty())
    return fail(wrong("/delegation/tells"));
  rules.delegation_tells = given["tells"].get<std::vector<std::string>>();
  if (!given.contains("roles") || !given["roles"].is_object()) return fail(wrong("/delegation/roles"));
  for (const auto& [role, events] : given["roles"].items()) {
    if (!is_texts(events)) return fail(wrong("/delegation/roles"));
    rules.delegable[role] = events.get<std::vector<std::string>>();
  }
  return {};
}

}  // namespace

std::string authority_text(const Definitions& definitions) {
  if (auto own = definitions.file(kFile)) return *std::move(own);
  return std::string(resources::find(std::string("workflows/") + kFile).value_or("{}"));
}

const std::vector<std::string>& AuthorityRules::secondary_of(const std::string& stage) const {
  static const std::vector<std::string> kNobody;
  auto found = secondary.find(stage);
  if (found == secondary.end()) found = secondary.find("");
  return found == secondary.end() ? kNobody : found->second;
}

Result<AuthorityRules> read_authority_rules(const std::string& text) {
  TRY(const auto json, json::parse(text));
  AuthorityRules rules;
  if (!json.is_object() || !json.contains("break_glass") || !json["break_glass"].is_object())
    return fail(wrong("/break_glass"));
  const auto& glass = json["break_glass"];
  if (!glass.contains("hours") || !glass["hours"].is_number_integer()) return fail(wrong("/break_glass/hours"));
  rules.break_glass_hours = glass["hours"].get<int>();
  if (rules.break_glass_hours < 1 || rules.break_glass_hours > kMostHours) return fail(wrong("/break_glass/hours"));
  if (!glass.contains("tells") || !is_texts(glass["tells"]) || glass["tells"].empty())
    return fail(wrong("/break_glass/tells"));
  rules.break_glass_tells = glass["tells"].get<std::vector<std::string>>();
  if (!json.contains("secondary_file") || !json["secondary_file"].is_object()) return fail(wrong("/secondary_file"));
  for (const auto& [stage, roles] : json["secondary_file"].items()) {
    if (!is_texts(roles)) return fail(wrong("/secondary_file"));
    rules.secondary[stage] = roles.get<std::vector<std::string>>();
  }
  TRY_VOID(read_delegable(json, rules));
  return rules;
}

Result<AuthorityRules> load_authority_rules(const Definitions& definitions) {
  return read_authority_rules(authority_text(definitions));
}

}  // namespace hejie::app
