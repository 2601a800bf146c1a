#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "app/intake_rules.h"
#include "app/texts.h"
#include "json/json.h"

namespace hejie::app {
namespace {

using nlohmann::ordered_json;

constexpr std::array<std::string_view, 5> kFlags{"pending_elsewhere", "written_iou", "pay_order_expired",
                                                 "platform_worker", "over_age"};
constexpr std::int64_t kCollective = 10;

std::vector<std::string> names(const ordered_json& json, const char* key) {
  std::vector<std::string> list;
  if (const auto found = json.find(key); found != json.end())
    for (const auto& name : *found) list.push_back(name.get<std::string>());
  return list;
}

Text words(const ordered_json& json, const char* key) {
  const auto found = json.find(key);
  if (found == json.end()) return {};
  return {found->value("zh", ""), found->value("en", "")};
}

engine::Cites cites(const ordered_json& json) {
  engine::Cites all;
  for (const auto& text : names(json, "cite")) {
    const auto colon = text.find(':');
    all.push_back({text.substr(0, colon), colon == std::string::npos ? "" : text.substr(colon + 1)});
  }
  return all;
}

RouteRule read_route(const ordered_json& json) {
  return {json.value("channel", ""),  names(json, "when"), names(json, "unless"),  names(json, "first"),
          json.value("never", false), words(json, "why"),  words(json, "why_not"), cites(json)};
}

void read_claims(const ordered_json& json, const IntakeRules& rules, IntakeFacts& facts,
                 std::vector<Finding>& findings) {
  if (!json.is_array() || json.empty()) {
    findings.push_back(wrong_type("/claims", {"请求类别列表", "a list of kinds of claims"}));
    return;
  }
  for (std::size_t i = 0; i < json.size(); ++i) {
    const std::string path = json::pointer("/claims", i);
    if (!json[i].is_string() || !rules.claims.contains(json[i].get<std::string>())) {
      std::string known;
      for (const auto& [id, routes] : rules.claims) known += (known.empty() ? "" : ", ") + id;
      findings.push_back(bad_value(path, {"只能是:" + known, "must be one of: " + known}));
      continue;
    }
    facts.claims.push_back(json[i].get<std::string>());
  }
}

void read_text_fact(const std::string& key, const ordered_json& value, std::string& target,
                    std::vector<Finding>& findings) {
  if (value.is_string())
    target = value.get<std::string>();
  else
    findings.push_back(wrong_type("/" + key, {"文字", "a string"}));
}

std::string* text_fact(IntakeFacts& facts, const std::string& key) {
  if (key == "employer_code") return &facts.employer_code;
  if (key == "id_number") return &facts.id_number;
  if (key == "street") return &facts.street;
  if (key == "sector") return &facts.sector;
  return nullptr;
}

}  // namespace

Result<IntakeRules> read_intake_rules(const std::string& text) {
  TRY(const ordered_json json, json::parse(text));
  IntakeRules rules;
  try {
    for (const auto& [id, claim] : json.at("claims").items())
      for (const auto& route : claim.at("routes")) rules.claims[id].push_back(read_route(route));
    for (const auto& [channel, workflow] : json.at("channels").items())
      rules.channels[channel] = workflow.get<std::string>();
    for (const auto& note : json.at("notes")) rules.notes.emplace_back(note.value("when", ""), words(note, "text"));
  } catch (const nlohmann::json::exception& error) {
    return fail(ErrorCode::invalid,
                {"laws/intake.json 有误", std::string("laws/intake.json does not read: ") + error.what()});
  }
  return rules;
}

Result<IntakeFacts> read_intake_facts(const std::string& text, const IntakeRules& rules) {
  TRY(const ordered_json json, json::parse(text));
  std::vector<Finding> findings;
  IntakeFacts facts;
  facts.marks.insert("always");
  if (!json.is_object()) return fail(invalid_form({wrong_type("", {"对象", "an object"})}));
  if (!json.contains("claims")) findings.push_back(missing_key("/claims", {"请求类别", "the kinds of claims"}));
  for (const auto& [key, value] : json.items()) {
    if (key == "claims")
      read_claims(value, rules, facts, findings);
    else if (std::string* target = text_fact(facts, key))
      read_text_fact(key, value, *target, findings);
    else if (key == "worker_count") {
      if (!value.is_number_integer() || value.get<std::int64_t>() < 1)
        findings.push_back(wrong_type("/worker_count", {"正整数", "a positive integer"}));
      else if (value.get<std::int64_t>() >= kCollective)
        facts.marks.insert("collective");
    } else if (std::ranges::find(kFlags, key) != kFlags.end()) {
      if (!value.is_boolean())
        findings.push_back(wrong_type("/" + key, {"true 或 false", "true or false"}));
      else if (value.get<bool>())
        facts.marks.insert(key);
    } else {
      findings.push_back(unknown_key(json::pointer("", key), key));
    }
  }
  if (!findings.empty()) return fail(invalid_form(std::move(findings)));
  return facts;
}

}  // namespace hejie::app
