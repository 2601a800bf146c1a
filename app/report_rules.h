// What a report counts, as workflows/laws/reports.json says it. Passive data and its reader. Used by reports.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/result.h"

namespace hejie::app {

enum class CountWhen { opened, filed, closed, in_hand, pending };

struct CountRule {
  std::vector<std::string> workflow, state, flag, cause;  ///< empty = any
  CountWhen when = CountWhen::opened;
  bool filed = false;          ///< only cases that were accepted
  std::vector<CountRule> any;  ///< when not empty: one of these instead
};

enum class ReportMeasure { cases, duties };

struct ReportRule {
  std::string id;
  Text name, definition;
  ReportMeasure measure = ReportMeasure::cases;
  CountRule numerator;
  std::optional<CountRule> denominator;
};

/// In the order of the file. @errors malformed, invalid
[[nodiscard]] Result<std::vector<ReportRule>> read_report_rules(const std::string& text);

}  // namespace hejie::app
