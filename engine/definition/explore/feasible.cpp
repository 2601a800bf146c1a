#include "engine/definition/explore/feasible.h"

#include <algorithm>
#include <limits>
#include <map>
#include <set>

#include "engine/calendar/period.h"
#include "engine/definition/checks/parts.h"

namespace hejie::definition {
namespace {

using calendar::Period;
using calendar::Unit;
using engine::ClockRule;
using engine::Condition;
using engine::ConditionKind;
using engine::Row;

constexpr int kFirstYear = 2007, kLastYear = 2026;

/// Something the law makes one wait for. `notice`: full working days that must lie in between, not a term to run out.
struct Wait {
  std::string name;
  Period period;
  bool notice = false;
};
using Waits = std::vector<Wait>;

/// About how many days; only to choose the way.
int rough(const Period& period) {
  switch (period.unit) {
    case Unit::working_days:
      return period.count * 7 / 5 + 1;
    case Unit::days:
      return period.count;
    case Unit::months:
      return period.count * 30;
    case Unit::years:
      return period.count * 365;
    case Unit::hours:
    case Unit::working_hours:
      return period.count / 8;
  }
  return 0;
}

int rough(const Waits& waits) {
  int sum = 0;
  for (const auto& wait : waits) sum += rough(wait.period);
  return sum;
}

std::optional<Period> plain(const ClockRule& clock) {
  if (clock.length.empty() || clock.length.back().kind != engine::Length::Kind::period) return std::nullopt;
  return clock.length.back().period;
}

/// What must be waited for before a guard can be true; of alternatives the shortest.
Waits needed(const engine::Procedure& procedure, const Condition& condition) {
  Waits out;
  if (condition.kind == ConditionKind::all) {
    for (const auto& child : condition.children)
      for (auto& wait : needed(procedure, child)) out.push_back(std::move(wait));
  } else if (condition.kind == ConditionKind::any) {
    for (std::size_t i = 0; i < condition.children.size(); ++i) {
      auto one = needed(procedure, condition.children[i]);
      if (i == 0 || rough(one) < rough(out)) out = std::move(one);
    }
  } else if (condition.kind == ConditionKind::day_leaves) {
    out.push_back({condition.id + " " + calendar::format_period(condition.period), condition.period, true});
  } else if (condition.kind == ConditionKind::clock_is) {
    const auto* clock = procedure.find_clock(condition.id);
    const auto length = clock == nullptr ? std::nullopt : plain(*clock);
    // "Over" is also what an answer makes it; only running out takes time.
    const bool must = condition.clock_test == engine::ClockTest::expired ||
                      (condition.clock_test == engine::ClockTest::over && clock != nullptr && clock->stops.empty());
    if (length && must) out.push_back({clock->id + " " + calendar::format_period(*length), *length, false});
  }
  return out;
}

/// Shortest waits from a set of states to each state.
std::map<std::string, Waits> ways_from(const engine::Procedure& procedure, const std::set<std::string>& starts) {
  std::map<std::string, Waits> best;
  for (const auto& state : starts) best[state] = {};
  bool better = true;
  while (better) {
    better = false;
    for_each_row(procedure, [&](const engine::Event& event, const Row& row) {
      if (row.to.empty()) return;
      Waits step = needed(procedure, row.when);
      const bool clock_only = !event.automatic && event.by == std::vector<std::string>{"clock"};
      if (clock_only)
        for (const auto& clock : procedure.clocks)
          if (const auto length = plain(clock); clock.expiry_event == event.id && length)
            step.push_back({clock.id + " " + calendar::format_period(*length), *length, false});
      for (const auto& from : row.from) {
        const auto here = best.find(from);
        if (here == best.end() || from == row.to) continue;
        Waits way = here->second;
        way.insert(way.end(), step.begin(), step.end());
        const auto there = best.find(row.to);
        if (there != best.end() && rough(there->second) <= rough(way)) continue;
        best[row.to] = std::move(way);
        better = true;
      }
    });
  }
  return best;
}

std::set<std::string> states_after(const engine::Procedure& procedure, const std::string& event_id) {
  std::set<std::string> out;
  const auto* event = procedure.find_event(event_id);
  if (event == nullptr) return out;
  for (const auto& row : event->rows)
    for (const auto& from : row.from) out.insert(end_of(row, from));
  for (const auto& row : event->rows)
    if (row.from.empty()) out.insert(row.to);
  return out;
}

/// The shortest way to the answer: its waits; nothing when there is none.
std::optional<Waits> shortest(const engine::Procedure& procedure, const std::string& start,
                              const engine::Event& answer) {
  const auto ways = ways_from(procedure, states_after(procedure, start));
  std::optional<Waits> best;
  for (const auto& row : answer.rows)
    for (const auto& from : row.from) {
      const auto way = ways.find(from);
      if (way == ways.end()) continue;
      Waits waits = way->second;
      // Notice is waited for after the act that gives it, not before.
      for (auto& wait : needed(procedure, row.when))
        if (!wait.notice) waits.push_back(std::move(wait));
      if (!best || rough(waits) < rough(*best)) best = std::move(waits);
    }
  return best;
}

/// First day on which a step after this wait can be done.
std::optional<Date> after(const calendar::Calendar& calendar, Date from, const Wait& wait) {
  const auto dates = calendar::compute(calendar, {.from = from, .periods = {wait.period}});
  if (!dates) return std::nullopt;
  // A term runs out at the end of its last day; notice of N days lets the step be on the N-th day after (reading A).
  return wait.notice ? dates->due : dates->due + 1;
}

void walk(const calendar::Calendar& calendar, const Waits& waits, const Period& limit, Feasible& out) {
  const Date first = from_ymd(kFirstYear, 1, 1);
  const Date last = from_ymd(kLastYear, 12, 31);
  for (Date day = std::max(first, calendar.first_day()); day <= last; day = day + 1) {
    const auto due = calendar::compute(calendar, {.from = day, .periods = {limit}});
    std::optional<Date> done = day;
    for (const auto& wait : waits)
      if (done) done = after(calendar, *done, wait);
    if (!due || !done) continue;
    ++out.days;
    const int late = static_cast<int>(*done - due->due);
    if (late <= 0) continue;
    ++out.misses;
    if (!out.first_miss) out.first_miss = day;
    if (late > out.worst_days) {
      out.worst_days = late;
      out.worst = day;
    }
  }
}

}  // namespace

Feasibility feasibility_of(const engine::Procedure& procedure, const calendar::Calendar& calendar) {
  Feasibility out;
  for (const auto& clock : procedure.clocks) {
    const auto limit = plain(clock);
    if (clock.kind != engine::ClockKind::duty || clock.soft || !limit) continue;
    for (const auto& start : clock.starts) {
      if (start.on != engine::Trigger::On::event || !start.from.empty()) continue;
      std::optional<Waits> best;
      std::string answer;
      for (const auto& stop : clock.stops) {
        const auto* event = stop.on == engine::Trigger::On::event ? procedure.find_event(stop.id) : nullptr;
        if (event == nullptr) continue;
        auto way = shortest(procedure, start.id, *event);
        if (!way || (best && rough(*best) <= rough(*way))) continue;
        best = std::move(way);
        answer = stop.id;
      }
      if (!best) continue;
      ++out.duties;
      if (best->empty()) continue;
      Feasible one;
      one.procedure = procedure.id;
      one.clock = clock.id;
      one.start = start.id;
      one.answer = answer;
      for (const auto& wait : *best) one.waits.push_back(wait.name);
      walk(calendar, *best, *limit, one);
      out.waited.push_back(std::move(one));
    }
  }
  return out;
}

}  // namespace hejie::definition
