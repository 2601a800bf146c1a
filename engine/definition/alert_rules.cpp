#include "engine/definition/alert_rules.h"

#include <algorithm>
#include <set>

#include "engine/definition/node.h"
#include "engine/definition/read/context.h"
#include "engine/definition/read/fields.h"

namespace hejie::definition {
namespace {

const std::vector<std::string> kKinds{"fact_level", "condition",    "matters", "sector_rise",
                                      "body_rise",  "handler_load", "stalled", "season"};
const std::vector<std::string> kSeasons{"spring_festival"};

void check_role(Context& context, const Node& node, const std::string& role) {
  if (role.starts_with('$') || role.empty()) return;
  const auto* known = context.library.find_role(role);
  if (context.library.roles.empty() || (known != nullptr && known->kind == RoleClass::staff)) return;
  std::vector<std::string> names;
  for (const auto& one : context.library.roles)
    if (one.kind == RoleClass::staff) names.push_back(one.id);
  context.error(node, "unknown_name",
                say("没有岗位“{}”{}", "there is no staff role \"{}\"{}", role, "") + suggestion(role, names));
}

calendar::Period read_within(Context& context, Fields& fields, std::string_view key, calendar::Period otherwise) {
  const Node* node = fields.find(key);
  if (node == nullptr) return otherwise;
  const auto period = read_period(context, *node);
  if (!period) return otherwise;
  using calendar::Unit;
  if (period->unit == Unit::hours || period->unit == Unit::working_hours) return *period;
  context.error(*node, "bad_value", {"应为小时或工作小时，如 \"8wh\"", "must be in hours, such as \"8wh\""});
  return otherwise;
}

/// A line must end: from each role, step by step, no role comes twice.
void check_lines(Context& context, const Node& node, const EscalationRules& rules) {
  for (const auto& [role, next] : rules.next) {
    std::set<std::string> seen{role};
    for (const std::string* at = &next; at != nullptr; at = rules.next_of(*at)) {
      if (seen.insert(*at).second) continue;
      context.error(node, "endless", say("岗位“{}”的上报链没有终点", "the line of \"{}\" comes back to itself", role));
      break;
    }
  }
}

void read_escalation(Context& context, const Node& node, EscalationRules& rules) {
  Fields fields(context, node);
  const std::string from = fields.string("from");
  if (from != "0" && !from.empty()) {
    const auto period = calendar::parse_period(from.substr(1));
    if (period && period->unit == calendar::Unit::working_days)
      rules.from_days = from.front() == '-' ? -period->count : period->count;
    else
      context.error(node, "bad_value", {"from 应如 \"0\"、\"+1wd\"", "\"from\" must be like \"0\", \"+1wd\""});
  }
  rules.within = read_within(context, fields, "within", rules.within);
  rules.within_hour_clocks = read_within(context, fields, "within_hour_clocks", rules.within_hour_clocks);
  const Node* next = fields.need("next");
  if (next == nullptr) return;
  for (const auto& [role, to] : next->members) {
    check_role(context, to, role);
    check_role(context, to, to.string);
    rules.next[role] = to.string;
  }
  check_lines(context, *next, rules);
}

std::vector<RiskLevel> read_levels(Context& context, const Node& node) {
  std::vector<RiskLevel> levels;
  for (const auto& item : node.items) {
    Fields fields(context, item);
    RiskLevel level;
    level.at = fields.number("at").value_or(1);
    level.to = fields.strings("to");
    level.key = fields.boolean("key", false);
    for (const auto& role : level.to) check_role(context, item, role);
    if (level.to.empty()) context.error(item, "missing_key", {"一级没有告知对象", "a level that tells nobody"});
    if (!levels.empty() && levels.back().at >= level.at)
      context.error(item, "bad_value", {"各级的标准应由低到高", "the levels must rise"});
    levels.push_back(std::move(level));
  }
  if (levels.empty()) context.error(node, "missing_key", {"没有一级", "there is no level"});
  return levels;
}

engine::Value value_of(const Node& node) {
  if (node.is(Node::Kind::boolean)) return node.boolean;
  if (node.is(Node::Kind::integer)) return node.integer;
  return node.string;
}

/// What a bureau may say otherwise.
void read_thresholds(Context& context, Fields& fields, RiskRule& rule) {
  rule.days = fields.integer("days", rule.days, 1, 3650);
  rule.base_days = fields.integer("base_days", rule.base_days, 1, 3650);
  rule.least = fields.integer("least", rule.least, 0, 100'000);
  if (const Node* levels = fields.find("levels")) rule.levels = read_levels(context, *levels);
}

RiskRule read_risk(Context& context, const std::string& id, const Node& node) {
  Fields fields(context, node);
  check_id(context, node, id);
  RiskRule rule;
  rule.id = id;
  (void)fields.need("kind");
  rule.kind = static_cast<RiskKind>(fields.word("kind", kKinds, 0));
  rule.name = fields.need_text("name");
  rule.says = fields.need_text("says");
  rule.duty = fields.need_text("duty");
  rule.workflows = fields.strings("workflows");
  rule.fact = fields.string("fact");
  if (fields.has("season")) (void)fields.word("season", kSeasons, 0);
  rule.season = fields.string("season");
  rule.causes = fields.strings("causes");
  if (const Node* when = fields.find("when"))
    for (const auto& [fact, values] : when->members) {
      auto& allowed = rule.when.emplace_back(fact, std::vector<engine::Value>{}).second;
      for (const auto& value : values.items) allowed.push_back(value_of(value));
    }
  (void)fields.need("levels");
  read_thresholds(context, fields, rule);
  rule.cite = fields.cites();
  return rule;
}

/// Every kind needs its own keys.
void check_kind(Context& context, const Node& node, const RiskRule& rule) {
  const auto needs = [&](bool there, const char* key) {
    if (!there)
      context.error(node, "missing_key", say("规则“{}”缺少“{}”", "the rule \"{}\" lacks \"{}\"", rule.id, key));
  };
  switch (rule.kind) {
    case RiskKind::fact_level:
      return needs(!rule.fact.empty(), "fact");
    case RiskKind::condition:
      return needs(!rule.when.empty(), "when");
    case RiskKind::sector_rise:
    case RiskKind::body_rise:
      needs(rule.base_days > 0, "base_days");
      return needs(rule.days > 0, "days");
    case RiskKind::season:
      needs(!rule.season.empty(), "season");
      return needs(rule.days > 0, "days");
    case RiskKind::matters:
      return needs(rule.days > 0, "days");
    case RiskKind::handler_load:
    case RiskKind::stalled:
      return;
  }
}

void read_risks(Context& context, const Node& node, AlertRules& rules) {
  Fields fields(context, node);
  if (const Node* roles = fields.find("roles"))
    for (const auto& [stage, meanings] : roles->members)
      for (const auto& [name, role] : meanings.members) {
        check_role(context, role, role.string);
        rules.roles[stage][name] = role.string;
      }
  if (const Node* every = fields.find("key_report_every")) {
    const auto period = read_period(context, *every);
    if (period && period->unit == calendar::Unit::working_days && period->count > 0)
      rules.key_report_days = period->count;
    else
      context.error(*every, "bad_value", {"应为工作日，如 \"5wd\"", "must be in working days, such as \"5wd\""});
  }
  if (const Node* risks = fields.need("risks"))
    for (const auto& [id, risk] : risks->members) {
      rules.risks.push_back(read_risk(context, id, risk));
      check_kind(context, risk, rules.risks.back());
    }
}

void lay_overlay(Context& context, const Node& overlay, AlertRules& rules) {
  const Node* bureau = overlay.find("bureau");
  const Node* risks = bureau == nullptr ? nullptr : bureau->find("risks");
  if (risks == nullptr) return;
  std::vector<std::string> names;
  for (const auto& rule : rules.risks) names.push_back(rule.id);
  for (const auto& [id, node] : risks->members) {
    const auto rule = std::ranges::find(rules.risks, id, &RiskRule::id);
    if (rule == rules.risks.end()) {
      context.error(node, "unknown_name",
                    say("没有风险规则“{}”", "there is no risk rule \"{}\"", id) + suggestion(id, names));
      continue;
    }
    Fields fields(context, node);
    read_thresholds(context, fields, *rule);
    if (fields.has("cite"))
      rule->cite = fields.cites();
    else if (const Node* cite = overlay.find("cite"))
      rule->cite = read_cites(context, *cite);
  }
}

/// Events that risk points name.
void check_risk_points(const ControlRules& control, std::span<const engine::ProcedurePtr> procedures,
                       Findings& findings) {
  for (const auto& point : control.points) {
    const auto found = std::ranges::find_if(procedures, [&](const auto& p) { return p->id == point.workflow; });
    if (found != procedures.end() && (*found)->find_event(point.event) != nullptr) continue;
    findings.push_back({Severity::error, "unknown_name", "alerts/control.json", "/control/risk_points/" + point.id,
                        say("没有程序“{}”的事件“{}”", "there is no workflow \"{}\" with an event \"{}\"",
                            point.workflow, point.event)});
  }
}

/// Events and facts that lines of reports name.
void check_report_lines(const ReportLines& reports, std::span<const engine::ProcedurePtr> procedures,
                        Findings& findings) {
  if (reports.workflow.empty()) return;
  const auto tell = [&](const std::string& line, Text message) {
    findings.push_back({Severity::error, "unknown_name", "alerts/special_reports.json",
                        "/special_reports/lines/" + line, std::move(message)});
  };
  const auto found = std::ranges::find_if(procedures, [&](const auto& p) { return p->id == reports.workflow; });
  if (found == procedures.end()) return tell("", say("没有程序“{}”", "there is no workflow \"{}\"", reports.workflow));
  for (const auto& line : reports.lines) {
    for (const auto& event : line.events)
      if ((*found)->find_event(event) == nullptr)
        tell(line.id, say("程序“{}”没有事件“{}”", "the workflow \"{}\" has no event \"{}\"", reports.workflow, event));
    for (const auto& [fact, values] : line.when)
      if ((*found)->find_fact(fact) == nullptr)
        tell(line.id, say("程序“{}”没有事实“{}”", "the workflow \"{}\" has no fact \"{}\"", reports.workflow, fact));
  }
}

}  // namespace

const std::string* EscalationRules::next_of(std::string_view role) const {
  const auto found = next.find(role);
  return found == next.end() ? nullptr : &found->second;
}

bool RiskRule::concerns(std::string_view workflow) const {
  return workflows.empty() || std::ranges::find(workflows, workflow) != workflows.end();
}

int RiskRule::level_of(std::int64_t figure) const {
  const auto above = std::ranges::find_if(levels, [&](const RiskLevel& level) { return figure < level.at; });
  return static_cast<int>(above - levels.begin());
}

const RiskRule* AlertRules::find(std::string_view id) const {
  const auto found = std::ranges::find(risks, id, &RiskRule::id);
  return found == risks.end() ? nullptr : &*found;
}

std::vector<std::string> AlertRules::recipients(const RiskLevel& level, std::string_view stage) const {
  auto meanings = roles.find(stage);
  if (meanings == roles.end()) meanings = roles.find("");
  std::vector<std::string> out;
  for (const auto& role : level.to) {
    std::string to = role;
    if (role.starts_with('$') && meanings != roles.end()) {
      const auto meant = meanings->second.find(role);
      to = meant == meanings->second.end() ? "" : meant->second;
    }
    if (!to.empty() && !to.starts_with('$') && std::ranges::find(out, to) == out.end()) out.push_back(to);
  }
  return out;
}

AlertRules read_alert_rules(std::span<const SourceFile> files, const Library& library,
                            std::span<const SourceFile> overlays, Findings& findings) {
  AlertRules rules;
  Context context(library, findings);
  for (const auto& file : files) {
    if (file.path.ends_with("alerts/escalation.json")) {
      const Node node = parse_file(file, findings);
      Fields fields(context, node);
      if (const Node* escalation = fields.need("escalation")) read_escalation(context, *escalation, rules.escalation);
    } else if (file.path.ends_with("alerts/risks.json")) {
      read_risks(context, parse_file(file, findings), rules);
    } else if (file.path.ends_with("alerts/special_reports.json")) {
      read_report_lines(context, parse_file(file, findings), rules.reports);
    } else if (file.path.ends_with("alerts/control.json")) {
      read_control_rules(context, parse_file(file, findings), rules.control);
    }
  }
  for (const auto& overlay : overlays) {
    const Node node = parse_file(overlay, findings);
    lay_overlay(context, node, rules);
    lay_report_lines(context, node, rules.reports);
    lay_control_rules(context, node, rules.control);
  }
  return rules;
}

void check_alert_rules(const AlertRules& rules, std::span<const engine::ProcedurePtr> procedures, Findings& findings) {
  check_report_lines(rules.reports, procedures, findings);
  check_risk_points(rules.control, procedures, findings);
  const auto tell = [&](const RiskRule& rule, Text message) {
    findings.push_back({Severity::error, "unknown_name", "alerts/risks.json", "/risks/" + rule.id, std::move(message)});
  };
  for (const auto& rule : rules.risks) {
    for (const auto& workflow : rule.workflows) {
      const auto found = std::ranges::find_if(procedures, [&](const auto& p) { return p->id == workflow; });
      if (found == procedures.end()) {
        tell(rule, say("没有程序“{}”", "there is no workflow \"{}\"", workflow));
        continue;
      }
      std::vector<std::string> facts;
      if (!rule.fact.empty()) facts.push_back(rule.fact);
      for (const auto& [fact, values] : rule.when) facts.push_back(fact);
      for (const auto& fact : facts)
        if ((*found)->find_fact(fact) == nullptr)
          tell(rule, say("程序“{}”没有事实“{}”", "the workflow \"{}\" has no fact \"{}\"", workflow, fact));
    }
  }
}

}  // namespace hejie::definition
