#include <fmt/format.h>

#include <algorithm>

#include "engine/definition/diff/parts.h"
#include "engine/machine/words.h"

namespace hejie::definition {
namespace {

using engine::Condition;
using engine::ConditionKind;

std::string joined(std::vector<std::string> list, const char* by) {
  std::string out;
  for (const auto& each : list) out += (out.empty() ? "" : by) + each;
  return out;
}

std::vector<std::string> sorted(std::vector<std::string> list) {
  std::ranges::sort(list);
  list.erase(std::ranges::unique(list).begin(), list.end());
  return list;
}

std::string values_key(const std::vector<engine::Value>& values) {
  std::vector<std::string> keys;
  for (const auto& value : values) keys.push_back(Words::value_key(value));
  return joined(sorted(std::move(keys)), ",");
}

/// Children of `all` inside `all` count as its own.
void flatten(const Condition& condition, ConditionKind kind, std::vector<std::string>& out) {
  for (const auto& child : condition.children) {
    if (child.kind == kind)
      flatten(child, kind, out);
    else
      out.push_back(Words::condition_key(child));
  }
}

std::string list_key(const Condition& condition) {
  std::vector<std::string> keys;
  flatten(condition, condition.kind, keys);
  keys = sorted(std::move(keys));
  if (keys.size() == 1) return keys.front();
  return (condition.kind == ConditionKind::all ? "all(" : "any(") + joined(std::move(keys), ";") + ")";
}

std::string where_key(const Condition& condition) {
  std::string out;
  for (const auto& [field, allowed] : condition.where) out += field + "=" + values_key(allowed) + " ";
  return out;
}

template <typename T>
bool find_name(const std::vector<T>& list, const std::string& id, Text& out) {
  const auto found = std::ranges::find(list, id, &T::id);
  if (found != list.end() && !found->name.empty()) out = found->name;
  return found != list.end();
}

/// Roles have names where the model keeps them.
template <typename Model>
std::optional<Text> role_name(const Model& model, const std::string& id) {
  if constexpr (requires { model.role_names; })
    for (const auto& [role, name] : model.role_names)
      if (role == id) return name;
  return std::nullopt;
}

}  // namespace

std::string Words::value_key(const engine::Value& value) {
  if (!engine::known(value)) return "?";
  if (const auto* flag = std::get_if<bool>(&value)) return *flag ? "true" : "false";
  if (const auto* number = std::get_if<std::int64_t>(&value)) return std::to_string(*number);
  if (const auto* day = std::get_if<Date>(&value)) return format_date(*day);
  if (const auto* moment = std::get_if<Moment>(&value)) return format_moment(*moment);
  if (const auto* period = std::get_if<engine::Period>(&value)) return calendar::format_period(*period);
  return std::get<std::string>(value);
}

std::string Words::condition_key(const Condition& condition) {
  if (condition.kind == ConditionKind::always) return {};
  if (condition.kind == ConditionKind::all || condition.kind == ConditionKind::any) return list_key(condition);
  if (condition.kind == ConditionKind::negation) {
    if (condition.children.empty()) return {};
    const Condition& inner = condition.children.front();
    if (inner.kind == ConditionKind::negation && !inner.children.empty()) return condition_key(inner.children.front());
    return "not(" + condition_key(inner) + ")";
  }
  return fmt::format(
      "{}[{}|{}|{}|{}|{}|{}|{}|{}|{}|{}|{}|{}|{}]", static_cast<int>(condition.kind), condition.id, condition.other,
      values_key(condition.values), joined(sorted(condition.names), ","), where_key(condition),
      calendar::format_period(condition.period), static_cast<int>(condition.clock_test), static_cast<int>(condition.of),
      static_cast<int>(condition.count), condition.number, condition.role, condition.flag, condition.other_than_actor);
}

std::string Words::when_key(const Condition& condition) {
  const auto key = condition_key(condition);
  return key.empty() ? "" : " if " + key;
}

void Words::add_when(const Condition& when, Text& text) const {
  if (when.kind == ConditionKind::always) return;
  const Text said = condition(when);
  text.zh += "（条件：" + said.zh + "）";
  text.en += " (if " + said.en + ")";
}

std::string Words::cites_key(const engine::Cites& cites) {
  std::vector<std::string> keys;
  for (const auto& cite : cites) keys.push_back(cite.article.empty() ? cite.law : cite.law + ":" + cite.article);
  return joined(sorted(std::move(keys)), ", ");
}

Text Words::condition(const Condition& condition) const {
  if (calendar_ == nullptr) return {condition_key(condition), condition_key(condition)};
  const engine::CaseState none;
  const engine::Context context{procedure_, *calendar_};
  return engine::words::describe(condition, {.context = context, .state = none, .today = {}});
}

Text Words::name(const std::string& id) const {
  Text out{id, id};
  if (auto role = role_name(procedure_, id)) return std::move(*role);
  if (find_name(procedure_.states, id, out) || find_name(procedure_.events, id, out) ||
      find_name(procedure_.automatic, id, out) || find_name(procedure_.documents, id, out) ||
      find_name(procedure_.facts, id, out) || find_name(procedure_.standings, id, out) ||
      find_name(procedure_.holds, id, out) || find_name(procedure_.parties, id, out))
    return out;
  if (find_name(procedure_.clocks, id, out)) return {id + " " + out.zh, id + " " + out.en};
  return out;
}

Text Words::names(const std::vector<std::string>& ids) const {
  Text out;
  for (const auto& id : ids) {
    const Text one = name(id);
    out.zh += (out.zh.empty() ? "" : "、") + one.zh;
    out.en += (out.en.empty() ? "" : ", ") + one.en;
  }
  return out;
}

Text Words::value(const std::string& fact, const engine::Value& value) const {
  return engine::words::name_of_value(procedure_, fact, value);
}

void Lister::raw(const char* path, Text label, std::string key, Text words) {
  if (!key.empty()) part_.aspects.push_back({path, std::move(label), std::move(key), std::move(words)});
}

void Lister::ids(const char* path, Text label, std::vector<std::string> list, bool ordered) {
  if (!ordered) list = sorted(std::move(list));
  Text words = words_.names(list);
  raw(path, std::move(label), joined(std::move(list), ","), std::move(words));
}

void Lister::condition(const char* path, Text label, const engine::Condition& condition) {
  raw(path, std::move(label), Words::condition_key(condition), words_.condition(condition));
}

void Lister::cites(const char* path, Text label, const engine::Cites& cites) {
  raw(path, std::move(label), Words::cites_key(cites));
}

void Lister::text(const char* path, Text label, const Text& text) {
  if (!text.empty()) part_.aspects.push_back({path, std::move(label), text.zh + "/" + text.en, text, true});
}

void Lister::number(const char* path, Text label, long long value, long long nothing) {
  if (value != nothing) raw(path, std::move(label), std::to_string(value));
}

void Lister::flag(const char* path, Text label, bool on) {
  if (on) raw(path, std::move(label), "yes", {"是", "yes"});
}

void Lister::setters(const char* path, Text label, const std::vector<engine::Setter>& list) {
  std::vector<std::string> keys;
  Text words;
  for (const auto& set : list) {
    using Source = engine::Setter::Source;
    const std::string given = set.source == Source::today  ? "$today"
                              : set.source == Source::fact ? "=" + set.fact
                                                           : Words::value_key(set.literal);
    keys.push_back(set.target + ":" + given);
    const Text name = words_.name(set.target);
    const Text to = set.source == Source::today  ? Text{"当日", "the day of the act"}
                    : set.source == Source::fact ? words_.name(set.fact)
                                                 : words_.value(set.target, set.literal);
    words.zh += (words.zh.empty() ? "" : "，") + name.zh + "＝" + to.zh;
    words.en += (words.en.empty() ? "" : ", ") + name.en + " = " + to.en;
  }
  raw(path, std::move(label), joined(sorted(std::move(keys)), ","), std::move(words));
}

}  // namespace hejie::definition
