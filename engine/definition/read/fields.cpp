#include "engine/definition/read/fields.h"

#include <algorithm>

namespace hejie::definition {

Fields::Fields(Context& context, const Node& node) : context_(context), node_(node) {
  if (!node.is(Node::Kind::object)) wrong_type(context, node, {"对象 {…}", "an object {...}"});
}

Fields::~Fields() {
  for (const auto& [key, child] : node_.members) {
    if (std::find(asked_.begin(), asked_.end(), key) != asked_.end()) continue;
    context_.error(child, "unknown_key",
                   say("此处没有键“{}”", "there is no key \"{}\" here", key) + suggestion(key, asked_));
  }
}

const Node* Fields::find(std::string_view key) {
  if (std::find(asked_.begin(), asked_.end(), key) == asked_.end()) asked_.emplace_back(key);
  return node_.find(key);
}

const Node* Fields::need(std::string_view key) {
  const Node* child = find(key);
  if (child == nullptr && node_.is(Node::Kind::object))
    context_.error(node_, "missing_key", say("缺少键“{}”", "the key \"{}\" is missing", key));
  return child;
}

std::string Fields::string(std::string_view key) {
  const Node* child = find(key);
  if (child == nullptr) return {};
  if (!child->is(Node::Kind::string)) {
    wrong_type(context_, *child, {"字符串", "a string"});
    return {};
  }
  return child->string;
}

bool Fields::boolean(std::string_view key, bool otherwise) {
  const Node* child = find(key);
  if (child == nullptr) return otherwise;
  if (!child->is(Node::Kind::boolean)) wrong_type(context_, *child, {"true 或 false", "true or false"});
  return child->is(Node::Kind::boolean) ? child->boolean : otherwise;
}

std::optional<std::int64_t> Fields::number(std::string_view key) {
  const Node* child = find(key);
  if (child == nullptr) return std::nullopt;
  if (child->is(Node::Kind::integer)) return child->integer;
  wrong_type(context_, *child, {"整数", "an integer"});
  return std::nullopt;
}

int Fields::integer(std::string_view key, int otherwise, int least, int most) {
  const auto value = number(key);
  if (!value) return otherwise;
  if (*value >= least && *value <= most) return static_cast<int>(*value);
  context_.error(*find(key), "bad_value", say("应在 {} 与 {} 之间", "must lie between {} and {}", least, most));
  return otherwise;
}

Text Fields::text(std::string_view key) {
  const Node* child = find(key);
  return child == nullptr ? Text{} : read_text(context_, *child);
}

Text Fields::need_text(std::string_view key) {
  const Node* child = need(key);
  return child == nullptr ? Text{} : read_text(context_, *child);
}

engine::Cites Fields::cites(std::string_view key) {
  const Node* child = find(key);
  return child == nullptr ? engine::Cites{} : read_cites(context_, *child);
}

std::string Fields::name(std::string_view key, Name kind) {
  const Node* child = find(key);
  return child == nullptr ? std::string{} : context_.refer(*child, kind);
}

std::vector<std::string> Fields::names(std::string_view key, Name kind) {
  const Node* child = find(key);
  return child == nullptr ? std::vector<std::string>{} : read_names(context_, *child, kind);
}

std::vector<std::string> Fields::strings(std::string_view key) {
  std::vector<std::string> out;
  const Node* child = find(key);
  if (child == nullptr) return out;
  for (const Node* item : one_or_many(*child)) {
    if (item->is(Node::Kind::string))
      out.push_back(item->string);
    else
      wrong_type(context_, *item, {"字符串", "a string"});
  }
  return out;
}

std::size_t Fields::word(std::string_view key, const std::vector<std::string>& words, std::size_t otherwise) {
  const Node* child = find(key);
  if (child == nullptr) return otherwise;
  const std::string value = string(key);
  const auto it = std::find(words.begin(), words.end(), value);
  if (it != words.end()) return static_cast<std::size_t>(it - words.begin());
  if (child->is(Node::Kind::string))
    context_.error(*child, "bad_value",
                   say("不认识“{}”", "\"{}\" is not one of the words", value) + suggestion(value, words));
  return otherwise;
}

}  // namespace hejie::definition
