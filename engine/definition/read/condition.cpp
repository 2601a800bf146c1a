#include "engine/definition/read/condition.h"

#include <algorithm>
#include <set>

#include "engine/definition/read/values.h"

namespace hejie::definition {
namespace {

using engine::Condition;
using engine::ConditionKind;
using engine::Count;
using engine::FactType;

struct Form {
  std::string_view key;
  void (*read)(Context&, Fields&, const Node&, Condition&);
};

void read_children(Context& context, const Node& list, Condition& out) {
  if (!list.is(Node::Kind::array) || list.items.empty())
    wrong_type(context, list, {"非空的条件列表", "a list of conditions, not empty"});
  for (const auto& item : list.items) out.children.push_back(read_condition(context, item));
}

void read_all(Context& context, Fields&, const Node& node, Condition& out) {
  out.kind = ConditionKind::all;
  read_children(context, node, out);
}

void read_any(Context& context, Fields&, const Node& node, Condition& out) {
  out.kind = ConditionKind::any;
  read_children(context, node, out);
}

void read_not(Context& context, Fields&, const Node& node, Condition& out) {
  out.kind = ConditionKind::negation;
  out.children.push_back(read_condition(context, node));
}

void read_choices(Context& context, const Node& node, const engine::Fact& fact, Condition& out) {
  for (const Node* item : one_or_many(node))
    if (auto value = read_literal(context, *item, fact)) out.values.push_back(std::move(*value));
}

void read_bound(Context& context, const Node& node, const engine::Fact& fact, Condition& out) {
  if (fact.type != FactType::integer && fact.type != FactType::money)
    context.error(node, "type", say("“{}”不是数，不能比较大小", "\"{}\" is no number and has no order", fact.id));
  if (node.is(Node::Kind::object)) {
    Fields bound(context, node);
    if (const Node* other = bound.need("fact"))
      out.other = read_fact_of(context, *other, {FactType::integer, FactType::money});
  } else if (node.is(Node::Kind::integer)) {
    out.values.emplace_back(node.integer);
  } else {
    wrong_type(context, node, {"整数或 {\"fact\":…}", "an integer or {\"fact\":...}"});
  }
}

void read_fact(Context& context, Fields& fields, const Node& node, Condition& out) {
  out.kind = ConditionKind::fact_in;
  out.id = context.refer(node, Name::fact);
  const engine::Fact* fact = context.fact(out.id);
  const Node* is = fields.find("is");
  const Node* in = fields.find("in");
  const Node* known = fields.find("known");
  const Node* least = fields.find("at_least");
  const Node* most = fields.find("at_most");
  const int tests = (is != nullptr) + (in != nullptr) + (known != nullptr) + (least != nullptr) + (most != nullptr);
  if (tests != 1)
    context.error(fields.node(), "condition",
                  {"应恰有一个：is、in、known、at_least、at_most",
                   "exactly one of is, in, known, at_least, at_most belongs here"});
  if (fact == nullptr) return;
  if (fact->type == FactType::text)
    context.error(node, "condition", say("文字“{}”不能用于条件", "the text \"{}\" cannot be guarded", out.id));
  if (is != nullptr && is->is(Node::Kind::array))
    wrong_type(context, *is, {"单个值；列表用 in", "one value; a list is written with \"in\""});
  else if (is != nullptr)
    read_choices(context, *is, *fact, out);
  else if (in != nullptr)
    read_choices(context, *in, *fact, out);
  if (known != nullptr) {
    out.kind = ConditionKind::fact_known;
    out.flag = fields.boolean("known", true);
  }
  if (least != nullptr || most != nullptr) {
    out.kind = least != nullptr ? ConditionKind::fact_at_least : ConditionKind::fact_at_most;
    read_bound(context, least != nullptr ? *least : *most, *fact, out);
  }
}

std::string read_day(Context& context, const Node& node) {
  if (node.is(Node::Kind::string) && node.string == "today") return "today";
  return read_fact_of(context, node, {FactType::day, FactType::moment});
}

void read_day_form(Context& context, Fields& fields, const Node& node, Condition& out) {
  out.kind = ConditionKind::day_not_before;
  out.id = read_day(context, node);
  const Node* not_before = fields.find("not_before");
  const Node* not_after = fields.find("not_after");
  const Node* within = fields.find("within");
  const Node* leaves = fields.find("leaves");
  if ((not_before != nullptr) + (not_after != nullptr) + (within != nullptr) + (leaves != nullptr) != 1) {
    context.error(fields.node(), "condition",
                  {"应恰有一个：not_before、not_after、within、leaves",
                   "exactly one of not_before, not_after, within, leaves belongs here"});
    return;
  }
  if (not_before != nullptr) out.other = read_day(context, *not_before);
  if (not_after != nullptr) {
    out.kind = ConditionKind::day_not_after;
    out.other = read_day(context, *not_after);
  }
  if (within != nullptr) {
    out.kind = ConditionKind::day_within;
    out.period = read_period(context, *within).value_or(engine::Period{});
    if (const Node* at = fields.need("at")) out.other = read_day(context, *at);
  }
  if (leaves != nullptr) {
    out.kind = ConditionKind::day_leaves;
    out.period = read_period(context, *leaves).value_or(engine::Period{});
  }
}

/// A case role or a kind of party; `also` are the words with a meaning of their own.
std::string read_role(Context& context, Fields& fields, std::string_view key, const std::vector<std::string>& also) {
  const Node* node = fields.find(key);
  if (node == nullptr) return {};
  if (node->is(Node::Kind::string) && std::find(also.begin(), also.end(), node->string) != also.end())
    return node->string;
  return context.refer(*node, Name::party);
}

void read_clock(Context& context, Fields& fields, const Node& node, Condition& out) {
  out.kind = ConditionKind::clock_is;
  out.id = context.refer(node, Name::clock);
  (void)fields.need("is");
  out.clock_test = static_cast<engine::ClockTest>(fields.word("is", {"open", "running", "expired", "over"}, 0));
  out.of = static_cast<engine::Of>(fields.word("of", {"any", "actor", "all"}, 0));
  out.role = read_role(context, fields, "role", {"any"});
  if (out.role == "any") out.role.clear();
}

void read_served(Context& context, Fields& fields, const Node& node, Condition& out) {
  out.kind = ConditionKind::served;
  out.id = context.refer(node, Name::document);
  out.role = read_role(context, fields, "to", {"any", "actor"});
  if (out.role == "any") out.role.clear();
  out.count = fields.word("count", {"all", "some"}, 0) == 0 ? Count::all : Count::some;
}

void read_hold(Context& context, Fields& fields, const Node& node, Condition& out) {
  out.kind = ConditionKind::hold_on;
  out.id = context.refer(node, Name::hold);
  (void)fields.need("on");
  out.flag = fields.boolean("on", true);
}

void read_done(Context& context, Fields& fields, const Node& node, Condition& out) {
  out.kind = ConditionKind::done;
  out.id = context.refer(node, Name::event);
  (void)fields.need("is");
  out.flag = fields.boolean("is", true);
}

void read_count(Context& context, Fields& fields, Condition& out) {
  const Node* node = fields.find("count");
  if (node != nullptr && node->is(Node::Kind::integer)) {
    out.count = Count::at_least;
    out.number = fields.integer("count", 1, 1, 10000);
    return;
  }
  if (node == nullptr)
    context.error(fields.node(), "missing_key",
                  {"缺少 count（all、some、none 或数）", "count is missing (all, some, none or a number)"});
  out.count = static_cast<Count>(fields.word("count", {"all", "some", "none"}, 1));
}

void read_parties(Context& context, Fields& fields, const Node& node, Condition& out) {
  out.kind = ConditionKind::parties;
  out.role = node.is(Node::Kind::string) && node.string == "any" ? "any" : context.refer(node, Name::party);
  if (const Node* where = fields.find("where")) out.where = read_party_where(context, *where);
  read_count(context, fields, out);
  out.other_than_actor = fields.boolean("other_than_actor", false);
}

void read_self(Context& context, Fields&, const Node& node, Condition& out) {
  out.kind = ConditionKind::self;
  out.where = read_party_where(context, node);
}

void read_items(Context& context, Fields& fields, const Node& node, Condition& out) {
  out.kind = ConditionKind::items;
  if (!node.is(Node::Kind::string) || !node.string.empty())
    wrong_type(context, node, {"空字符串 \"\"", "the empty string \"\""});
  if (const Node* where = fields.find("where")) out.where = read_item_where(context, *where);
  read_count(context, fields, out);
}

void read_link(Context& context, Fields& fields, const Node& node, Condition& out) {
  out.id = context.refer(node, Name::link);
  out.kind = ConditionKind::link_is;
  const bool outcome = fields.has("outcome");
  if (outcome == fields.has("is"))
    context.error(fields.node(), "condition", {"应恰有一个：outcome、is", "exactly one of outcome, is belongs here"});
  if (outcome) {
    out.kind = ConditionKind::link_outcome;
    out.names = fields.strings("outcome");
  }
  out.flag = fields.boolean("is", true);
}

void read_switch(Context& context, Fields& fields, const Node& node, Condition& out) {
  out.kind = ConditionKind::switch_is;
  out.id = context.refer(node, Name::switch_);
  const engine::Switch* found = context.find_switch(out.id);
  const Node* is = fields.need("is");
  if (is == nullptr || found == nullptr) return;
  for (const Node* item : one_or_many(*is)) {
    auto value = read_plain(context, *item);
    if (!value) continue;
    if (std::find(found->options.begin(), found->options.end(), *value) == found->options.end())
      context.error(*item, "bad_value", say("开关“{}”没有这个取值", "the switch \"{}\" has no such option", out.id));
    out.values.push_back(std::move(*value));
  }
}

constexpr Form kForms[] = {
    {"all", read_all},      {"any", read_any},         {"not", read_not},       {"fact", read_fact},
    {"day", read_day_form}, {"clock", read_clock},     {"served", read_served}, {"hold", read_hold},
    {"done", read_done},    {"parties", read_parties}, {"self", read_self},     {"items", read_items},
    {"link", read_link},    {"switch", read_switch},
};

const Form* form_of(const Node& node) {
  for (const auto& form : kForms)
    if (node.find(form.key) != nullptr) return &form;
  return nullptr;
}

/// Expands one named condition, first those it uses. `open` are the names being expanded: meeting one is recursion.
void expand(Context& context, const std::string& name, std::set<std::string>& open) {
  if (context.lets.contains(name)) return;
  const Node& body = *context.let_nodes.at(name);
  open.insert(name);
  std::vector<const Node*> walk{&body};
  while (!walk.empty()) {
    const Node* node = walk.back();
    walk.pop_back();
    for (const auto& item : node->items) walk.push_back(&item);
    for (const auto& [key, child] : node->members) {
      walk.push_back(&child);
      if (key != "let" || !child.is(Node::Kind::string) || !context.let_nodes.contains(child.string)) continue;
      if (open.contains(child.string))
        context.error(child, "let_recursion",
                      say("命名条件“{}”引用了自身", "the named condition \"{}\" refers to itself", child.string));
      else
        expand(context, child.string, open);
    }
  }
  open.erase(name);
  Condition condition = read_condition(context, body);
  condition.let = name;
  context.lets.emplace(name, std::move(condition));
}

Condition use_let(Context& context, const Node& node) {
  const std::string name = context.refer(node, Name::let);
  const auto it = context.lets.find(name);
  return it == context.lets.end() ? Condition{} : it->second;
}

}  // namespace

Condition read_condition(Context& context, const Node& node) {
  Condition out;
  Fields fields(context, node);
  if (const Node* let = fields.find("let")) {
    out = use_let(context, *let);
  } else if (const Form* form = form_of(node)) {
    form->read(context, fields, *fields.find(form->key), out);
  } else if (node.is(Node::Kind::object)) {
    std::vector<std::string> keys{"let"};
    for (const auto& known : kForms) keys.emplace_back(known.key);
    for (const auto& key : keys) (void)fields.find(key);
    context.error(node, "condition", {"不认识的条件形式", "not a known form of condition"});
  }
  out.pointer = node.pointer;
  return out;
}

Condition read_when(Context& context, Fields& fields, std::string_view key) {
  const Node* node = fields.find(key);
  return node == nullptr ? Condition{} : read_condition(context, *node);
}

void read_lets(Context& context) {
  std::set<std::string> open;
  for (const auto& name : context.names(Name::let)) expand(context, name, open);
}

}  // namespace hejie::definition
