#include "tests/properties/properties.h"

#include <algorithm>

#include "engine/machine/dates.h"

namespace hejie::engine::properties {
namespace {

std::string name_of(const ClockInstance& clock) {
  return clock.rule + (clock.key.empty() ? "" : " of " + clock.key) + " #" + std::to_string(clock.ordinal);
}

std::string text_of(const std::optional<Date>& day) {
  return day ? format_date(*day) : "none";
}

bool excluded(const ClockQuery& asked, Date day) {
  return std::ranges::any_of(asked.excluded, [&](const auto& gap) { return gap.from <= day && day < gap.to; });
}

/// Last day of the month `months` later, or the same day number.
Date months_later(Date day, int months) {
  const auto start = to_ymd(day);
  int year = start.year, month = start.month;
  for (int i = 0; i < months; ++i) {
    if (++month > 12) {
      month = 1;
      ++year;
    }
  }
  int number = start.day;
  while (number > days_in_month(year, month)) --number;
  return from_ymd(year, month, number);
}

/// Counts one day after the other, as a clerk would on a wall calendar. None: beyond the calendar, or hours.
std::optional<Date> walked(const Calendar& calendar, const ClockQuery& asked) {
  Date day = asked.query.from;
  for (const Period& period : asked.query.periods) {
    int left = period.count;
    if (period.unit == calendar::Unit::hours || period.unit == calendar::Unit::working_hours) return std::nullopt;
    if (period.unit == calendar::Unit::months || period.unit == calendar::Unit::years) {
      const Date match = months_later(day, period.count * (period.unit == calendar::Unit::years ? 12 : 1));
      left = 0;
      for (Date each = day + 1; each <= match; each = each + 1) left += excluded(asked, each) ? 1 : 0;
      day = match;
    }
    while (left > 0) {
      day = day + 1;
      if (!calendar.contains(day)) return std::nullopt;
      if (excluded(asked, day)) continue;
      if (period.unit != calendar::Unit::working_days || calendar.is_working(day)) --left;
    }
  }
  if (asked.query.periods.back().unit == calendar::Unit::working_days || asked.query.roll == calendar::Roll::none)
    return day;
  const int step = asked.query.roll == calendar::Roll::forward ? 1 : -1;
  while (calendar.contains(day) && (!calendar.is_working(day) || excluded(asked, day))) day = day + step;
  return calendar.contains(day) ? std::optional{day} : std::nullopt;
}

CaseState without_versions(CaseState state) {
  state.version = 0;
  return state;
}

bool same_derived(const ClockInstance& a, const ClockInstance& b) {
  return a.nominal == b.nominal && a.due == b.due && a.clear_days_due == b.clear_days_due && a.due_at == b.due_at &&
         a.provisional == b.provisional && a.halted == b.halted && a.excluded_days == b.excluded_days &&
         a.next_at == b.next_at;
}

/// Calls `judge` for each clock that still runs, with its rule.
template <typename Judge>
Broken for_each_open(const Context& context, const CaseState& state, const Judge& judge) {
  for (const ClockInstance& clock : state.clocks) {
    const ClockRule* rule = context.procedure.find_clock(clock.rule);
    if (!is_alive(clock)) continue;
    if (rule == nullptr) return "a clock without a rule: " + name_of(clock);
    if (auto wrong = judge(*rule, clock)) return name_of(clock) + ": " + *wrong;
  }
  return std::nullopt;
}

}  // namespace

Broken fold_equals_state(const Context& context, const CaseFile& file) {
  const auto folded = fold(context, file.state.id, file.acts, file.state.through);
  if (!folded) return "the acts do not fold: " + folded.error().message.en;
  if (without_versions(*folded) == without_versions(file.state)) return std::nullopt;
  if (folded->state != file.state.state) return "folded to " + folded->state + ", reached " + file.state.state;
  if (folded->clocks != file.state.clocks) return "folded to other clocks";
  const CaseState& a = *folded;
  const CaseState& b = file.state;
  std::string parts;
  const auto part = [&](bool same, const char* name) { parts += same ? "" : std::string(" ") + name; };
  part(a.facts == b.facts, "facts");
  part(a.parties == b.parties, "parties");
  part(a.items == b.items, "items");
  part(a.intervals == b.intervals, "intervals");
  part(a.documents == b.documents, "documents");
  part(a.services == b.services, "services");
  part(a.holds == b.holds, "holds");
  part(a.proposals == b.proposals, "proposals");
  part(a.links == b.links, "links");
  part(a.done == b.done, "done");
  part(a.warnings == b.warnings, "warnings");
  part(a.irregular == b.irregular, "irregular");
  part(a.through == b.through && a.latest == b.latest && a.since == b.since, "times");
  return "folded to other" + parts;
}

Broken dates_follow_from_facts(const Context& context, const CaseFile& file) {
  return for_each_open(context, file.state, [&](const ClockRule& rule, const ClockInstance& clock) -> Broken {
    ClockInstance again = clock;
    again.nominal = again.due = again.clear_days_due = std::nullopt;
    again.due_at = again.next_at = std::nullopt;
    again.provisional = again.halted = false;
    again.excluded_days = -1;
    refresh_dates(context, file.state, rule, again);
    if (same_derived(clock, again)) return std::nullopt;
    return "kept " + text_of(clock.due) + ", computed again " + text_of(again.due);
  });
}

Broken dates_explain_themselves(const Context& context, const CaseFile& file) {
  return for_each_open(context, file.state, [&](const ClockRule& rule, const ClockInstance& clock) -> Broken {
    if (!clock.due) return std::nullopt;
    const auto steps = explain(context, file.state, clock);
    if (!steps) return "has no trace: " + steps.error().message.en;
    if (steps->empty()) return "has an empty trace";
    const Date told = steps->back().date;
    const bool hours = clock.due_at.has_value();
    if (!hours && !clock.backward && told != *clock.due)
      return "due " + text_of(clock.due) + ", its trace ends on " + format_date(told);
    const bool back = std::ranges::any_of(*steps, [&](const auto& step) { return step.date == *clock.due; });
    if (clock.backward && !back) return "due " + text_of(clock.due) + ", which its trace does not name";
    const auto asked = query_of(context, file.state, rule, clock);
    if (!asked || asked->query.stopped_since) return std::nullopt;
    const auto counted = walked(context.calendar, *asked);
    if (!hours && counted && *counted != *clock.due)
      return "due " + text_of(clock.due) + ", counted day by day " + text_of(counted);
    return std::nullopt;
  });
}

Broken suspension_lengthens(const Context& context, const CaseFile& file) {
  return for_each_open(context, file.state, [&](const ClockRule& rule, const ClockInstance& clock) -> Broken {
    if (clock.halted && clock.due) return "halted, and yet due " + text_of(clock.due);
    auto asked = query_of(context, file.state, rule, clock);
    if (!asked || !clock.due) return std::nullopt;
    asked->query.excluded = {};
    asked->query.stopped_since = std::nullopt;
    const auto plain = calendar::compute(context.calendar, asked->query);
    if (!plain || plain->due <= *clock.due) return std::nullopt;
    return "due " + text_of(clock.due) + ", without any suspension " + format_date(plain->due);
  });
}

Broken parties_are_independent(const Context& context, const CaseState& before, const Decision& decision) {
  const Act* act = nullptr;
  for (const CaseEvent& event : decision.events) {
    if (std::holds_alternative<Rederived>(event)) return std::nullopt;
    if (const auto* occurrence = std::get_if<Occurrence>(&event)) {
      if (occurrence->kind == OccurrenceKind::automatic) return std::nullopt;
    }
    if (const auto* one = std::get_if<Act>(&event)) act = one;
  }
  if (act == nullptr || (act->kind != ActKind::done && act->kind != ActKind::served)) return std::nullopt;
  const CaseState& after = decision.after;
  const std::string& key = act->kind == ActKind::served ? act->serve->to : act->party;
  const Party* party = before.find_party(key);
  if (party == nullptr || act->fields.contains("lines")) return std::nullopt;
  if (after.state != before.state || after.holds != before.holds || after.intervals != before.intervals)
    return std::nullopt;
  for (const ClockInstance& clock : before.clocks) {
    const ClockRule* rule = context.procedure.find_clock(clock.rule);
    const Party* other = before.find_party(clock.key);
    if (rule == nullptr || rule->per != Per::party || other == nullptr || other->key == key) continue;
    if (other->role != party->role || other->kind != party->kind) continue;
    const bool kept = std::ranges::find(after.clocks, clock) != after.clocks.end();
    if (!kept) return name_of(clock) + " changed by what concerns " + key + " alone";
  }
  return std::nullopt;
}

Broken broken_property(const Context& context, const CaseFile& file) {
  constexpr Broken (*kAll[])(const Context&, const CaseFile&) = {fold_equals_state, dates_follow_from_facts,
                                                                 dates_explain_themselves, suspension_lengthens};
  for (const auto judge : kAll) {
    if (auto wrong = judge(context, file)) return wrong;
  }
  return std::nullopt;
}

}  // namespace hejie::engine::properties
