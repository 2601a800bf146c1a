// What workflows/alerts/ says beyond ladders: who is told when nobody answers (escalation.json), which signs over cases
// are a risk (risks.json), whom special reports go to (special_reports.json) and what internal control looks at
// (control.json), as passive data, and their reader. A
// bureau may say its own in its overlay ("bureau": {"risks": ..., "special_reports": ...}). Evaluated by app and
// alerts; knows no case and no store.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/calendar/period.h"
#include "engine/definition/control_rules.h"
#include "engine/definition/finding.h"
#include "engine/definition/library.h"
#include "engine/definition/report_lines.h"
#include "engine/definition/source.h"
#include "engine/model/model.h"

namespace hejie::definition {

/// An alert told at or after `from` the due day waits for an answer; after `within` the next in line is told, and so on
/// to the end of the line.
struct EscalationRules {
  int from_days = 0;  ///< 0: rungs of the due day and later wait
  calendar::Period within{calendar::Unit::working_hours, 8};
  calendar::Period within_hour_clocks{calendar::Unit::hours, 1};  ///< for clocks counted in hours
  std::map<std::string, std::string, std::less<>> next;           ///< role -> role told next; ends where none is named
  [[nodiscard]] const std::string* next_of(std::string_view role) const;
};

enum class RiskKind {
  fact_level,    ///< a number of the case (`fact`)
  condition,     ///< facts of the case hold one of the values named (`when`); counts as 1
  matters,       ///< cases against one employer opened within `days`
  sector_rise,   ///< cases of a sector within `days`, percent of its own mean over `base_days` before
  body_rise,     ///< the same of a mediation organization (street, park, trade), from its own mean
  handler_load,  ///< open cases of one handler
  stalled,       ///< working days since the case's last record
  season         ///< open within `days` before the festival `season`; counts as 1
};

struct RiskLevel {
  std::int64_t at = 1;          ///< figure from which the level holds
  std::vector<std::string> to;  ///< roles; $handler and $head stand for those of the case's desk
  bool key = false;             ///< makes the case a key case
};

struct RiskRule {
  std::string id;
  RiskKind kind = RiskKind::fact_level;
  Text name;
  Text says;  ///< "{figure}" and "{level}" are replaced; with "_yuan" behind the name a fact of money, in yuan
  Text duty;  ///< who must do what
  std::vector<std::string> workflows;
  std::string fact, season;
  std::vector<std::pair<std::string, std::vector<engine::Value>>> when;
  std::vector<std::string> causes;  ///< empty = any
  int days = 0, base_days = 0, least = 0;
  std::vector<RiskLevel> levels;  ///< ascending
  engine::Cites cite;

  [[nodiscard]] bool concerns(std::string_view workflow) const;
  /// From 1; 0 = below the first.
  [[nodiscard]] int level_of(std::int64_t figure) const;
};

struct AlertRules {
  EscalationRules escalation;
  std::vector<RiskRule> risks;
  ReportLines reports;
  ControlRules control;
  int key_report_days = 5;  ///< working days from one report on a key case to the next
  /// Stage ("mediation" ..., "" = none of them) -> what $handler and $head mean there.
  std::map<std::string, std::map<std::string, std::string>, std::less<>> roles;

  [[nodiscard]] const RiskRule* find(std::string_view id) const;
  /// Roles of a level at a case of that stage, each once.
  [[nodiscard]] std::vector<std::string> recipients(const RiskLevel& level, std::string_view stage) const;
};

/// Takes escalation.json, risks.json, special_reports.json and control.json of alerts/ out of `files` and lays what the
/// overlay files say over them, in their order. Files that are missing leave their part empty. What is wrong is told
/// with file and pointer: unknown keys, roles and instruments, lines that come back to themselves, levels that do not
/// rise.
[[nodiscard]] AlertRules read_alert_rules(std::span<const SourceFile> files, const Library& library,
                                          std::span<const SourceFile> overlays, Findings& findings);

/// Names of workflows, facts and values against the procedures; findings name the rule.
void check_alert_rules(const AlertRules& rules, std::span<const engine::ProcedurePtr> procedures, Findings& findings);

}  // namespace hejie::definition
