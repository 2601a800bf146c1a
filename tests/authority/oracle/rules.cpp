#include "tests/authority/oracle/rules.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

namespace hejie::authority::oracle {
namespace {

using Json = nlohmann::ordered_json;
namespace fs = std::filesystem;

Json read(const fs::path& file) {
  std::ifstream in(file);
  return Json::parse(in);
}

Names names_in(const Json& object, const char* member) {
  const auto found = object.find(member);
  return found == object.end() ? Names{} : found->get<Names>();
}

/// No row starts from a state: it begins a case.
bool begins(const Json& event) {
  if (!event.contains("rows")) return !event.contains("from");
  for (const auto& row : event.at("rows"))
    if (!row.contains("from") && !event.contains("from")) return true;
  return false;
}

EventRule event_of(const Json& json) {
  EventRule event;
  event.by = names_in(json, "by");
  event.not_who_did = names_in(json, "not_by_actor_of");
  event.starts = begins(json);
  if (json.contains("approval"))
    for (const auto& step : json.at("approval")) event.steps.push_back(names_in(step, "by"));
  return event;
}

void add_file(const fs::path& file, ProcedureRule& procedure) {
  const Json json = read(file);
  if (!json.contains("events")) return;
  for (const auto& [id, event] : json.at("events").items()) {
    const EventRule rule = event_of(event);
    procedure.roles.insert(rule.by.begin(), rule.by.end());
    for (const auto& step : rule.steps) procedure.roles.insert(step.begin(), step.end());
    procedure.events[id] = rule;
  }
}

void add_authority(const fs::path& file, Rules& rules) {
  const Json json = read(file);
  rules.glass_hours = json.at("break_glass").at("hours").get<int>();
  const Json& delegation = json.at("delegation");
  rules.delegation_days = delegation.at("days").get<int>();
  for (const auto& [role, events] : delegation.at("roles").items()) rules.delegable[role] = events.get<Names>();
  for (const auto& [stage, roles] : json.at("secondary_file").items()) rules.secondary[stage] = roles.get<Names>();
  for (const auto& [procedure, named] : json.at("case_roles").items())
    for (const auto& [id, rule] : named.items())
      rules.procedures[procedure].named.push_back({id, names_in(rule, "by"), names_in(rule, "events")});
}

}  // namespace

bool holds(const Names& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool share(const Names& some, const Names& others) {
  return std::any_of(some.begin(), some.end(), [&](const std::string& name) { return holds(others, name); });
}

const Names& Rules::secondary_of(const std::string& stage) const {
  static const Names kNobody;
  const auto found = secondary.find(secondary.contains(stage) ? stage : "");
  return found == secondary.end() ? kNobody : found->second;
}

Rules read_rules(const std::string& workflows) {
  Rules rules;
  for (const auto& folder : fs::directory_iterator(fs::path(workflows) / "cn"))
    for (const auto& file : fs::directory_iterator(folder))
      add_file(file.path(), rules.procedures[folder.path().filename().string()]);
  const Json roles = read(fs::path(workflows) / "roles/roles.json");
  for (const auto& [id, role] : roles.at("roles").items())
    if (role.at("class") == "staff") rules.staff.push_back(id);
  add_authority(fs::path(workflows) / "roles/authority.json", rules);
  return rules;
}

}  // namespace hejie::authority::oracle
