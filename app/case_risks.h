// The risk rules that one case alone decides: a number it has, facts it holds. Pure: the state before and after a
// decision in, rows out; what was found before the decision is not found again. Used by commit_builder; rules over many
// cases are alerts/risk_watch.h.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "engine/definition/alert_rules.h"
#include "engine/machine/machine.h"
#include "storage/commit.h"

namespace hejie::app {

/// Why a risk was found: without personal data, kept with it and shown.
struct RiskGrounds {
  std::int64_t figure = 0, level_at = 0;
  std::map<std::string, std::string> facts;  ///< id -> value, as written in JSON
  std::vector<CaseId> cases;
  std::optional<Date> since;
  bool operator==(const RiskGrounds&) const = default;
};
[[nodiscard]] std::string write_grounds(const RiskGrounds& grounds);
/// What does not read is left empty.
[[nodiscard]] RiskGrounds read_grounds(const std::string& text);

/// Id of the timer and of the alert of a key case's report.
inline constexpr const char* kKeyReport = "key_report";

struct CaseRiskInput {
  const definition::AlertRules& rules;
  const calendar::Calendar& calendar;
  const engine::Procedure& procedure;
  std::string stage;
  const engine::CaseState& before;
  const engine::CaseState& after;
  Moment now{};
};

/// The figure of a rule in a case: its number, or 1 when its conditions hold; 0 otherwise and for rules over many
/// cases.
[[nodiscard]] std::int64_t figure_of(const definition::RiskRule& rule, const engine::CaseState& state);

/// Risks, and the marks of key cases with the timers of their reports.
void add_case_risks(const CaseRiskInput& input, storage::Commit& commit);

/// A mark as key case, with the timer of its first report.
void mark_key_case(storage::KeyCase mark, const calendar::Calendar& calendar, storage::Commit& commit);

}  // namespace hejie::app
