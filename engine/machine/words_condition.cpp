// What a condition asks, in words.
#include <fmt/format.h>

#include "engine/base/money.h"
#include "engine/machine/names.h"
#include "engine/machine/words.h"

namespace hejie::engine::words {
namespace {

Text quoted(const Text& name) {
  return {"“" + name.zh + "”", "“" + name.en + "”"};
}

Text name_of_fact(const Procedure& procedure, std::string_view id) {
  if (id == "today") return {"当日", "the day of the act"};
  const Fact* fact = procedure.find_fact(id);
  if (fact == nullptr) fact = procedure.find_standing(id);
  return fact == nullptr || fact->name.empty() ? Text{std::string(id), std::string(id)} : quoted(fact->name);
}

Text name_of_role(const Procedure& procedure, std::string_view id) {
  if (id.empty() || id == "any") return {"各当事人", "the parties"};
  if (id == "actor") return {"该当事人", "the acting party"};
  return names::role_or_kind(procedure, id);
}

/// What `where` asks of an item or a party besides standings.
Text name_of_field(const Procedure& procedure, std::string_view id) {
  if (id == "kind") return {"类别", "kind"};
  if (id == "outcome") return {"处理结果", "outcome"};
  if (id == "final") return {"终局", "final"};
  return name_of_fact(procedure, id);
}

Text name_of_choice(const Procedure& procedure, std::string_view field, const Value& value) {
  const auto* id = std::get_if<std::string>(&value);
  if (id == nullptr || (field != "kind" && field != "outcome")) return words::name_of_value(procedure, field, value);
  const auto& list = field == "kind" ? procedure.item_kinds : procedure.item_outcomes;
  for (const auto& [option, name] : list)
    if (option == *id) return name;
  return names::role_or_kind(procedure, *id);
}

Text list_values(const Condition& condition, const Procedure& procedure) {
  Text list;
  for (const Value& value : condition.values) {
    const Text name = name_of_value(procedure, condition.id, value);
    list.zh += (list.zh.empty() ? "" : "、") + name.zh;
    list.en += (list.en.empty() ? "" : " or ") + name.en;
  }
  return list;
}

Text fact_words(const Condition& condition, const Procedure& procedure) {
  const Text name = name_of_fact(procedure, condition.id);
  if (condition.kind == ConditionKind::fact_known) {
    return condition.flag ? Text{name.zh + "须已登记", name.en + " must be recorded"}
                          : Text{name.zh + "须尚未登记", name.en + " must not be recorded yet"};
  }
  if (condition.kind == ConditionKind::fact_in) {
    const Text values = list_values(condition, procedure);
    return {name.zh + "须为" + values.zh, name.en + " must be " + values.en};
  }
  const Text bound =
      condition.other.empty()
          ? (condition.values.empty() ? Text{} : name_of_value(procedure, condition.id, condition.values[0]))
          : name_of_fact(procedure, condition.other);
  return condition.kind == ConditionKind::fact_at_least
             ? Text{name.zh + "不得少于" + bound.zh, name.en + " must be at least " + bound.en}
             : Text{name.zh + "不得超过" + bound.zh, name.en + " must be at most " + bound.en};
}

Text day_words(const Condition& condition, const Procedure& procedure) {
  const Text name = name_of_fact(procedure, condition.id);
  const Text other = name_of_fact(procedure, condition.other.empty() ? "today" : condition.other);
  const Text period = calendar::period_words(condition.period);
  if (condition.kind == ConditionKind::day_not_before) {
    return {name.zh + "不得早于" + other.zh, name.en + " must not be before " + other.en};
  }
  if (condition.kind == ConditionKind::day_not_after) {
    return {name.zh + "不得晚于" + other.zh, name.en + " must not be after " + other.en};
  }
  if (condition.kind == ConditionKind::day_within) {
    return {fmt::format("{}须在{}起 {}以内", other.zh, name.zh, period.zh),
            fmt::format("{} must lie within {} of {}", other.en, period.en, name.en)};
  }
  return {fmt::format("距{}须至少还有 {}", name.zh, period.zh),
          fmt::format("at least {} must be left before {}", period.en, name.en)};
}

Text test_words(ClockTest test) {
  switch (test) {
    case ClockTest::open:
      return {"尚未届满", "still be open"};
    case ClockTest::running:
      return {"正在计算", "be running"};
    case ClockTest::expired:
      return {"已经届满", "have expired"};
    case ClockTest::over:
      return {"已经结束", "be over"};
  }
  return {};
}

Text clock_words(const Condition& condition, const Procedure& procedure) {
  const ClockRule* rule = procedure.find_clock(condition.id);
  const Text name = rule == nullptr || rule->name.empty() ? Text{condition.id, condition.id} : quoted(rule->name);
  const Text test = test_words(condition.clock_test);
  const Text role = name_of_role(procedure, condition.role);
  if (condition.of == Of::all) {
    return {fmt::format("{}（{}）须对每一名{}{}", name.zh, condition.id, role.zh, test.zh),
            fmt::format("{} ({}) must {} for every “{}”", name.en, condition.id, test.en, role.en)};
  }
  return {fmt::format("{}（{}）须{}", name.zh, condition.id, test.zh),
          fmt::format("{} ({}) must {}", name.en, condition.id, test.en)};
}

Text count_words(const Condition& condition) {
  switch (condition.count) {
    case Count::all:
      return {"全部", "all"};
    case Count::some:
      return {"至少一", "at least one"};
    case Count::none:
      return {"没有任何", "none"};
    case Count::at_least:
      return {fmt::format("至少 {} ", condition.number), fmt::format("at least {}", condition.number)};
  }
  return {};
}

Text where_words(const Condition& condition, const Procedure& procedure) {
  Text list;
  for (const auto& [field, allowed] : condition.where) {
    Text values;
    for (const Value& value : allowed) {
      const Text name = name_of_choice(procedure, field, value);
      values.zh += (values.zh.empty() ? "" : "或") + name.zh;
      values.en += (values.en.empty() ? "" : " or ") + name.en;
    }
    const Text name = name_of_field(procedure, field);
    list.zh += (list.zh.empty() ? "" : "，") + name.zh + "为" + values.zh;
    list.en += (list.en.empty() ? "" : ", ") + name.en + " " + values.en;
  }
  return list;
}

Text set_words(const Condition& condition, const Procedure& procedure) {
  const Text count = count_words(condition);
  if (condition.kind == ConditionKind::served) {
    const Document* document = procedure.find_document(condition.id);
    const Text name = document == nullptr ? Text{condition.id, condition.id} : quoted(document->name);
    const Text role = name_of_role(procedure, condition.role);
    return {fmt::format("{}须已送达{}（{}）", name.zh, role.zh, count.zh),
            fmt::format("{} must have been served on {} ({})", name.en, role.en, count.en)};
  }
  const Text where = where_words(condition, procedure);
  if (condition.kind == ConditionKind::self) {
    return {"该当事人须：" + where.zh, "the acting party must have " + where.en};
  }
  if (condition.kind == ConditionKind::items) {
    return {fmt::format("{}请求事项须：{}", count.zh, where.zh),
            fmt::format("{} of the claims must have {}", count.en, where.en)};
  }
  const Text role = name_of_role(procedure, condition.role);
  return {fmt::format("{}{}须：{}", count.zh, role.zh, where.zh),
          fmt::format("{} of {} must have {}", count.en, role.en, where.en)};
}

Text other_words(const Condition& condition, const Procedure& procedure) {
  if (condition.kind == ConditionKind::hold_on) {
    const Hold* hold = procedure.find_hold(condition.id);
    const Text name = hold == nullptr ? Text{condition.id, condition.id} : quoted(hold->name);
    return condition.flag ? Text{name.zh + "须正在进行", name.en + " must be on"}
                          : Text{name.zh + "须不在进行", name.en + " must not be on"};
  }
  if (condition.kind == ConditionKind::done) {
    const Text name = quoted(name_of_event(procedure, condition.id));
    return condition.flag ? Text{"须先办理" + name.zh, name.en + " must have been done"}
                          : Text{"须尚未办理" + name.zh, name.en + " must not have been done"};
  }
  if (condition.kind == ConditionKind::switch_is) {
    return {"本地口径（" + condition.id + "）须允许", "the local reading (" + condition.id + ") must allow it"};
  }
  const LinkKind* link = procedure.find_link(condition.id);
  const Text name = link == nullptr || link->name.empty() ? Text{condition.id, condition.id} : quoted(link->name);
  if (condition.kind == ConditionKind::link_is) {
    return condition.flag ? Text{"须有关联案件" + name.zh, "there must be a linked case " + name.en}
                          : Text{"须没有关联案件" + name.zh, "there must be no linked case " + name.en};
  }
  return {fmt::format("关联案件{}须有结果：{}", name.zh, fmt::join(condition.names, "、")),
          fmt::format("the linked case {} must have reached {}", name.en, fmt::join(condition.names, " or "))};
}

Text joined(const Condition& condition, const Scope& scope) {
  Text list;
  const bool all = condition.kind == ConditionKind::all;
  for (const Condition& child : condition.children) {
    const Text part = describe(child, scope);
    list.zh += (list.zh.empty() ? "" : all ? "，并且" : "，或者") + part.zh;
    list.en += (list.en.empty() ? "" : all ? ", and " : ", or ") + part.en;
  }
  return list;
}

Text negated(const Condition& inner, const Scope& scope) {
  const Procedure& procedure = scope.context.procedure;
  if (inner.kind == ConditionKind::fact_in) {
    const Text name = name_of_fact(procedure, inner.id);
    const Text values = list_values(inner, procedure);
    return {name.zh + "不得为" + values.zh, name.en + " must not be " + values.en};
  }
  const Text part = describe(inner, scope);
  return {"不得有下列情形：" + part.zh, "this must not be so: " + part.en};
}

}  // namespace

Text name_of_value(const Procedure& procedure, std::string_view id, const Value& value) {
  if (!known(value)) return {"（未登记）", "(not recorded)"};
  if (const auto* flag = std::get_if<bool>(&value)) return *flag ? Text{"是", "yes"} : Text{"否", "no"};
  if (const auto* number = std::get_if<std::int64_t>(&value)) {
    const Fact* fact = procedure.find_fact(id);
    if (fact == nullptr || fact->type != FactType::money)
      return {fmt::format("{}", *number), fmt::format("{}", *number)};
    const std::string yuan = format_yuan(*number);
    return {yuan + " 元", yuan + " yuan"};
  }
  if (const auto* day = std::get_if<Date>(&value)) return {format_date(*day), format_date(*day)};
  if (const auto* moment = std::get_if<Moment>(&value)) return {format_moment(*moment), format_moment(*moment)};
  if (const auto* period = std::get_if<Period>(&value)) {
    return calendar::period_words(*period);
  }
  const std::string& text = std::get<std::string>(value);
  const Fact* fact = procedure.find_fact(id);
  if (fact == nullptr) fact = procedure.find_standing(id);
  if (fact != nullptr) {
    for (const auto& [option, name] : fact->values) {
      if (option == text) return name;
    }
  }
  return {text, text};
}

Text name_of_event(const Procedure& procedure, std::string_view id) {
  const Event* event = procedure.find_event(id);
  if (event == nullptr) event = procedure.find_automatic(id);
  if (event == nullptr || event->name.empty()) return {std::string(id), std::string(id)};
  return event->name;
}

Text describe(const Condition& condition, const Scope& scope) {
  const Procedure& procedure = scope.context.procedure;
  switch (condition.kind) {
    case ConditionKind::always:
      return {"无条件", "nothing"};
    case ConditionKind::fact_in:
    case ConditionKind::fact_known:
    case ConditionKind::fact_at_least:
    case ConditionKind::fact_at_most:
      return fact_words(condition, procedure);
    case ConditionKind::day_not_before:
    case ConditionKind::day_not_after:
    case ConditionKind::day_within:
    case ConditionKind::day_leaves:
      return day_words(condition, procedure);
    case ConditionKind::clock_is:
      return clock_words(condition, procedure);
    case ConditionKind::served:
    case ConditionKind::parties:
    case ConditionKind::self:
    case ConditionKind::items:
      return set_words(condition, procedure);
    case ConditionKind::hold_on:
    case ConditionKind::done:
    case ConditionKind::link_outcome:
    case ConditionKind::link_is:
    case ConditionKind::switch_is:
      return other_words(condition, procedure);
    case ConditionKind::all:
    case ConditionKind::any:
      return joined(condition, scope);
    case ConditionKind::negation:
      return negated(condition.children.empty() ? Condition{} : condition.children.front(), scope);
  }
  return {};
}

}  // namespace hejie::engine::words
