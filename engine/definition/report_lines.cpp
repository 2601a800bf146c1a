#include "engine/definition/report_lines.h"

#include <algorithm>

#include "engine/definition/read/context.h"
#include "engine/definition/read/fields.h"

namespace hejie::definition {
namespace {

engine::Value value_of(const Node& node) {
  if (node.is(Node::Kind::boolean)) return node.boolean;
  if (node.is(Node::Kind::integer)) return node.integer;
  return node.string;
}

void read_bodies(Context& context, Fields& fields, ReportLines& reports) {
  const Node* bodies = fields.find("recipients");
  if (bodies == nullptr) return;
  for (const auto& [id, node] : bodies->members) {
    check_id(context, node, id);
    Fields body(context, node);
    const Text name = body.need_text("name");
    const auto known = std::ranges::find(reports.bodies, id, &ReportBody::id);
    if (known == reports.bodies.end())
      reports.bodies.push_back({id, name});
    else
      known->name = name;
  }
}

ReportLine read_line(Context& context, const std::string& id, const Node& node, const ReportLines& reports) {
  check_id(context, node, id);
  Fields fields(context, node);
  ReportLine line;
  line.id = id;
  (void)fields.need("events");
  line.events = fields.strings("events");
  (void)fields.need("to");
  line.to = fields.strings("to");
  if (const Node* when = fields.find("when"))
    for (const auto& [fact, values] : when->members) {
      auto& allowed = line.when.emplace_back(fact, std::vector<engine::Value>{}).second;
      for (const auto& value : values.items) allowed.push_back(value_of(value));
    }
  line.cite = fields.cites();
  std::vector<std::string> names;
  for (const auto& body : reports.bodies) names.push_back(body.id);
  for (const auto& to : line.to)
    if (reports.find_body(to) == nullptr)
      context.error(node, "unknown_name",
                    say("没有报告对象“{}”{}", "there is no recipient \"{}\"{}", to, "") + suggestion(to, names));
  return line;
}

void read_lines(Context& context, Fields& fields, ReportLines& reports) {
  const Node* lines = fields.find("lines");
  if (lines == nullptr) return;
  for (const auto& [id, node] : lines->members) {
    auto line = read_line(context, id, node, reports);
    const auto known = std::ranges::find(reports.lines, id, &ReportLine::id);
    if (known == reports.lines.end())
      reports.lines.push_back(std::move(line));
    else
      *known = std::move(line);
  }
}

void read_within(Context& context, Fields& fields, ReportLines& reports) {
  const Node* within = fields.find("acknowledge_within");
  if (within == nullptr) return;
  const auto period = read_period(context, *within);
  if (!period) return;
  if (period->unit == calendar::Unit::hours)
    reports.within = *period;
  else
    context.error(*within, "bad_value", {"应为小时，如 \"2h\"", "must be in hours, such as \"2h\""});
}

}  // namespace

const ReportBody* ReportLines::find_body(std::string_view id) const {
  const auto found = std::ranges::find(bodies, id, &ReportBody::id);
  return found == bodies.end() ? nullptr : &*found;
}

std::vector<std::string> ReportLines::recipients(std::string_view event, const engine::Values& facts) const {
  const auto holds = [&](const auto& wanted) {
    const auto found = facts.find(wanted.first);
    return found != facts.end() && std::ranges::find(wanted.second, found->second) != wanted.second.end();
  };
  std::vector<std::string> out;
  for (const auto& line : lines) {
    if (std::ranges::find(line.events, event) == line.events.end() || !std::ranges::all_of(line.when, holds)) continue;
    for (const auto& to : line.to)
      if (std::ranges::find(out, to) == out.end()) out.push_back(to);
  }
  return out;
}

void read_report_lines(Context& context, const Node& node, ReportLines& reports) {
  Fields top(context, node);
  const Node* inner = top.need("special_reports");
  if (inner == nullptr) return;
  Fields fields(context, *inner);
  (void)fields.need("workflow");
  reports.workflow = fields.string("workflow");
  (void)fields.need("tell");
  reports.tell = fields.string("tell");
  const auto* role = context.library.find_role(reports.tell);
  if (!context.library.roles.empty() && (role == nullptr || role->kind != RoleClass::staff))
    context.error(*inner, "unknown_name", say("没有岗位“{}”", "there is no staff role \"{}\"", reports.tell));
  read_within(context, fields, reports);
  read_bodies(context, fields, reports);
  read_lines(context, fields, reports);
}

void lay_report_lines(Context& context, const Node& overlay, ReportLines& reports) {
  const Node* bureau = overlay.find("bureau");
  const Node* own = bureau == nullptr ? nullptr : bureau->find("special_reports");
  if (own == nullptr) return;
  Fields fields(context, *own);
  read_within(context, fields, reports);
  read_bodies(context, fields, reports);
  read_lines(context, fields, reports);
}

}  // namespace hejie::definition
