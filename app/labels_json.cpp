#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>

#include "app/labels.h"
#include "app/paper_desk_impl.h"
#include "engine/base/fault_controls.h"
#include "json/json.h"

namespace hejie::app {
namespace {

using Json = nlohmann::ordered_json;
using ByName = std::map<std::string, Label>;

constexpr const char* kFile = "labels.json";

Error wrong(const std::string& where) {
  return {
      ErrorCode::invalid,
      {std::string(kFile) + " 的 " + where + " 缺失或有误", std::string(kFile) + ": " + where + " is missing or wrong"},
      {{where, "wrong", {"缺失或有误", "missing or wrong"}}}};
}

std::optional<Label> label_named(const Json& value) {
  if (!value.is_string()) return std::nullopt;
  for (const Label label : {Label::open, Label::internal, Label::sensitive})
    if (value.get<std::string>() == id_of(label)) return label;
  return std::nullopt;
}

Result<std::map<std::string, ByName>> read_table(const Json& json, const std::string& name) {
  std::map<std::string, ByName> out;
  const auto table = json.find(name);
  if (table == json.end() || !table->is_object()) return fail(wrong("/" + name));
  for (const auto& [outer, row] : table->items()) {
    if (!row.is_object()) return fail(wrong("/" + name + "/" + outer));
    for (const auto& [inner, value] : row.items()) {
      const auto label = label_named(value);
      if (!label) return fail(wrong("/" + name + "/" + outer + "/" + inner));
      out[outer][inner] = *label;
    }
  }
  return out;
}

Result<LabelRules::Apart> read_apart(const Json& json, const std::string& where) {
  LabelRules::Apart out;
  if (!json.is_object() || !json.contains("workflow") || !json["workflow"].is_string() || !json.contains("roles") ||
      !json["roles"].is_array())
    return fail(wrong(where));
  out.workflow = json["workflow"].get<std::string>();
  for (const auto& role : json["roles"]) {
    if (!role.is_string()) return fail(wrong(where + "/roles"));
    out.roles.push_back(role.get<std::string>());
  }
  return out;
}

template <typename Map>
typename Map::mapped_type row_of(const Map& map, const std::string& name) {
  auto found = map.find(name);
  if (found == map.end()) found = map.find("");
  return found == map.end() ? typename Map::mapped_type{} : found->second;
}

}  // namespace

const char* id_of(Label label) {
  switch (label) {
    case Label::open:
      return "open";
    case Label::internal:
      return "internal";
    case Label::sensitive:
      return "sensitive";
  }
  return "";
}

Text name_of(Label label) {
  switch (label) {
    case Label::open:
      return {"公开", "open"};
    case Label::internal:
      return {"内部", "internal"};
    case Label::sensitive:
      return {"敏感", "sensitive"};
  }
  return {};
}

Label LabelRules::of(const std::string& workflow, const std::string& document) const {
  const auto row = row_of(documents, workflow);
  auto found = row.find(document);
  if (found == row.end()) found = row.find("");
  return found == row.end() ? Label::internal : found->second;
}

Label LabelRules::cleared(const Caller& caller, const std::string& stage) const {
  if (HEJIE_FAULT(no_clearance)) return Label::sensitive;
  const auto row = row_of(clearance, stage);
  Label best = Label::open;
  for (const auto& role : caller.roles) {
    const auto found = row.find(role);
    best = std::max(best, found == row.end() ? Label::internal : found->second);
  }
  return best;
}

bool sits_in(std::span<const engine::Act> acts, const CaseRoleRules& case_roles, const LabelRules::Apart& apart,
             const AccountId& account) {
  const auto meant = [&](const std::string& role) { return std::ranges::find(apart.roles, role) != apart.roles.end(); };
  for (const auto& act : acts) {
    if (!meant(act.by.role)) continue;
    // Who sits with others holds the same kind of role as who records for them.
    const bool beside = std::ranges::find(act.officers, account) != act.officers.end();
    if (act.by.account == account || beside) return true;
  }
  for (const auto& [id, people] : people_of(acts)) {
    const auto* role = find_case_role(case_roles, apart.workflow, id);
    const bool named = std::ranges::find(people, account) != people.end();
    if (named && role != nullptr && std::ranges::any_of(role->by, meant)) return true;
  }
  return false;
}

Result<LabelRules> read_label_rules(const std::string& text) {
  TRY(const auto json, json::parse(text));
  if (!json.is_object()) return fail(wrong(""));
  LabelRules rules;
  TRY(rules.documents, read_table(json, "documents"));
  TRY(rules.clearance, read_table(json, "clearance"));
  if (!json.contains("apart") || !json["apart"].is_object()) return fail(wrong("/apart"));
  for (const auto& [workflow, value] : json["apart"].items()) {
    TRY(rules.apart[workflow], read_apart(value, "/apart/" + workflow));
  }
  return rules;
}

Result<LabelRules> load_label_rules(const Definitions& definitions) {
  return read_label_rules(document_data(definitions, kFile).value_or("{}"));
}

}  // namespace hejie::app
