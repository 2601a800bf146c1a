#include "engine/definition/alert_checks.h"

#include <algorithm>
#include <array>
#include <set>

#include "engine/definition/read/say.h"

namespace hejie::definition {
namespace {

using engine::Fact;
using engine::FactType;

/// What is said about one rule.
struct Told {
  const RiskRule& rule;
  Findings& findings;

  void error(const char* check, const std::string& where, Text message) const {
    findings.push_back({Severity::error, check, "alerts/risks.json", "/risks/" + rule.id + where, std::move(message)});
  }
};

bool fits(const Fact& fact, const engine::Value& value) {
  if (fact.type == FactType::boolean) return std::holds_alternative<bool>(value);
  if (fact.type != FactType::enumeration) return true;
  const auto* id = std::get_if<std::string>(&value);
  return id != nullptr && std::ranges::any_of(fact.values, [&](const auto& known) { return known.first == *id; });
}

constexpr std::array<std::string_view, 4> kReplaced{"{figure}", "{level}", "{figure_yuan}", "{level_yuan}"};

/// Nobody reads an amount in fen, and nothing but an amount has yuan.
void check_unit(const Told& told, bool is_money) {
  for (const auto* text : {&told.rule.says.zh, &told.rule.says.en})
    for (std::size_t i = 0; i < kReplaced.size(); ++i) {
      const bool in_yuan = kReplaced[i].ends_with("_yuan}");
      if (in_yuan == is_money || !text->contains(kReplaced[i])) continue;
      told.error("type", "/says",
                 is_money
                     ? say("规则“{0}”的文字中金额应以元表示：用 {{figure_yuan}}、{{level_yuan}}，不用 {1}",
                           "the words of the rule \"{0}\" tell an amount: {{figure_yuan}} and {{level_yuan}}, not {1}",
                           told.rule.id, kReplaced[i])
                     : say("规则“{0}”的文字中 {1} 只用于金额",
                           "in the words of the rule \"{0}\" {1} is for amounts only", told.rule.id, kReplaced[i]));
    }
}

void check_figure(const Told& told, const engine::Procedure& procedure) {
  if (told.rule.kind != RiskKind::fact_level) return;
  const Fact* fact = procedure.find_fact(told.rule.fact);
  if (fact == nullptr) return;
  if (fact->type == FactType::integer || fact->type == FactType::money)
    return check_unit(told, fact->type == FactType::money);
  told.error("type", "/fact",
             say("程序“{}”的事实“{}”不是数值", "the fact \"{1}\" of the workflow \"{0}\" is no number", procedure.id,
                 fact->id));
}

void check_values(const Told& told, const engine::Procedure& procedure) {
  for (const auto& [id, values] : told.rule.when) {
    const Fact* fact = procedure.find_fact(id);
    if (fact == nullptr) continue;
    if (!std::ranges::all_of(values, [&](const auto& value) { return fits(*fact, value); }))
      told.error("unknown_name", "/when/" + id,
                 say("程序“{}”的事实“{}”没有这样的值", "the fact \"{1}\" of the workflow \"{0}\" has no such value",
                     procedure.id, id));
  }
}

/// A rule that names no workflow is for all.
void check_facts(const Told& told, std::span<const engine::ProcedurePtr> procedures) {
  for (const auto& procedure : procedures) {
    if (!told.rule.concerns(procedure->id)) continue;
    check_figure(told, *procedure);
    check_values(told, *procedure);
  }
  if (told.rule.kind != RiskKind::fact_level) check_unit(told, false);
  const bool reads_facts = told.rule.kind == RiskKind::fact_level || told.rule.kind == RiskKind::condition;
  if (reads_facts && told.rule.workflows.empty())
    told.error("missing_key", "",
               say("规则“{}”读取案件的事实，应写明 workflows",
                   "the rule \"{}\" reads facts of cases and must say of which workflows", told.rule.id));
}

/// "$head" must mean a role at every stage.
void check_recipients(const Told& told, const AlertRules& rules) {
  for (std::size_t i = 0; i < told.rule.levels.size(); ++i)
    for (const auto& role : told.rule.levels[i].to)
      for (const auto& [stage, meanings] : rules.roles)
        if (role.starts_with('$') && !meanings.contains(role))
          told.error("unknown_name", "/levels/" + std::to_string(i) + "/to",
                     say("“{}”在“{}”阶段没有所指的岗位", "\"{}\" means no role at the stage \"{}\"", role,
                         stage.empty() ? "-" : stage));
}

void check_reasons(const Told& told) {
  if (told.rule.cite.empty())
    told.error("uncited", "", say("规则“{}”没有依据（cite）", "the rule \"{}\" says no ground (cite)", told.rule.id));
  for (const auto* text : {&told.rule.says.zh, &told.rule.says.en})
    for (auto at = text->find('{'); at != std::string::npos; at = text->find('{', at + 1))
      if (std::ranges::none_of(kReplaced, [&](auto name) { return text->substr(at).starts_with(name); }))
        told.error(
            "unknown_name", "/says",
            say("规则“{}”的文字中只能有 {{figure}}、{{level}}、{{figure_yuan}}、{{level_yuan}}",
                "in the words of the rule \"{}\" only {{figure}}, {{level}}, {{figure_yuan}} and {{level_yuan}} are "
                "replaced",
                told.rule.id));
}

}  // namespace

void check_risk_rules(const AlertRules& rules, std::span<const engine::ProcedurePtr> procedures, Findings& findings) {
  for (const auto& rule : rules.risks) {
    const Told told{rule, findings};
    check_facts(told, procedures);
    check_recipients(told, rules);
    check_reasons(told);
  }
}

void verify_alert_rules(std::span<const SourceFile> files, const Library& library,
                        std::span<const engine::ProcedurePtr> procedures, Findings& findings) {
  Findings found;
  const AlertRules rules = read_alert_rules(files, library, {}, found);
  check_alert_rules(rules, procedures, found);
  check_risk_rules(rules, procedures, found);
  for (auto& finding : found) {
    const auto file = std::ranges::find_if(files, [&](const auto& each) { return each.path.ends_with(finding.file); });
    if (file != files.end() && !finding.file.empty()) finding.file = file->path;
    findings.push_back(std::move(finding));
  }
}

}  // namespace hejie::definition
