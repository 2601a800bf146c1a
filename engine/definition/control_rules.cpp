#include "engine/definition/control_rules.h"

#include <algorithm>

#include "engine/definition/read/context.h"
#include "engine/definition/read/fields.h"

namespace hejie::definition {
namespace {

constexpr int kMostDays = 365;
constexpr int kMostSeconds = 86'400;

void read_numbers(Fields& fields, ControlRules& control) {
  control.late_days = fields.integer("late_days", control.late_days, 0, kMostDays);
  control.last_days = fields.integer("last_days", control.last_days, 0, kMostDays);
  control.quick_seconds = fields.integer("quick_seconds", control.quick_seconds, 0, kMostSeconds);
  control.review_percent = fields.integer("review_percent", control.review_percent, 0, 100);
  control.review_least = fields.integer("review_least", control.review_least, 0, kMostDays);
  control.mend_days = fields.integer("mend_days", control.mend_days, 1, kMostDays);
}

void need_role(Context& context, const Node& node, const std::string& role) {
  const auto* known = context.library.find_role(role);
  if (context.library.roles.empty() || (known != nullptr && known->kind == RoleClass::staff)) return;
  context.error(node, "unknown_name", say("没有岗位“{}”", "there is no staff role \"{}\"", role));
}

RiskPoint read_point(Context& context, const std::string& id, const Node& node) {
  check_id(context, node, id);
  Fields fields(context, node);
  RiskPoint point;
  point.id = id;
  for (const char* key : {"workflow", "event", "by", "every"}) (void)fields.need(key);
  point.workflow = fields.string("workflow");
  point.event = fields.string("event");
  point.risk = fields.need_text("risk");
  point.check = fields.need_text("check");
  point.by = fields.string("by");
  point.every = fields.string("every");
  point.cite = fields.cites();
  need_role(context, node, point.by);
  if (point.every != "each" && !calendar::parse_period(point.every))
    context.error(node, "bad_value", {"every 应为 each 或期间", "\"every\" must be \"each\" or a period"});
  return point;
}

bool is_quarter(const std::string& text) {
  constexpr std::size_t kLength = 7;  // 2026-Q4
  return text.size() == kLength && text.compare(4, 2, "-Q") == 0 && text.back() >= '1' && text.back() <= '4';
}

FigureTarget read_target(Context& context, const Node& node) {
  Fields fields(context, node);
  FigureTarget target;
  (void)fields.need("report");
  (void)fields.need("percent");
  target.report = fields.string("report");
  target.sector = fields.string("sector");
  target.unit = fields.string("unit");
  target.quarter = fields.string("quarter");
  target.percent = fields.integer("percent", target.percent, 0, 100);
  if (!target.quarter.empty() && !is_quarter(target.quarter))
    context.error(node, "bad_value", {"季度应如 \"2026-Q4\"", "a quarter is written like \"2026-Q4\""});
  return target;
}

}  // namespace

std::optional<int> ControlRules::target_of(std::string_view report, std::string_view unit, std::string_view sector,
                                           std::string_view quarter) const {
  const FigureTarget* best = nullptr;
  const auto rank = [](const FigureTarget& one) {
    return (one.quarter.empty() ? 0 : 2) + (one.sector.empty() ? 0 : 1);
  };
  for (const auto& one : targets) {
    const bool fits = one.report == report && (one.unit.empty() || one.unit == unit) &&
                      (one.sector.empty() || one.sector == sector) && (one.quarter.empty() || one.quarter == quarter);
    if (fits && (best == nullptr || rank(one) >= rank(*best))) best = &one;
  }
  return best == nullptr ? std::nullopt : std::optional(best->percent);
}

void read_control_rules(Context& context, const Node& node, ControlRules& control) {
  Fields top(context, node);
  const Node* inner = top.need("control");
  if (inner == nullptr) return;
  Fields fields(context, *inner);
  read_numbers(fields, control);
  (void)fields.need("review_by");
  control.review_by = fields.string("review_by");
  need_role(context, *inner, control.review_by);
  if (const Node* checklist = fields.need("checklist"))
    for (const auto& [id, item] : checklist->members) {
      check_id(context, item, id);
      control.checklist.push_back({id, read_text(context, item)});
    }
  if (const Node* points = fields.need("risk_points"))
    for (const auto& [id, point] : points->members) control.points.push_back(read_point(context, id, point));
}

void lay_control_rules(Context& context, const Node& overlay, ControlRules& control) {
  const Node* bureau = overlay.find("bureau");
  if (bureau == nullptr) return;
  if (const Node* own = bureau->find("control")) {
    Fields fields(context, *own);
    read_numbers(fields, control);
  }
  if (const Node* targets = bureau->find("targets"))
    for (const auto& item : targets->items) control.targets.push_back(read_target(context, item));
}

}  // namespace hejie::definition
