#include "app/clock_view.h"

#include <algorithm>

namespace hejie::app {
namespace {

using engine::ClockInstance;
using engine::ClockStatus;

const ClockInstance* find_same(const std::vector<ClockInstance>& clocks, const ClockInstance& clock) {
  const auto found = std::ranges::find_if(clocks, [&](const ClockInstance& other) {
    return other.rule == clock.rule && other.key == clock.key && other.ordinal == clock.ordinal;
  });
  return found == clocks.end() ? nullptr : &*found;
}

}  // namespace

std::string clock_label(const std::string& rule, const std::string& key, int ordinal) {
  std::string label = rule;
  if (!key.empty()) label += "/" + key;
  if (ordinal > 1) label += "#" + std::to_string(ordinal);
  return label;
}

std::string clock_status_id(ClockStatus status) {
  switch (status) {
    case ClockStatus::running:
      return "running";
    case ClockStatus::breached:
      return "breached";
    case ClockStatus::expired:
      return "expired";
    case ClockStatus::stopped:
      return "stopped";
    case ClockStatus::left:
      return "left";
    case ClockStatus::superseded:
      return "superseded";
  }
  return "";
}

std::string phase_id(engine::Phase phase) {
  switch (phase) {
    case engine::Phase::open:
      return "open";
    case engine::Phase::closed:
      return "closed";
    case engine::Phase::final:
      return "final";
  }
  return "";
}

std::string clock_kind_id(engine::ClockKind kind) {
  switch (kind) {
    case engine::ClockKind::duty:
      return "duty";
    case engine::ClockKind::window:
      return "window";
    case engine::ClockKind::timer:
      return "timer";
  }
  return "";
}

bool is_open(ClockStatus status) {
  return status == ClockStatus::running || status == ClockStatus::breached;
}

ClockView view_clock(const engine::Procedure& procedure, const calendar::Calendar& calendar, const ClockInstance& clock,
                     Date today) {
  ClockView view;
  view.id = clock.rule;
  view.key = clock.key;
  view.ordinal = clock.ordinal;
  view.label = clock_label(clock.rule, clock.key, clock.ordinal);
  view.status = clock_status_id(clock.status);
  view.base = clock.base;
  view.nominal = clock.nominal;
  view.due = clock.due;
  view.clear_days_due = clock.clear_days_due;
  view.ended_on = clock.ended_on;
  view.due_at = clock.due_at;
  view.provisional = clock.provisional;
  view.halted = clock.halted;
  view.excluded_days = clock.excluded_days;
  if (const auto* rule = procedure.find_clock(clock.rule)) {
    view.name = rule->name;
    view.kind = clock_kind_id(rule->kind);
    view.owner = rule->owner;
    // A dated length has an article of its own: the one in force on the day the clock was triggered.
    const auto* dated =
        clock.variant > 0 && clock.variant <= rule->variants.size() ? &rule->variants[clock.variant - 1] : nullptr;
    view.cite = dated != nullptr && !dated->cite.empty() ? dated->cite : rule->cite;
    view.unit_cite = rule->unit_cite;
  }
  if (is_open(clock.status) && clock.due && calendar.contains(*clock.due) && calendar.contains(today))
    view.working_days_left = calendar.working_days_between(today, *clock.due);
  return view;
}

std::vector<ClockView> view_open_clocks(const engine::Procedure& procedure, const calendar::Calendar& calendar,
                                        const engine::CaseState& state, Date today) {
  std::vector<ClockView> views;
  for (const auto& clock : state.clocks)
    if (is_open(clock.status)) views.push_back(view_clock(procedure, calendar, clock, today));
  return views;
}

ClockDifference compare_clocks(const engine::Procedure& procedure, const calendar::Calendar& calendar,
                               const engine::CaseState& before, const engine::CaseState& after, Date today) {
  ClockDifference difference;
  for (const auto& clock : after.clocks) {
    const auto* old = find_same(before.clocks, clock);
    const bool was_open = old != nullptr && is_open(old->status);
    if (is_open(clock.status) && !was_open)
      difference.opened.push_back(view_clock(procedure, calendar, clock, today));
    else if (is_open(clock.status) && was_open && (old->due != clock.due || old->due_at != clock.due_at))
      difference.moved.push_back(view_clock(procedure, calendar, clock, today));
    else if (!is_open(clock.status) && (was_open || old == nullptr))
      difference.closed.push_back(view_clock(procedure, calendar, clock, today));
  }
  // A clock whose start was undone by a correction is no longer there at all.
  for (const auto& clock : before.clocks)
    if (is_open(clock.status) && find_same(after.clocks, clock) == nullptr) {
      auto view = view_clock(procedure, calendar, clock, today);
      view.status = "superseded";
      difference.closed.push_back(std::move(view));
    }
  return difference;
}

}  // namespace hejie::app
