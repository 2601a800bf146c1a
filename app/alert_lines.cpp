#include "app/alert_lines.h"

#include <algorithm>
#include <set>

#include "app/clock_view.h"

namespace hejie::app {
namespace {

using engine::AlertTold;

/// Days a rung comes after the due day, in its own unit: "-3wd" -3, "0" 0, "+1wd" 1; hours count as part of the day.
int offset_of(const std::string& rung) {
  if (rung.empty() || rung == "0") return 0;
  const auto period = calendar::parse_period(std::string_view(rung).substr(1));
  const int count = period ? period->count : 0;
  return rung.front() == '-' ? -count : count;
}

const engine::ClockInstance* find_clock(const engine::CaseState& state, const AlertTold& told) {
  const auto found = std::ranges::find_if(state.clocks, [&](const engine::ClockInstance& clock) {
    return clock.rule == told.clock && clock.key == told.key && clock.ordinal == told.ordinal;
  });
  return found == state.clocks.end() ? nullptr : &*found;
}

storage::AlertKey change_of(const CaseId& id, const AlertTold& told, const engine::CaseState& after) {
  storage::AlertKey key{id, told.clock, told.key, told.ordinal, kWithdrawn, told.to, told.due};
  const auto* clock = find_clock(after, told);
  if (clock == nullptr || !is_open(clock->status)) return key;
  key.rung = clock->due ? kMoved : kHalted;
  key.due = clock->due.value_or(told.due);
  return key;
}

}  // namespace

std::optional<Moment> waits_until(const definition::EscalationRules& rules, const calendar::Calendar& calendar,
                                  const std::string& rung, const std::string& to, bool hour_clock, Moment now) {
  if (offset_of(rung) < rules.from_days || rules.next_of(to) == nullptr) return std::nullopt;
  calendar::PeriodQuery query{.from = now.day, .periods = {hour_clock ? rules.within_hour_clocks : rules.within}};
  query.from_minute = now.minute;
  const auto dates = calendar::compute(calendar, query);
  if (!dates) return std::nullopt;
  return Moment{dates->due, dates->due_minute.value_or(calendar.hours().opening_minute())};
}

bool is_hour_clock(const engine::CaseState& state, const AlertTold& told) {
  const auto* clock = find_clock(state, told);
  return clock != nullptr && clock->due_at.has_value();
}

std::vector<storage::NewAlert> changes_told(const CaseId& id, const engine::Effects& effects,
                                            const engine::CaseState& after, Date today) {
  std::vector<storage::NewAlert> out;
  std::set<storage::AlertKey> seen;
  for (const auto& told : effects.alerts_superseded) {
    const bool told_again = std::ranges::any_of(effects.alerts, [&](const AlertTold& now) {
      return now.clock == told.clock && now.key == told.key && now.ordinal == told.ordinal && now.to == told.to;
    });
    auto key = change_of(id, told, after);
    if (!told_again && seen.insert(key).second) out.push_back({std::move(key), today});
  }
  return out;
}

}  // namespace hejie::app
