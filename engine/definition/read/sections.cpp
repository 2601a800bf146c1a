#include "engine/definition/read/sections.h"

#include <algorithm>

#include "engine/definition/read/condition.h"
#include "engine/definition/read/fields.h"
#include "engine/definition/read/values.h"

namespace hejie::definition {
namespace {

using engine::Fact;
using engine::FactType;

const std::vector<std::string> kTypes{"bool", "enum", "int", "money", "day", "moment", "period", "text", "person"};
const std::vector<std::string> kPhases{"open", "closed", "final"};

std::vector<std::pair<std::string, Text>> read_named_texts(Context& context, const Node& node) {
  std::vector<std::pair<std::string, Text>> out;
  if (!node.is(Node::Kind::object) || node.members.empty())
    wrong_type(context, node, {"非空对象 {编号: 文本}", "an object {id: text}, not empty"});
  for (const auto& [id, text] : node.members) {
    check_id(context, text, id);
    out.emplace_back(id, read_text(context, text));
  }
  return out;
}

Fact read_fact(Context& context, const std::string& id, const Node& node) {
  Fields fields(context, node);
  check_id(context, node, id);
  Fact fact;
  fact.id = id;
  (void)fields.need("type");
  fact.type = static_cast<FactType>(fields.word("type", kTypes, 0));
  fact.name = fields.need_text("name");
  const Node* values = fields.find("values");
  if (values != nullptr) fact.values = read_named_texts(context, *values);
  if ((values != nullptr) != (fact.type == FactType::enumeration))
    context.error(node, "fact",
                  {"values 只属于 enum，enum 必须有 values", "values belong to an enum, and an enum must have them"});
  fact.min = fields.number("min");
  fact.max = fields.number("max");
  const bool is_number = fact.type == FactType::integer || fact.type == FactType::money;
  if ((fact.min || fact.max) && !is_number)
    context.error(node, "fact", {"min、max 只用于 int 与 money", "min and max are for int and money only"});
  fact.answer = fields.boolean("answer", false);
  fact.sensitive = fields.boolean("sensitive", false);
  if (const Node* init = fields.find("init"); init != nullptr && !init->is(Node::Kind::null))
    if (auto value = read_literal(context, *init, fact)) fact.init = std::move(*value);
  return fact;
}

engine::Switch read_switch(Context& context, const std::string& id, const Node& node) {
  Fields fields(context, node);
  check_id(context, node, id);
  engine::Switch out;
  out.id = id;
  if (const Node* options = fields.need("options"))
    for (const Node* item : one_or_many(*options))
      if (auto value = read_plain(context, *item)) out.options.push_back(std::move(*value));
  if (const Node* value = fields.need("value")) {
    if (auto read = read_plain(context, *value)) out.value = std::move(*read);
    if (std::find(out.options.begin(), out.options.end(), out.value) == out.options.end())
      context.error(*value, "bad_value", {"value 不在 options 中", "value is not one of the options"});
  }
  out.disputed = fields.text("disputed");
  out.cite = fields.cites();
  return out;
}

engine::PartyRole read_party(Context& context, const std::string& id, const Node& node) {
  Fields fields(context, node);
  check_id(context, node, id);
  engine::PartyRole role;
  role.id = id;
  role.name = fields.need_text("name");
  role.min = fields.integer("min", 0, 0, 10000);
  role.max = fields.integer("max", 1000, 1, 10000);
  role.kinds = fields.names("kind", Name::kind);
  if (role.min > role.max) context.error(node, "bad_value", {"min 大于 max", "min is more than max"});
  return role;
}

engine::State read_state(Context& context, const std::string& id, const Node& node) {
  Fields fields(context, node);
  check_id(context, node, id);
  engine::State state;
  state.id = id;
  state.name = fields.need_text("name");
  (void)fields.need("phase");
  state.phase = static_cast<engine::Phase>(fields.word("phase", kPhases, 0));
  state.milestone = fields.string("milestone");
  const Node* waits = fields.find("waits");
  if (waits == nullptr) return state;
  if (waits->is(Node::Kind::string))
    state.waits_clock = context.refer(*waits, Name::clock);
  else
    state.waits = read_text(context, *waits);
  return state;
}

}  // namespace

void read_header(Context& context, const Node& root) {
  auto& out = context.procedure;
  if (const Node* id = root.find("procedure"); id != nullptr && id->is(Node::Kind::string)) {
    out.id = id->string;
    check_id(context, *id, id->string);
  } else {
    context.error(id != nullptr ? *id : root, "missing_key",
                  {"缺少 procedure（程序编号）", "the procedure's id is missing (procedure)"});
  }
  if (const Node* version = root.find("version");
      version != nullptr && version->is(Node::Kind::integer) && version->integer > 0)
    out.version = static_cast<int>(version->integer);
  else
    context.error(version != nullptr ? *version : root, "missing_key",
                  {"缺少 version（正整数）", "\"version\" is missing (an integer from 1)"});
  if (const Node* name = root.find("name"))
    out.name = read_text(context, *name);
  else
    context.error(root, "missing_key", {"缺少 name", "\"name\" is missing"});
  if (const Node* cite = root.find("cite")) out.cite = read_cites(context, *cite);
  if (const Node* number = root.find("number")) {
    Fields fields(context, *number);
    engine::NumberRule rule{fields.string("series"), fields.string("pattern")};
    if (rule.series.empty() || rule.pattern.find("{n}") == std::string::npos)
      context.error(*number, "bad_value",
                    {"number 需要 series 与含 {n} 的 pattern", "number needs a series and a pattern with {n}"});
    out.number = std::move(rule);
  }
}

void read_parties(Context& context, const Node& section) {
  for (const auto& [id, node] : section.members) context.procedure.parties.push_back(read_party(context, id, node));
}

void read_facts(Context& context, const Node& section) {
  for (const auto& [id, node] : section.members) context.procedure.facts.push_back(read_fact(context, id, node));
}

void read_standings(Context& context, const Node& section) {
  for (const auto& [id, node] : section.members) {
    Fact standing = read_fact(context, id, node);
    if (standing.answer) context.error(node, "fact", {"当事人状况不能是 answer", "a standing cannot be an answer"});
    context.procedure.standings.push_back(std::move(standing));
  }
}

void read_items(Context& context, const Node& section) {
  Fields fields(context, section);
  if (const Node* kinds = fields.need("kinds")) context.procedure.item_kinds = read_named_texts(context, *kinds);
  if (const Node* outcomes = fields.find("outcomes"))
    context.procedure.item_outcomes = read_named_texts(context, *outcomes);
}

void read_switches(Context& context, const Node& section) {
  for (const auto& [id, node] : section.members) context.procedure.switches.push_back(read_switch(context, id, node));
}

void read_states(Context& context, const Node& section) {
  for (const auto& [id, node] : section.members) context.procedure.states.push_back(read_state(context, id, node));
}

void read_holds(Context& context, const Node& section) {
  for (const auto& [id, node] : section.members) {
    Fields fields(context, node);
    check_id(context, node, id);
    engine::Hold hold;
    hold.id = id;
    hold.name = fields.need_text("name");
    hold.allows = fields.names("allows", Name::event);
    if (const Node* lives = fields.find("lives")) hold.lives = read_state_list(context, *lives);
    hold.per_request = fields.word("per", {"", "request"}, 0) == 1;
    hold.cite = fields.cites();
    context.procedure.holds.push_back(std::move(hold));
  }
}

void fill_hold_lives(Context& context, const Node& section) {
  auto& procedure = context.procedure;
  for (auto& hold : procedure.holds) {
    const Node* node = section.find(hold.id);
    if (node == nullptr || node->find("lives") != nullptr) continue;
    for (const auto* list : {&procedure.events, &procedure.automatic})
      for (const auto& event : *list)
        for (const auto& row : event.rows) {
          if (std::find(row.releases.begin(), row.releases.end(), hold.id) == row.releases.end()) continue;
          for (const auto& state : row.from)
            if (std::find(hold.lives.begin(), hold.lives.end(), state) == hold.lives.end()) hold.lives.push_back(state);
        }
  }
}

}  // namespace hejie::definition
