#include "app/alert_rules_load.h"

namespace hejie::app {

Result<definition::AlertRules> load_alert_rules(const Definitions& definitions) {
  std::vector<definition::SourceFile> files;
  for (const char* path :
       {"alerts/escalation.json", "alerts/risks.json", "alerts/special_reports.json", "alerts/control.json"})
    if (auto text = definitions.file(path)) files.push_back({path, std::move(*text)});
  definition::Findings findings;
  auto rules =
      definition::read_alert_rules(files, definitions.library(), definitions.settings().overlay_files, findings);
  definition::check_alert_rules(rules, definitions.all_in_force(), findings);
  if (!definition::has_errors(findings)) return rules;
  std::vector<Finding> told;
  for (const auto& finding : findings) told.push_back({finding.file + finding.path, finding.check, finding.message});
  return fail(ErrorCode::invalid, {"预警规则有误", "the alert rules do not read"}, std::move(told));
}

}  // namespace hejie::app
