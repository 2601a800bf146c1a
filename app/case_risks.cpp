#include "app/case_risks.h"

#include <algorithm>

#include "app/alert_lines.h"

namespace hejie::app {
namespace {

using definition::RiskKind;
using definition::RiskRule;

bool holds(const RiskRule& rule, const engine::CaseState& state) {
  return std::ranges::all_of(rule.when, [&](const auto& wanted) {
    const auto found = state.facts.find(wanted.first);
    return found != state.facts.end() && std::ranges::find(wanted.second, found->second) != wanted.second.end();
  });
}

std::string text_of(const engine::Value& value) {
  if (const auto* number = std::get_if<std::int64_t>(&value)) return std::to_string(*number);
  if (const auto* flag = std::get_if<bool>(&value)) return *flag ? "true" : "false";
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  return "";
}

RiskGrounds grounds_of(const RiskRule& rule, const engine::CaseState& state, std::int64_t figure, std::int64_t at) {
  RiskGrounds grounds{figure, at, {}, {state.id}, {}};
  const auto put = [&](const std::string& fact) {
    const auto found = state.facts.find(fact);
    if (found != state.facts.end()) grounds.facts[fact] = text_of(found->second);
  };
  if (!rule.fact.empty()) put(rule.fact);
  for (const auto& [fact, values] : rule.when) put(fact);
  return grounds;
}

}  // namespace

std::int64_t figure_of(const RiskRule& rule, const engine::CaseState& state) {
  if (rule.kind == RiskKind::condition) return holds(rule, state) ? 1 : 0;
  if (rule.kind != RiskKind::fact_level) return 0;
  const auto found = state.facts.find(rule.fact);
  const auto* number = found == state.facts.end() ? nullptr : std::get_if<std::int64_t>(&found->second);
  return number == nullptr ? 0 : *number;
}

void mark_key_case(storage::KeyCase mark, const calendar::Calendar& calendar, storage::Commit& commit) {
  mark.report_due = calendar.working_day_after(mark.since, mark.every_days);
  if (mark.report_due)
    commit.puts.emplace_back(
        storage::PutRiskTimer{kKeyReport, mark.case_id, Moment{*mark.report_due, calendar.hours().opening_minute()}});
  commit.puts.emplace_back(storage::PutKeyCase{std::move(mark)});
}

void add_case_risks(const CaseRiskInput& input, storage::Commit& commit) {
  for (const auto& rule : input.rules.risks) {
    if (!rule.concerns(input.procedure.id)) continue;
    const auto figure = figure_of(rule, input.after);
    const int level = rule.level_of(figure);
    if (level == 0 || level <= rule.level_of(figure_of(rule, input.before))) continue;
    const auto& reached = rule.levels[static_cast<std::size_t>(level - 1)];
    storage::NewRisk risk{rule.id, input.after.id.value, level, "", input.after.id, input.now.day, {}, {}, {}};
    risk.grounds = write_grounds(grounds_of(rule, input.after, figure, reached.at));
    risk.to = input.rules.recipients(reached, input.stage);
    if (!risk.to.empty())
      risk.wait_until = waits_until(input.rules.escalation, input.calendar, "0", risk.to.front(), false, input.now);
    commit.risks.push_back(std::move(risk));
    if (!reached.key) continue;
    storage::KeyCase mark;
    mark.case_id = input.after.id;
    mark.since = input.now.day;
    mark.rule = rule.id;
    mark.every_days = input.rules.key_report_days;
    mark_key_case(std::move(mark), input.calendar, commit);
  }
}

}  // namespace hejie::app
