#include "engine/definition/read/context.h"

#include <algorithm>

#include "engine/definition/nearest.h"

namespace hejie::definition {
namespace {

template <typename T>
const T* find_by_id(const std::vector<T>& items, std::string_view id) {
  const auto it = std::find_if(items.begin(), items.end(), [&](const T& item) { return item.id == id; });
  return it == items.end() ? nullptr : &*it;
}

constexpr std::size_t kShortList = 12;

}  // namespace

void Context::error(const Node& at, std::string check, Text message) {
  findings.push_back({Severity::error, std::move(check), at.file_name(), at.pointer, std::move(message)});
}

void Context::warning(const Node& at, std::string check, Text message) {
  findings.push_back({Severity::warning, std::move(check), at.file_name(), at.pointer, std::move(message)});
}

const std::vector<std::string>& Context::names(Name kind) const {
  return names_[static_cast<std::size_t>(kind)];
}
std::vector<std::string>& Context::names(Name kind) {
  return names_[static_cast<std::size_t>(kind)];
}

bool Context::knows(Name kind) const {
  if (kind == Name::ladder) return !library.ladders.empty();
  if (kind == Name::staff_role || kind == Name::recorder || kind == Name::actor) return !library.roles.empty();
  return true;
}

bool Context::has(Name kind, std::string_view id) const {
  const auto& known = names(kind);
  return std::find(known.begin(), known.end(), id) != known.end();
}

std::string Context::refer(const Node& node, Name kind) {
  if (!node.is(Node::Kind::string)) {
    wrong_type(*this, node, name_of(kind));
    return {};
  }
  if (!knows(kind) || has(kind, node.string)) return node.string;
  const Text what = name_of(kind);
  error(node, "unknown_name",
        say("“{}”不是已知的", "\"{}\" is not a known ", node.string) + Text{what.zh, what.en} +
            suggestion(node.string, names(kind)));
  return {};
}

const engine::Fact* Context::fact(std::string_view id) const {
  return find_by_id(procedure.facts, id);
}
const engine::Fact* Context::standing(std::string_view id) const {
  return find_by_id(procedure.standings, id);
}
const engine::Switch* Context::find_switch(std::string_view id) const {
  return find_by_id(procedure.switches, id);
}

Text name_of(Name kind) {
  switch (kind) {
    case Name::fact:
      return {"事实", "fact"};
    case Name::standing:
      return {"当事人状况", "standing"};
    case Name::item_kind:
      return {"请求种类", "kind of item"};
    case Name::item_outcome:
      return {"请求结果", "outcome of an item"};
    case Name::switch_:
      return {"开关", "switch"};
    case Name::let:
      return {"命名条件", "named condition (let)"};
    case Name::state:
      return {"状态", "state"};
    case Name::hold:
      return {"搁置", "hold"};
    case Name::event:
      return {"事件", "event"};
    case Name::automatic:
      return {"自动事件", "automatic event"};
    case Name::clock:
      return {"期限", "clock"};
    case Name::document:
      return {"文书", "document"};
    case Name::service:
      return {"送达方式", "mode of service"};
    case Name::link:
      return {"关联", "link"};
    case Name::case_role:
      return {"案件角色", "case role"};
    case Name::party:
      return {"案件角色或当事人种类", "case role or kind of party"};
    case Name::kind:
      return {"当事人种类", "kind of party"};
    case Name::staff_role:
      return {"工作人员角色", "staff role"};
    case Name::recorder:
      return {"可登记的角色", "role that may record"};
    case Name::actor:
      return {"行为人", "actor (case role, kind of party or outside role)"};
    case Name::ladder:
      return {"提醒阶梯", "ladder"};
  }
  return {};
}

Text suggestion(std::string_view wrong, const std::vector<std::string>& known) {
  if (const auto name = nearest(wrong, known)) return say("；是否为“{}”？", "; did you mean \"{}\"?", *name);
  if (known.empty()) return {"；尚未定义任何一个", "; none is defined"};
  if (known.size() > kShortList) return {};
  std::string list;
  for (const auto& name : known) list += (list.empty() ? "" : ", ") + name;
  return say("；已有：{}", "; known: {}", list);
}

std::vector<const Node*> one_or_many(const Node& node) {
  if (!node.is(Node::Kind::array)) return {&node};
  std::vector<const Node*> out;
  for (const auto& item : node.items) out.push_back(&item);
  return out;
}

std::vector<std::string> read_names(Context& context, const Node& node, Name kind) {
  std::vector<std::string> out;
  for (const Node* item : one_or_many(node)) {
    std::string id = context.refer(*item, kind);
    if (id.empty()) continue;
    if (std::find(out.begin(), out.end(), id) != out.end())
      context.error(*item, "duplicate", say("“{}”重复", "\"{}\" stands here twice", id));
    else
      out.push_back(std::move(id));
  }
  return out;
}

void wrong_type(Context& context, const Node& node, const Text& wanted) {
  context.error(node, "type", say("此处应为{}", "expected here: ", wanted.zh) + Text{"", wanted.en});
}

}  // namespace hejie::definition
