#include <nlohmann/json.hpp>

#include "app/report_rules.h"
#include "app/texts.h"
#include "json/json.h"

namespace hejie::app {
namespace {

using nlohmann::ordered_json;

Text read_words(const ordered_json& json, const char* key) {
  const auto found = json.find(key);
  if (found == json.end() || !found->is_object()) return {};
  return {found->value("zh", ""), found->value("en", "")};
}

std::vector<std::string> read_names(const ordered_json& json, const char* key) {
  std::vector<std::string> names;
  if (const auto found = json.find(key); found != json.end() && found->is_array())
    for (const auto& name : *found)
      if (name.is_string()) names.push_back(name.get<std::string>());
  return names;
}

std::optional<CountWhen> read_when(const std::string& text) {
  if (text == "opened") return CountWhen::opened;
  if (text == "filed") return CountWhen::filed;
  if (text == "closed") return CountWhen::closed;
  if (text == "in_hand") return CountWhen::in_hand;
  if (text == "pending") return CountWhen::pending;
  return {};
}

CountRule read_count(const ordered_json& json, const std::string& path, std::vector<Finding>& findings) {
  CountRule rule;
  rule.workflow = read_names(json, "workflow");
  rule.state = read_names(json, "state");
  rule.flag = read_names(json, "flag");
  rule.cause = read_names(json, "cause");
  rule.filed = json.value("filed", false);
  if (const auto any = json.find("any"); any != json.end())
    for (const auto& part : *any) rule.any.push_back(read_count(part, path + "/any", findings));
  if (!rule.any.empty()) return rule;
  const auto when = read_when(json.value("when", ""));
  if (when)
    rule.when = *when;
  else
    findings.push_back(bad_value(path + "/when", {"应为 opened, filed, closed, in_hand 或 pending",
                                                  "must be opened, filed, closed, in_hand or pending"}));
  return rule;
}

}  // namespace

Result<std::vector<ReportRule>> read_report_rules(const std::string& text) {
  TRY(const ordered_json json, json::parse(text));
  std::vector<ReportRule> rules;
  std::vector<Finding> findings;
  const auto reports = json.find("reports");
  if (reports == json.end() || !reports->is_object())
    return fail(invalid_form({missing_key("/reports", {"报表", "the reports"})}));
  for (const auto& [id, entry] : reports->items()) {
    const std::string path = json::pointer("/reports", id);
    ReportRule rule{id, read_words(entry, "name"), read_words(entry, "definition"), ReportMeasure::cases, {}, {}};
    rule.measure = entry.value("measure", "") == "duties" ? ReportMeasure::duties : ReportMeasure::cases;
    if (entry.contains("numerator")) rule.numerator = read_count(entry["numerator"], path + "/numerator", findings);
    if (entry.contains("denominator"))
      rule.denominator = read_count(entry["denominator"], path + "/denominator", findings);
    rules.push_back(std::move(rule));
  }
  if (!findings.empty()) return fail(invalid_form(std::move(findings)));
  return rules;
}

}  // namespace hejie::app
