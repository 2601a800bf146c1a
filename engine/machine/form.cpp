#include "engine/machine/form.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "engine/machine/effects.h"
#include "engine/machine/hand_over.h"
#include "engine/machine/overlay_field.h"
#include "engine/machine/parties.h"

namespace hejie::engine {
namespace {

void find(FormFindings& findings, std::string path, std::string code, std::string zh, std::string en) {
  findings.push_back({std::move(path), std::move(code), {std::move(zh), std::move(en)}});
}

bool has_type(FactType type, const Value& value) {
  switch (type) {
    case FactType::boolean:
      return std::holds_alternative<bool>(value);
    case FactType::integer:
    case FactType::money:
      return std::holds_alternative<std::int64_t>(value);
    case FactType::day:
      return std::holds_alternative<Date>(value);
    case FactType::moment:
      return std::holds_alternative<Moment>(value);
    case FactType::period:
      return std::holds_alternative<Period>(value);
    case FactType::enumeration:
    case FactType::text:
    case FactType::person:
      return std::holds_alternative<std::string>(value);
  }
  return false;
}

Text type_name(FactType type) {
  switch (type) {
    case FactType::boolean:
      return {"是或否", "true or false"};
    case FactType::enumeration:
      return {"选项", "one of the options"};
    case FactType::integer:
      return {"整数", "a whole number"};
    case FactType::money:
      return {"金额（分）", "an amount in fen"};
    case FactType::day:
      return {"日期", "a date"};
    case FactType::moment:
      return {"日期和时刻", "a date with the time"};
    case FactType::period:
      return {"期间", "a period such as 15d"};
    case FactType::text:
      return {"文字", "a text"};
    case FactType::person:
      return {"人员", "a person"};
  }
  return {};
}

void check_range(const Fact& fact, std::int64_t number, const std::string& path, FormFindings& findings) {
  if (fact.min && number < *fact.min) {
    find(findings, path, "out_of_range", fmt::format("{}不能小于 {}", fact.name.zh, *fact.min),
         fmt::format("{} cannot be less than {}", fact.name.en, *fact.min));
  }
  if (fact.max && number > *fact.max) {
    find(findings, path, "out_of_range", fmt::format("{}不能大于 {}", fact.name.zh, *fact.max),
         fmt::format("{} cannot be more than {}", fact.name.en, *fact.max));
  }
  if (fact.type == FactType::money && !fact.min && number < 0) {
    find(findings, path, "out_of_range", fmt::format("{}不能为负", fact.name.zh),
         fmt::format("{} cannot be negative", fact.name.en));
  }
}

void check_option(const Fact& fact, const std::string& option, const std::string& path, FormFindings& findings) {
  std::string options;
  for (const auto& [id, name] : fact.values) {
    if (id == option) return;
    options += (options.empty() ? "" : ", ") + id;
  }
  find(findings, path, "unknown_option", fmt::format("{}没有选项“{}”，可用：{}", fact.name.zh, option, options),
       fmt::format("{} has no option '{}'; use one of {}", fact.name.en, option, options));
}

void check_day(const Calendar& calendar, const Fact& fact, Date day, const std::string& path, FormFindings& findings) {
  if (calendar.contains(day)) return;
  find(findings, path, "outside_calendar",
       fmt::format("{}须在 {} 至 {} 之间", fact.name.zh, format_date(calendar.first_day()),
                   format_date(calendar.last_day())),
       fmt::format("{} must be from {} to {}", fact.name.en, format_date(calendar.first_day()),
                   format_date(calendar.last_day())));
}

void check_value(const Calendar& calendar, const Fact& fact, const Value& value, FormFindings& findings) {
  const std::string path = "/data/" + fact.id;
  if (!has_type(fact.type, value)) {
    const Text type = type_name(fact.type);
    find(findings, path, "wrong_type", fmt::format("{}应为{}", fact.name.zh, type.zh),
         fmt::format("{} must be {}", fact.name.en, type.en));
    return;
  }
  if (const auto* number = std::get_if<std::int64_t>(&value)) check_range(fact, *number, path, findings);
  if (fact.type == FactType::enumeration) check_option(fact, std::get<std::string>(value), path, findings);
  if (const auto* day = std::get_if<Date>(&value)) check_day(calendar, fact, *day, path, findings);
  if (const auto* moment = std::get_if<Moment>(&value)) check_day(calendar, fact, moment->day, path, findings);
  if (const auto* period = std::get_if<Period>(&value)) {
    if (period->count < 1 || period->count > calendar::kMaxPeriodCount) {
      find(findings, path, "out_of_range", fmt::format("{}的长度超出范围", fact.name.zh),
           fmt::format("{} is out of range", fact.name.en));
    }
  }
}

void check_fields(const Context& context, const Event& event, const Act& act, FormFindings& findings) {
  const Procedure& procedure = context.procedure;
  for (const std::string& id : event.asks) {
    const auto given = act.fields.find(id);
    if (given != act.fields.end() && known(given->second)) continue;
    const Fact* fact = procedure.find_fact(id);
    find(findings, "/data/" + id, "missing", fmt::format("请填写{}", fact == nullptr ? id : fact->name.zh),
         fmt::format("{} is required", fact == nullptr ? id : fact->name.en));
  }
  for (const auto& [id, value] : act.fields) {
    if (id == "lines" && event.lines) continue;
    if (id == kOverlaysField || id == kUnitField) continue;
    const Fact* fact = procedure.find_fact(id);
    if (fact == nullptr || (!contains(event.asks, id) && !contains(event.may, id))) {
      find(findings, "/data/" + id, "unknown_field", fmt::format("“{}”没有字段“{}”", event.name.zh, id),
           fmt::format("'{}' has no field '{}'", event.name.en, id));
      continue;
    }
    if (known(value)) check_value(context.calendar, *fact, value, findings);
  }
}

void check_lines(const CaseState& state, const Event& event, const Act& act, FormFindings& findings) {
  if (!event.lines) return;
  const auto lines = lines_of(act);
  if (lines.empty()) find(findings, "/data/lines", "missing", "请指明涉及的当事人", "name the parties concerned");
  for (const std::string& key : lines) {
    if (state.find_party(key) != nullptr) continue;
    find(findings, "/data/lines", "unknown_party", fmt::format("本案没有当事人“{}”", key),
         fmt::format("the case has no party '{}'", key));
  }
}

template <typename Names>
bool has_name(const Names& names, const std::string& id) {
  return names.empty() || std::ranges::any_of(names, [&](const auto& entry) { return entry.first == id; });
}

/// A claim whose kind the table of final awards measures by its amount is awarded with one: without it the award would
/// pass for one that is not final (S1 article 47).
bool lacks_amount(const Procedure& procedure, const CaseState& state, const Item& given) {
  constexpr std::array<std::string_view, 3> kGrants{"awarded", "partly_awarded", "decided_early"};
  if (!procedure.classify || given.awarded_fen) return false;
  if (std::ranges::find(kGrants, given.outcome) == kGrants.end()) return false;
  const auto claim = std::ranges::find(state.items, given.key, &Item::key);
  if (claim == state.items.end()) return false;
  return std::ranges::any_of(procedure.classify->final_rows, [&](const auto& row) {
    return row.times && std::ranges::find(row.kinds, claim->kind) != row.kinds.end();
  });
}

void check_item(const Procedure& procedure, const CaseState& state, const Event& event, const Act& act,
                const Item& item, const std::string& path, FormFindings& findings) {
  if (event.items == ItemsUse::replace && item.kind.empty()) {
    find(findings, path + "/kind", "missing", "请求种类必填", "required: kind of claim");
  } else if (event.items == ItemsUse::replace && !has_name(procedure.item_kinds, item.kind)) {
    find(findings, path + "/kind", "unknown_option", fmt::format("没有请求种类“{}”", item.kind),
         fmt::format("there is no kind of claim '{}'", item.kind));
  }
  if (!item.outcome.empty() && !has_name(procedure.item_outcomes, item.outcome)) {
    find(findings, path + "/outcome", "unknown_option", fmt::format("没有处理结果“{}”", item.outcome),
         fmt::format("there is no outcome '{}'", item.outcome));
  }
  const bool new_party = std::ranges::any_of(act.parties, [&](const PartyInput& p) { return p.key == item.party; });
  if (!item.party.empty() && !new_party && state.find_party(item.party) == nullptr) {
    find(findings, path + "/party", "unknown_party", fmt::format("本案没有当事人“{}”", item.party),
         fmt::format("the case has no party '{}'", item.party));
  }
  if (item.claimed_fen.value_or(0) < 0 || item.awarded_fen.value_or(0) < 0) {
    find(findings, path, "out_of_range", "金额不能为负", "an amount cannot be negative");
  }
  if (event.items == ItemsUse::outcome && lacks_amount(procedure, state, item)) {
    find(findings, path + "/awarded_fen", "missing", "支持的请求须写明金额", "required: the amount of a claim awarded");
  }
  if (event.items == ItemsUse::outcome &&
      std::ranges::none_of(state.items, [&](const Item& known_item) { return known_item.key == item.key; })) {
    find(findings, path + "/key", "unknown_item", fmt::format("没有请求事项“{}”", item.key),
         fmt::format("there is no claim '{}'", item.key));
  }
}

void check_items(const Procedure& procedure, const CaseState& state, const Event& event, const Act& act,
                 FormFindings& findings) {
  if (act.items.empty()) return;
  if (event.items == ItemsUse::none) {
    find(findings, "/data/items", "unknown_field", fmt::format("“{}”不涉及请求事项", event.name.zh),
         fmt::format("'{}' takes no claims", event.name.en));
    return;
  }
  if (act.items.size() > kMaxItems) {
    find(findings, "/data/items", "too_many", fmt::format("请求事项最多 {} 项", kMaxItems),
         fmt::format("at most {} claims", kMaxItems));
    return;
  }
  std::set<std::string_view> keys;
  for (std::size_t i = 0; i < act.items.size(); ++i) {
    const std::string path = fmt::format("/data/items/{}", i);
    check_item(procedure, state, event, act, act.items[i], path, findings);
    if (!act.items[i].key.empty() && !keys.insert(act.items[i].key).second) {
      find(findings, path + "/key", "duplicate", "请求事项标识重复", "this claim is named twice");
    }
  }
}

void check_hour_and_link(const Event& event, const Act& act, FormFindings& findings) {
  if (event.hour && !act.minute) find(findings, "/occurred_at", "missing", "请填写时刻", "the time of day is required");
  if (act.minute && (*act.minute < 0 || *act.minute >= kMinutesPerDay)) {
    find(findings, "/occurred_at", "out_of_range", "时刻应在 00:00 至 23:59 之间", "the time must be 00:00 to 23:59");
  }
  if (!event.adopts.empty() && (!act.link || act.link->other.empty())) {
    find(findings, "/data/link", "missing", "请指明所附的案件", "name the case to be attached");
  }
  if (act.irregular && act.reason.empty()) {
    find(findings, "/reason", "missing", "记录不合规的行为须说明理由", "an irregular act needs a reason");
  }
}

}  // namespace

void name_items(std::vector<Item>& items) {
  std::set<std::string> taken;
  for (const Item& item : items) taken.insert(item.key);
  std::map<std::string, int> next;
  for (Item& item : items) {
    if (!item.key.empty()) continue;
    int& n = next[item.kind];
    do {
      ++n;
      item.key = n == 1 ? item.kind : fmt::format("{}_{}", item.kind, n);
    } while (!taken.insert(item.key).second);
  }
}

FormFindings check_form(const Context& context, const CaseState& state, const Event& event, const Act& act) {
  FormFindings findings;
  if (act.fields.size() > kMaxFields || act.officers.size() > kMaxFields) {
    find(findings, "/data", "too_many", fmt::format("一次最多 {} 个字段", kMaxFields),
         fmt::format("at most {} fields at once", kMaxFields));
    return findings;
  }
  check_fields(context, event, act, findings);
  check_lines(state, event, act, findings);
  check_parties(context.procedure, state, event, act, findings);
  check_items(context.procedure, state, event, act, findings);
  check_hour_and_link(event, act, findings);
  return findings;
}

}  // namespace hejie::engine
