#include "engine/machine/difference.h"

#include <algorithm>

#include "engine/machine/dates.h"

namespace hejie::engine {
namespace {

std::vector<Rederived::Moved> moved_dates(const CaseState& before, const CaseState& after) {
  std::vector<Rederived::Moved> moved;
  for (const ClockInstance& clock : after.clocks) {
    const auto old = std::ranges::find_if(before.clocks, [&](const ClockInstance& c) {
      return c.ordinal == clock.ordinal && c.rule == clock.rule && c.key == clock.key;
    });
    if (old == before.clocks.end() || old->due == clock.due) continue;
    moved.push_back({clock.rule, clock.key, clock.ordinal, old->due, clock.due});
  }
  return moved;
}

std::vector<Occurrence> occurrences_in(const std::vector<CaseEvent>& events) {
  std::vector<Occurrence> found;
  for (const CaseEvent& event : events) {
    if (const auto* occurrence = std::get_if<Occurrence>(&event)) {
      found.push_back(*occurrence);
      found.back().version = 0;
    }
  }
  return found;
}

/// Elements of `all` that have no equal partner in `other`, each partner used once.
template <typename T, typename Equal>
std::vector<T> without(const std::vector<T>& all, const std::vector<T>& other, Equal equal) {
  std::vector<bool> used(other.size(), false);
  std::vector<T> left;
  for (const T& item : all) {
    std::size_t i = 0;
    while (i < other.size() && (used[i] || !equal(item, other[i]))) ++i;
    if (i == other.size()) {
      left.push_back(item);
    } else {
      used[i] = true;
    }
  }
  return left;
}

std::vector<AlertTold> told_in(const CaseState& state) {
  std::vector<AlertTold> told;
  for (const ClockInstance& clock : state.clocks) {
    for (const std::string& key : clock.told) {
      const auto split = key.find('>');
      told.push_back({clock.rule, clock.key, clock.ordinal, key.substr(0, split), key.substr(split + 1),
                      clock.due.value_or(Date{}), state.through.day});
    }
  }
  return told;
}

bool is_running(const CaseState& state, const AlertTold& alert) {
  return std::ranges::any_of(state.clocks, [&](const ClockInstance& clock) {
    return clock.rule == alert.clock && clock.key == alert.key && clock.ordinal == alert.ordinal && is_alive(clock);
  });
}

bool same_open(const OpenCase& a, const OpenCase& b) {
  return a.link == b.link && a.event == b.event;
}

bool same_open_exactly(const OpenCase& a, const OpenCase& b) {
  return same_open(a, b) && a.on == b.on && a.fields == b.fields && a.parties == b.parties && a.items == b.items;
}

/// An opened case stays the same case when only its day or facts moved.
std::vector<OpenCase> opens_without(const std::vector<OpenCase>& all, const std::vector<OpenCase>& other) {
  auto left = without(all, other, same_open_exactly);
  return without(left, without(other, all, same_open_exactly), same_open);
}

/// Position of each opening among those of its kind tells which linked case it made.
void children_without_ground(const CaseState& before, const std::vector<OpenCase>& opened,
                             const std::vector<OpenCase>& gone, Date on, Effects& effects) {
  std::vector<const LinkState*> taken;
  for (const OpenCase& open : gone) {
    std::size_t position = 0;
    for (const OpenCase& other : opened) {
      if (same_open_exactly(other, open)) break;
      if (other.link == open.link) ++position;
    }
    std::size_t seen = 0;
    for (const LinkState& link : before.links) {
      if (link.kind != open.link || link.direction != "opened") continue;
      if (seen++ != position || std::ranges::find(taken, &link) != taken.end()) continue;
      taken.push_back(&link);
      effects.basis_gone.push_back({link.kind, link.other, on});
      break;
    }
  }
}

}  // namespace

Rederived difference(const CaseState& before, const CaseState& after, const std::vector<CaseEvent>& events_before,
                     const std::vector<CaseEvent>& events_after) {
  Rederived result;
  const auto was = occurrences_in(events_before);
  const auto is = occurrences_in(events_after);
  result.moved = moved_dates(before, after);
  result.gone = without(was, is, std::equal_to<>{});
  result.appeared = without(is, was, std::equal_to<>{});
  result.state_before = before.state;
  result.state_after = after.state;
  return result;
}

bool is_empty(const Rederived& difference) {
  return difference.moved.empty() && difference.gone.empty() && difference.appeared.empty() &&
         difference.irregular.empty() && difference.state_before == difference.state_after;
}

std::vector<CaseEvent> endings_of(const CaseState& state) {
  std::vector<CaseEvent> events;
  const auto note = [&](OccurrenceKind kind, const ClockInstance& clock, Date on) {
    events.emplace_back(Occurrence{.kind = kind,
                                   .on = on,
                                   .id = clock.rule,
                                   .key = clock.key,
                                   .ordinal = clock.ordinal,
                                   .due = clock.due,
                                   .due_at = clock.due_at,
                                   .provisional = clock.provisional});
  };
  for (const ClockInstance& clock : state.clocks) {
    if (clock.breached_on) note(OccurrenceKind::clock_breached, clock, *clock.breached_on);
    if (clock.status == ClockStatus::expired && clock.ended_on)
      note(OccurrenceKind::clock_expired, clock, *clock.ended_on);
  }
  for (const Service& service : state.services) {
    if (!service.complete) continue;
    events.emplace_back(Occurrence{.kind = OccurrenceKind::service_deemed,
                                   .on = service.deemed_on,
                                   .id = service.document,
                                   .key = service.to,
                                   .ordinal = service.copy,
                                   .due = service.deemed_on});
  }
  return events;
}

Effects effects_between(const CaseState& before, const CaseState& after, const Effects& effects_before,
                        const Effects& effects_after, Date on) {
  Effects result;
  const auto same_alert = [](const AlertTold& a, const AlertTold& b) {
    return a.clock == b.clock && a.key == b.key && a.ordinal == b.ordinal && a.rung == b.rung && a.to == b.to &&
           a.due == b.due;
  };
  const auto told_before = told_in(before);
  const auto told_after = told_in(after);
  result.alerts_superseded = without(told_before, told_after, same_alert);
  // A rung that came due in the very decision that ended its clock was noted but told to nobody: of a clock that runs
  // again every rung counts as not told. The ledger takes each once.
  auto heard = told_before;
  std::erase_if(heard, [&](const AlertTold& alert) { return !is_running(before, alert); });
  for (AlertTold& alert : without(told_after, heard, same_alert)) {
    const auto at =
        std::ranges::find_if(effects_after.alerts, [&](const AlertTold& a) { return same_alert(a, alert); });
    if (at == effects_after.alerts.end() || !is_running(after, alert)) continue;
    result.alerts.push_back(*at);
  }
  result.documents = without(effects_after.documents, effects_before.documents, [](const auto& a, const auto& b) {
    return a.document == b.document && a.copy == b.copy && a.to == b.to;
  });
  result.opens = opens_without(effects_after.opens, effects_before.opens);
  children_without_ground(before, effects_before.opens, opens_without(effects_before.opens, effects_after.opens), on,
                          result);
  result.signals = without(effects_after.signals, effects_before.signals, [](const auto& a, const auto& b) {
    return a.link == b.link && a.event == b.event && a.other == b.other;
  });
  const auto same_outcome = [](const Outcome& a, const Outcome& b) { return a.milestone == b.milestone; };
  result.outcomes = without(effects_after.outcomes, effects_before.outcomes, same_outcome);
  if (!without(effects_before.outcomes, effects_after.outcomes, same_outcome).empty()) {
    for (const LinkState& link : before.links) {
      if (link.direction == "origin") result.basis_gone.push_back({link.kind, link.other, on});
    }
  }
  result.adopts = without(effects_after.adopts, effects_before.adopts, std::equal_to<>{});
  result.gives_number = effects_after.gives_number && !effects_before.gives_number;
  return result;
}

}  // namespace hejie::engine
