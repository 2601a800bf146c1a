// Events of people, clocks and links, and automatic events.
#include <algorithm>

#include "engine/definition/read/condition.h"
#include "engine/definition/read/fields.h"
#include "engine/definition/read/sections.h"
#include "engine/definition/read/values.h"

namespace hejie::definition {
namespace {

using engine::Event;
using engine::Row;

engine::IssueRule read_issue(Context& context, const Node& node) {
  engine::IssueRule rule;
  if (!node.is(Node::Kind::object)) {
    rule.document = context.refer(node, Name::document);
    return rule;
  }
  Fields fields(context, node);
  (void)fields.need("doc");
  rule.document = fields.name("doc", Name::document);
  rule.to = fields.name("to", Name::case_role);
  rule.when = read_when(context, fields);
  return rule;
}

void read_open_parties(Context& context, const Node& node, engine::OpenRule& rule) {
  if (node.is(Node::Kind::string) && node.string == "all") {
    rule.all_parties = true;
    return;
  }
  if (!node.is(Node::Kind::object))
    wrong_type(context, node, {"\"all\" 或 {本案角色: 对方角色}", "\"all\" or {our role: their role}"});
  for (const auto& [ours, theirs] : node.members) {
    if (!context.has(Name::case_role, ours))
      context.error(theirs, "unknown_name",
                    say("“{}”不是已知的案件角色", "\"{}\" is not a known case role", ours) +
                        suggestion(ours, context.names(Name::case_role)));
    if (theirs.is(Node::Kind::string))
      rule.parties.emplace_back(ours, theirs.string);
    else
      wrong_type(context, theirs, {"对方案件的角色", "a case role of the other procedure"});
  }
}

void read_open_items(Context& context, const Node& node, engine::OpenRule& rule) {
  rule.with_items = true;
  if (node.is(Node::Kind::boolean)) {
    rule.with_items = node.boolean;
    return;
  }
  const Node* where = node.find("items") != nullptr ? node.find("where") : &node;
  if (where != nullptr) rule.items = read_item_where(context, *where);
}

engine::OpenRule read_open(Context& context, const Node& node) {
  Fields fields(context, node);
  engine::OpenRule rule;
  (void)fields.need("link");
  (void)fields.need("event");
  rule.link = fields.name("link", Name::link);
  rule.event = fields.string("event");
  rule.when = read_when(context, fields);
  if (const Node* facts = fields.find("facts")) rule.facts = read_foreign_setters(context, *facts);
  if (const Node* parties = fields.find("parties")) read_open_parties(context, *parties, rule);
  if (const Node* items = fields.find("items")) read_open_items(context, *items, rule);
  return rule;
}

engine::SignalRule read_signal(Context& context, const Node& node) {
  Fields fields(context, node);
  engine::SignalRule rule;
  (void)fields.need("link");
  (void)fields.need("event");
  rule.link = fields.name("link", Name::link);
  rule.event = fields.string("event");
  rule.when = read_when(context, fields);
  return rule;
}

template <typename T>
std::vector<T> read_list(Context& context, Fields& fields, std::string_view key, T (*read)(Context&, const Node&)) {
  std::vector<T> out;
  if (const Node* node = fields.find(key))
    for (const Node* item : one_or_many(*node)) out.push_back(read(context, *item));
  return out;
}

/// The keys of a row, of a row object or of an event written in short. `id` and `from` only where they belong.
void read_row_keys(Context& context, Fields& fields, Row& row) {
  row.pointer = fields.node().pointer;
  if (const Node* from = fields.find("from")) row.from = read_state_list(context, *from);
  row.when = read_when(context, fields);
  row.to = fields.name("to", Name::state);
  if (const Node* set = fields.find("set")) row.set = read_setters(context, *set, Target::fact);
  if (const Node* set = fields.find("set_party")) row.set_party = read_setters(context, *set, Target::standing);
  row.takes = fields.names("takes", Name::hold);
  row.releases = fields.names("releases", Name::hold);
  row.issues = read_list(context, fields, "issues", read_issue);
  row.opens = read_list(context, fields, "opens", read_open);
  row.signals = read_list(context, fields, "signals", read_signal);
}

void check_start(Context& context, const Node& node, const Row& row, bool has_from) {
  if (has_from && row.from.empty())
    context.error(
        node, "rows",
        {"from 没有任何状态；起始行不写 from", "from names no state; a row that starts a case has no \"from\""});
  if (!has_from && row.to.empty())
    context.error(node, "rows", {"起始行必须写 to", "a row that starts a case must say \"to\""});
}

std::vector<Row> read_rows(Context& context, const Node& list) {
  std::vector<Row> rows;
  std::vector<std::string> ids;
  if (!list.is(Node::Kind::array) || list.items.empty())
    wrong_type(context, list, {"非空的行列表", "a list of rows, not empty"});
  std::size_t starts = 0;
  for (const auto& item : list.items) {
    Fields fields(context, item);
    Row row;
    row.id = fields.string("id");
    if (row.id.empty()) row.id = std::to_string(rows.size() + 1);
    if (std::find(ids.begin(), ids.end(), row.id) != ids.end())
      context.error(item, "duplicate", say("行编号“{}”重复", "the row id \"{}\" stands here twice", row.id));
    ids.push_back(row.id);
    read_row_keys(context, fields, row);
    check_start(context, item, row, fields.has("from"));
    starts += fields.has("from") ? 0U : 1U;
    rows.push_back(std::move(row));
  }
  if (starts != 0 && starts != rows.size())
    context.error(list, "rows",
                  {"起始行（无 from）不能与其他行混在一个事件里",
                   "rows that start a case (no \"from\") cannot stand with others in one event"});
  return rows;
}

void read_rows_or_short_form(Context& context, Fields& fields, Event& event) {
  static const std::vector<std::string> kRowKeys{"from",  "when",     "to",     "set",   "set_party",
                                                 "takes", "releases", "issues", "opens", "signals"};
  if (const Node* rows = fields.find("rows")) {
    event.rows = read_rows(context, *rows);
    for (const auto& key : kRowKeys)
      if (const Node* extra = fields.find(key))
        context.error(*extra, "rows", say("有 rows 时“{}”要写在行里", "with \"rows\", \"{}\" belongs into a row", key));
    return;
  }
  Row row;
  read_row_keys(context, fields, row);
  check_start(context, fields.node(), row, fields.has("from"));
  event.rows.push_back(std::move(row));
}

engine::ApprovalStep read_step(Context& context, const Node& node) {
  Fields fields(context, node);
  engine::ApprovalStep step;
  (void)fields.need("by");
  step.by = fields.names("by", Name::staff_role);
  step.when = read_when(context, fields);
  return step;
}

engine::Warning read_warning(Context& context, const Node& node) {
  Fields fields(context, node);
  engine::Warning warning;
  (void)fields.need("unless");
  warning.unless = read_when(context, fields, "unless");
  warning.text = fields.need_text("text");
  warning.cite = fields.cites();
  return warning;
}

Event read_event(Context& context, const std::string& id, const Node& node) {
  Fields fields(context, node);
  check_id(context, node, id);
  Event event;
  event.id = id;
  event.pointer = node.pointer;
  event.name = fields.need_text("name");
  (void)fields.need("by");
  event.by = fields.names("by", Name::recorder);
  event.act_of = fields.names("act_of", Name::actor);
  event.approval = read_list(context, fields, "approval", read_step);
  event.officers = fields.integer("officers", 0, 0, 9);
  event.not_by_actor_of = fields.names("not_by_actor_of", Name::event);
  event.within = fields.names("within", Name::clock);
  event.asks = fields.names("asks", Name::fact);
  event.may = fields.names("may", Name::fact);
  for (const auto& fact : event.may)
    if (std::find(event.asks.begin(), event.asks.end(), fact) != event.asks.end())
      context.error(node, "duplicate", say("“{}”同时在 asks 与 may 中", "\"{}\" is both in asks and in may", fact));
  event.warn = read_list(context, fields, "warn", read_warning);
  event.adds_parties = fields.names("adds_parties", Name::case_role);
  event.items = static_cast<engine::ItemsUse>(fields.word("items", {"none", "replace", "outcome"}, 0));
  event.adopts = fields.name("adopts", Name::link);
  event.lines = fields.boolean("lines", false);
  event.may_be_future = fields.boolean("may_be_future", false);
  event.hour = fields.boolean("hour", false);
  event.gives_number = fields.boolean("gives_number", false);
  event.cite = fields.cites();
  read_rows_or_short_form(context, fields, event);
  return event;
}

Event read_automatic_event(Context& context, const std::string& id, const Node& node) {
  Fields fields(context, node);
  check_id(context, node, id);
  Event event;
  event.id = id;
  event.pointer = node.pointer;
  event.automatic = true;
  event.name = fields.need_text("name");
  event.each = fields.name("each", Name::case_role);
  event.cite = fields.cites();
  (void)fields.need("from");
  Row row;
  read_row_keys(context, fields, row);
  if (fields.has("from") && row.from.empty()) context.error(node, "rows", {"from 没有任何状态", "from names no state"});
  if (row.to.empty() && row.set.empty() && row.set_party.empty())
    context.error(node, "rows",
                  {"自动事件必须改变状态、事实或当事人状况",
                   "an automatic event must move the state or change a fact or standing"});
  if (!row.set_party.empty() && event.each.empty())
    context.error(node, "missing_key",
                  {"set_party 需要 each 指明案件角色", "set_party needs \"each\" to name the case role"});
  event.rows.push_back(std::move(row));
  return event;
}

}  // namespace

void read_events(Context& context, const Node& section) {
  static const std::vector<std::string> kBuiltIn{"serve", "approve", "decline", "recall", "correct", "annul", "tick"};
  for (const auto& [id, node] : section.members) {
    if (std::find(kBuiltIn.begin(), kBuiltIn.end(), id) != kBuiltIn.end())
      context.error(node, "bad_id", say("“{}”是内置事件的名称", "\"{}\" is the name of a built-in event", id));
    context.procedure.events.push_back(read_event(context, id, node));
  }
}

void read_automatic(Context& context, const Node& section) {
  for (const auto& [id, node] : section.members)
    context.procedure.automatic.push_back(read_automatic_event(context, id, node));
}

}  // namespace hejie::definition
