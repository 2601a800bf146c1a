#include "engine/definition/read/values.h"

#include <algorithm>
#include <charconv>

#include "engine/definition/read/fields.h"

namespace hejie::definition {
namespace {

using engine::Fact;
using engine::FactType;
using engine::Setter;
using engine::Value;

std::optional<Moment> parse_moment(std::string_view text) {
  if (text.size() != 16 || text[10] != 'T' || text[13] != ':') return std::nullopt;
  const auto day = parse_date(text.substr(0, 10));
  int hour = -1;
  int minute = -1;
  const auto h = std::from_chars(text.data() + 11, text.data() + 13, hour);
  const auto m = std::from_chars(text.data() + 14, text.data() + 16, minute);
  const bool read = h.ptr == text.data() + 13 && m.ptr == text.data() + 16;
  if (!day || !read || hour < 0 || hour > 23 || minute < 0 || minute > 59) return std::nullopt;
  return Moment{*day, hour * 60 + minute};
}

std::optional<Value> enumerator(Context& context, const Node& node, const Fact& fact) {
  std::vector<std::string> ids;
  for (const auto& [id, name] : fact.values) ids.push_back(id);
  if (node.is(Node::Kind::string) && std::find(ids.begin(), ids.end(), node.string) != ids.end()) return node.string;
  if (!node.is(Node::Kind::string)) {
    wrong_type(context, node, name_of(FactType::enumeration));
    return std::nullopt;
  }
  context.error(
      node, "unknown_name",
      say("“{}”没有取值“{}”", "\"{}\" has no value \"{}\"", fact.id, node.string) + suggestion(node.string, ids));
  return std::nullopt;
}

std::optional<Value> number(Context& context, const Node& node, const Fact& fact) {
  if (!node.is(Node::Kind::integer)) return std::nullopt;
  if ((fact.min && node.integer < *fact.min) || (fact.max && node.integer > *fact.max))
    context.error(node, "bad_value",
                  say("{} 超出“{}”的范围", "{} is out of the range of \"{}\"", node.integer, fact.id));
  return Value{node.integer};
}

std::optional<Value> by_type(Context& context, const Node& node, const Fact& fact) {
  const bool is_text = node.is(Node::Kind::string);
  switch (fact.type) {
    case FactType::boolean:
      if (node.is(Node::Kind::boolean)) return Value{node.boolean};
      break;
    case FactType::integer:
    case FactType::money:
      return number(context, node, fact);
    case FactType::day:
      if (is_text)
        if (const auto day = parse_date(node.string)) return Value{*day};
      break;
    case FactType::moment:
      if (is_text)
        if (const auto moment = parse_moment(node.string)) return Value{*moment};
      break;
    case FactType::period:
      if (is_text)
        if (const auto period = calendar::parse_period(node.string)) return Value{*period};
      break;
    case FactType::enumeration:
    case FactType::text:
    case FactType::person:
      break;
  }
  return std::nullopt;
}

/// VALUE of a `set`: literal, "$today", {"fact":..} or null. `fact` is null for the facts of another procedure.
std::optional<Setter> read_setter(Context& context, const std::string& target, const Node& node, const Fact* fact) {
  Setter setter;
  setter.target = target;
  if (node.is(Node::Kind::null)) return setter;
  if (node.is(Node::Kind::string) && node.string == "$today") {
    setter.source = Setter::Source::today;
    if (fact != nullptr && fact->type != FactType::day)
      context.error(node, "type",
                    say("“{}”不是日期，不能设为 $today", "\"{}\" is not a day and cannot be $today", target));
    return setter;
  }
  if (node.is(Node::Kind::object)) {
    Fields fields(context, node);
    setter.source = Setter::Source::fact;
    const Node* source = fields.need("fact");
    if (source == nullptr) return std::nullopt;
    setter.fact = context.refer(*source, Name::fact);
    const Fact* from = context.fact(setter.fact);
    if (from != nullptr && fact != nullptr && from->type != fact->type)
      context.error(*source, "type",
                    say("“{}”与“{}”类型不同", "\"{}\" and \"{}\" are of different types", setter.fact, target));
    return setter;
  }
  const auto literal = fact == nullptr ? read_plain(context, node) : read_literal(context, node, *fact);
  if (!literal) return std::nullopt;
  setter.literal = *literal;
  return setter;
}

std::vector<Value> read_choices(Context& context, const Node& node, const Fact& fact) {
  std::vector<Value> out;
  for (const Node* item : one_or_many(node)) {
    if (item->is(Node::Kind::null))
      out.emplace_back();
    else if (auto value = read_literal(context, *item, fact))
      out.push_back(*value);
  }
  return out;
}

std::vector<Value> read_ids(Context& context, const Node& node, Name kind) {
  std::vector<Value> out;
  for (const Node* item : one_or_many(node)) {
    if (item->is(Node::Kind::null))
      out.emplace_back();
    else if (auto id = context.refer(*item, kind); !id.empty())
      out.emplace_back(std::move(id));
  }
  return out;
}

}  // namespace

Text name_of(FactType type) {
  switch (type) {
    case FactType::boolean:
      return {"是或否（true、false）", "true or false"};
    case FactType::enumeration:
      return {"所列取值之一", "one of the listed values"};
    case FactType::integer:
      return {"整数", "an integer"};
    case FactType::money:
      return {"金额（分，整数）", "money in fen (an integer)"};
    case FactType::day:
      return {"日期 YYYY-MM-DD", "a day YYYY-MM-DD"};
    case FactType::moment:
      return {"时刻 YYYY-MM-DDTHH:MM", "a moment YYYY-MM-DDTHH:MM"};
    case FactType::period:
      return {"期间，如 \"10wd\"", "a period such as \"10wd\""};
    case FactType::text:
      return {"文字（不能作为字面值）", "text (which has no literals)"};
    case FactType::person:
      return {"人员（不能作为字面值）", "a person (who has no literals)"};
  }
  return {};
}

std::optional<Value> read_literal(Context& context, const Node& node, const Fact& fact) {
  if (fact.type == FactType::enumeration) return enumerator(context, node, fact);
  auto value = by_type(context, node, fact);
  if (!value) context.error(node, "type", say("“{}”应为：", "\"{}\" must be: ", fact.id) + name_of(fact.type));
  return value;
}

std::optional<Value> read_plain(Context& context, const Node& node) {
  if (node.is(Node::Kind::boolean)) return Value{node.boolean};
  if (node.is(Node::Kind::integer)) return Value{node.integer};
  if (node.is(Node::Kind::string)) {
    if (const auto period = calendar::parse_period(node.string)) return Value{*period};
    if (const auto day = parse_date(node.string)) return Value{*day};
    return Value{node.string};
  }
  wrong_type(context, node, {"true、false、整数或字符串", "true, false, an integer or a string"});
  return std::nullopt;
}

std::vector<Setter> read_setters(Context& context, const Node& node, Target target) {
  std::vector<Setter> out;
  if (!node.is(Node::Kind::object)) wrong_type(context, node, {"对象 {…}", "an object {...}"});
  const Name kind = target == Target::fact ? Name::fact : Name::standing;
  for (const auto& [id, value] : node.members) {
    const Fact* fact = target == Target::fact ? context.fact(id) : context.standing(id);
    if (fact == nullptr) {
      context.error(
          value, "unknown_name",
          say("“{}”不是已知的", "\"{}\" is not a known ", id) + name_of(kind) + suggestion(id, context.names(kind)));
      continue;
    }
    if (fact->answer)
      context.error(value, "bad_value",
                    say("“{}”是 answer，不保存，不能设值", "\"{}\" is an answer: not kept, so it cannot be set", id));
    if (auto setter = read_setter(context, id, value, fact)) out.push_back(std::move(*setter));
  }
  return out;
}

std::vector<Setter> read_foreign_setters(Context& context, const Node& node) {
  std::vector<Setter> out;
  if (!node.is(Node::Kind::object)) wrong_type(context, node, {"对象 {…}", "an object {...}"});
  for (const auto& [id, value] : node.members)
    if (auto setter = read_setter(context, id, value, nullptr)) out.push_back(std::move(*setter));
  return out;
}

Where read_party_where(Context& context, const Node& node) {
  Where where;
  if (!node.is(Node::Kind::object)) wrong_type(context, node, {"对象 {…}", "an object {...}"});
  for (const auto& [id, value] : node.members) {
    const Fact* standing = context.standing(id);
    if (id == "kind")
      where[id] = read_ids(context, value, Name::kind);
    else if (standing != nullptr)
      where[id] = read_choices(context, value, *standing);
    else
      context.error(value, "unknown_name",
                    say("“{}”不是已知的", "\"{}\" is not a known ", id) + name_of(Name::standing) +
                        suggestion(id, context.names(Name::standing)));
  }
  return where;
}

Where read_item_where(Context& context, const Node& node) {
  Where where;
  Fields fields(context, node);
  if (const Node* kind = fields.find("kind")) where["kind"] = read_ids(context, *kind, Name::item_kind);
  if (const Node* outcome = fields.find("outcome")) where["outcome"] = read_ids(context, *outcome, Name::item_outcome);
  if (fields.has("final")) where["final"] = {Value{fields.boolean("final", true)}};
  return where;
}

std::string read_fact_of(Context& context, const Node& node, std::initializer_list<FactType> types) {
  std::string id = context.refer(node, Name::fact);
  const Fact* fact = context.fact(id);
  if (fact == nullptr || std::find(types.begin(), types.end(), fact->type) != types.end()) return id;
  context.error(node, "type", say("“{}”应为：", "\"{}\" must be: ", id) + name_of(*types.begin()));
  return {};
}

}  // namespace hejie::definition
