// Internal control as alerts/control.json and the bureau's overlay say it: risk points of events, what counts as an
// exception, which share of closed files is drawn for review and against which checklist, and the targets of figures.
// Passive data and its reader. Part of AlertRules (alert_rules.h); evaluated by app and alerts.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/model/model.h"

namespace hejie::definition {

class Context;
struct Node;

/// What can go wrong at an event, who looks at it and how often.
struct RiskPoint {
  std::string id, workflow, event;
  Text risk, check;
  std::string by;     ///< staff role that checks
  std::string every;  ///< "each", or a period such as "1mo"
  engine::Cites cite;
};

struct ChecklistItem {
  std::string id;
  Text name;
};

/// What a figure is to reach: of a sector or desk, in one quarter or in all.
struct FigureTarget {
  std::string report, sector, unit;
  std::string quarter;  ///< "2026-Q4"; "" = every quarter
  int percent = 100;
};

struct ControlRules {
  int late_days = 1;       ///< an entry more working days after its day than this is late
  int last_days = 3;       ///< an extension so many days before the end, or later, is told
  int quick_seconds = 60;  ///< an approval sooner than this is told
  int review_percent = 5;  ///< of the files closed in a month
  int review_least = 1;    ///< but so many at least, where there are
  int mend_days = 10;      ///< working days to mend a fault
  std::string review_by;   ///< role that reviews
  std::vector<ChecklistItem> checklist;
  std::vector<RiskPoint> points;
  std::vector<FigureTarget> targets;

  /// The target of a figure; the most exact one: quarter before none, sector before none. Empty: none is set.
  [[nodiscard]] std::optional<int> target_of(std::string_view report, std::string_view unit, std::string_view sector,
                                             std::string_view quarter) const;
};

void read_control_rules(Context& context, const Node& node, ControlRules& control);
/// What an overlay says otherwise: "control" (numbers) and "targets".
void lay_control_rules(Context& context, const Node& overlay, ControlRules& control);

}  // namespace hejie::definition
