#include "engine/machine/catch_up.h"

#include <algorithm>
#include <tuple>

#include "engine/machine/automatic.h"
#include "engine/machine/clocks.h"
#include "engine/machine/effects.h"
#include "engine/machine/rows.h"
#include "engine/machine/service.h"

namespace hejie::engine {
namespace {

/// Bounds a definition whose clocks start one another without end.
constexpr int kMaxOccurrences = 100'000;

/// The next thing that falls due: a service (deemed) or a clock (expiry or rung).
struct Pending {
  Moment at{};
  enum class Kind { deemed, over, rung } kind = Kind::deemed;
  std::size_t order = 0;  ///< of the clock in the file
  std::string_view key{};
  std::size_t index = 0;  ///< of the service or instance
  [[nodiscard]] auto rank() const { return std::tie(at, kind, order, key, index); }
};

bool is_over(const ClockRule& rule, const ClockInstance& clock) {
  const auto over = over_at(clock);
  return clock.status == ClockStatus::running && !rule.soft && over && *over <= *clock.next_at;
}

std::optional<Pending> next_pending(const Run& run, Moment until) {
  std::optional<Pending> best;
  const auto offer = [&](const Pending& found) {
    if (found.at <= until && (!best || found.rank() < best->rank())) best = found;
  };
  for (std::size_t i = 0; i < run.state.services.size(); ++i) {
    const Service& service = run.state.services[i];
    if (!service.complete) offer({Moment{service.deemed_on, 0}, Pending::Kind::deemed, 0, service.to, i});
  }
  for (std::size_t i = 0; i < run.state.clocks.size(); ++i) {
    const ClockInstance& clock = run.state.clocks[i];
    if (!clock.next_at || *clock.next_at > until) continue;
    const ClockRule* rule = run.procedure().find_clock(clock.rule);
    if (rule == nullptr) continue;
    const auto order = static_cast<std::size_t>(rule - run.procedure().clocks.data());
    offer({*clock.next_at, is_over(*rule, clock) ? Pending::Kind::over : Pending::Kind::rung, order, clock.key, i});
  }
  return best;
}

void tell_rungs(Run& run, const ClockRule& rule, ClockInstance& clock, Moment now) {
  for (const Rung& rung : rule.ladder) {
    const auto at = rung_at(run.calendar(), rung, clock);
    if (!at || *at > now || (clock.status == ClockStatus::breached && rung.offset < 0)) continue;
    if (!clock.told.insert(rung.key).second || !run.keeps()) continue;
    run.log.effects.alerts.push_back({.clock = clock.rule,
                                      .key = clock.key,
                                      .ordinal = clock.ordinal,
                                      .rung = rung.name,
                                      .to = rung.to,
                                      .due = *clock.due,
                                      .on = at->day});
  }
  refresh_attention(run.context, rule, clock);
}

/// The event a clock fires, when it is possible there; a refusal leaves only the expiry itself.
void fire_expiry_event(Run& run, const ClockRule& rule, const std::string& key, Moment at, const Happening& expiry) {
  const Event* event = rule.expiry_event.empty() ? nullptr : run.procedure().find_event(rule.expiry_event);
  Act act;
  act.event = rule.expiry_event;
  act.on = at.day;
  act.by.role = "clock";
  const Scope scope{.context = run.context, .state = run.state, .today = at.day, .self = key};
  if (event != nullptr && possible_in_state(*event, run.state) && contains(event->by, "clock")) {
    const Attempt attempt{.event = *event, .act = act, .on = at.day, .party = key};
    if (const auto row = choose_row(run.context, run.state, attempt, scope)) {
      const std::size_t noted = run.log.events.size();
      const std::string before = run.state.state;
      if (run.keeps()) {
        run.note({.kind = OccurrenceKind::automatic, .on = at.day, .id = event->id, .key = key});
      }
      apply_event(run,
                  {.event = *event, .row = **row, .on = at.day, .minute = at.minute, .party = key, .also = &expiry});
      if (run.keeps() && run.state.state != before) std::get<Occurrence>(run.log.events[noted]).state = run.state.state;
      return;
    }
  }
  stop_clocks(run, expiry, scope);
  restart_clocks(run, expiry, scope);
  start_clocks(run, expiry, scope);
}

void expire(Run& run, std::size_t index, Moment at) {
  ClockInstance& clock = run.state.clocks[index];
  const ClockRule& rule = *run.procedure().find_clock(clock.rule);
  const bool duty = rule.kind == ClockKind::duty;
  clock.status = duty ? ClockStatus::breached : ClockStatus::expired;
  if (duty) {
    clock.breached_on = at.day;
  } else {
    clock.ended_on = at.day;
  }
  refresh_attention(run.context, rule, clock);
  if (run.keeps()) {
    run.note(occurrence_of(duty ? OccurrenceKind::clock_breached : OccurrenceKind::clock_expired, clock, at.day));
  }
  // Copies: what follows may move the instances.
  const std::string key = clock.key;
  const Happening expiry{.on = Trigger::On::expiry,
                         .id = rule.id,
                         .day = *clock.due,
                         .noted_on = at.day,
                         .minute = clock.due_at ? std::optional<int>{clock.due_at->minute} : std::nullopt,
                         .party = key};
  const Scope scope{.context = run.context, .state = run.state, .today = at.day, .self = key};
  set_facts(run, rule.expiry_set, scope);
  set_standings(run, rule.expiry_set_party, scope, key);
  fire_expiry_event(run, rule, key, at, expiry);
  fire_automatic(run, at.day, at.minute);
}

void happen(Run& run, const Pending& pending) {
  // A clock that began in the past expires on the day it is noticed, not before what already happened.
  const Moment at = std::max(pending.at, run.state.latest);
  run.reach(at);
  switch (pending.kind) {
    case Pending::Kind::deemed:
      complete_service(run, pending.index, at.day);
      fire_automatic(run, at.day, std::nullopt);
      return;
    case Pending::Kind::over:
      expire(run, pending.index, at);
      return;
    case Pending::Kind::rung: {
      ClockInstance& clock = run.state.clocks[pending.index];
      tell_rungs(run, *run.procedure().find_clock(clock.rule), clock, at);
      return;
    }
  }
}

}  // namespace

void catch_up(Run& run, Moment until) {
  for (int i = 0; i < kMaxOccurrences && run.state.exists(); ++i) {
    const auto pending = next_pending(run, until);
    if (!pending) break;
    happen(run, *pending);
  }
  if (run.state.through < until) run.state.through = until;
}

void collapse_alerts(const CaseState& state, Effects& effects) {
  auto& alerts = effects.alerts;
  const auto still_true = [&](const AlertTold& alert) {
    return std::ranges::any_of(state.clocks, [&](const ClockInstance& clock) {
      return clock.rule == alert.clock && clock.key == alert.key && clock.ordinal == alert.ordinal && is_alive(clock) &&
             clock.due == alert.due && clock.told.contains(alert.rung + ">" + alert.to);
    });
  };
  const auto same = [](const AlertTold& a, const AlertTold& b) {
    return a.clock == b.clock && a.key == b.key && a.ordinal == b.ordinal && a.to == b.to;
  };
  // Told and undone in one breath: nobody heard of it.
  std::erase_if(effects.alerts_superseded, [&](const AlertTold& undone) {
    return std::ranges::any_of(alerts, [&](const AlertTold& told) {
      return same(told, undone) && told.rung == undone.rung && told.due == undone.due;
    });
  });
  const auto is_highest = [&](std::size_t i) {
    for (std::size_t j = 0; j < alerts.size(); ++j) {
      if (j != i && std::tie(alerts[i].on, i) <= std::tie(alerts[j].on, j) && same(alerts[i], alerts[j])) return false;
    }
    return true;
  };
  enum class Fate { told, passed_over, overtaken };
  std::vector<Fate> fates;
  fates.reserve(alerts.size());
  for (std::size_t i = 0; i < alerts.size(); ++i) {
    const Fate alive = is_highest(i) ? Fate::told : Fate::passed_over;
    fates.push_back(still_true(alerts[i]) ? alive : Fate::overtaken);
  }
  std::vector<AlertTold> kept;
  for (std::size_t i = 0; i < alerts.size(); ++i) {
    if (fates[i] == Fate::told)
      kept.push_back(std::move(alerts[i]));
    else
      effects.alerts_left_out.push_back({std::move(alerts[i]), fates[i] == Fate::overtaken});
  }
  alerts = std::move(kept);
}

}  // namespace hejie::engine
