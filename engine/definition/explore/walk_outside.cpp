// What happens without an event of this case: clocks run out, documents are served, linked cases go on.
#include <algorithm>

#include "engine/definition/checks/parts.h"
#include "engine/definition/explore/walk.h"

namespace hejie::definition {
namespace {

using engine::ClockRule;
using engine::Event;
using engine::Trigger;

/// Targets and promptly clocks never run out.
bool runs_out(const ClockRule& clock) {
  const bool dated = std::any_of(clock.length.begin(), clock.length.end(),
                                 [](const auto& length) { return length.kind != engine::Length::Kind::promptly; });
  return dated && !clock.soft;
}

}  // namespace

void Walk::expiry_moves(std::size_t at) {
  for (const auto& clock : procedure_.clocks)
    if (lives(clock, nodes_[at].state) && runs_out(clock)) expire(at, clock);
}

/// A running clock runs out; one that is not remembered may do so wherever it lives.
void Walk::expire(std::size_t at, const ClockRule& clock) {
  const int state = nodes_[at].state;
  Memory memory = nodes_[at].memory;
  const std::size_t track = tracks_.find(Track::Kind::clock, clock.id);
  const std::size_t place = track == kNoTrack ? kNoTrack : evaluate_.place(track);
  if (place != kNoTrack) {
    if (memory[place] != value_of(ClockNow::running)) return;
    memory[place] = value_of(clock.kind == engine::ClockKind::duty ? ClockNow::breached : ClockNow::expired);
  }
  std::vector<Memory> memories{memory};
  store_set(memories, clock.expiry_set);
  const Event* event = procedure_.find_event(clock.expiry_event);
  bool some = event == nullptr;
  for (const auto& each : memories) {
    if (event != nullptr)
      for (const auto& row : event->rows)
        if (in(row.from, state)) some = take(at, each, {*event, row, false}, false, &clock) || some;
    if (event == nullptr || !some)
      run_clocks(at, each, state, state,
                 [&](const Trigger& t) { return t.on == Trigger::On::expiry && t.id == clock.id; });
  }
  if (!some && place != kNoTrack) refused_.push_back({at, &clock});
}

/// Services and milestones of linked cases come at any time.
void Walk::outside_moves(std::size_t at) {
  const int state = nodes_[at].state;
  std::set<std::pair<int, std::string>> seen;
  for (const auto& clock : procedure_.clocks) {
    const std::size_t track = tracks_.find(Track::Kind::clock, clock.id);
    if (track == kNoTrack || evaluate_.place(track) == kNoTrack) continue;
    for (const auto* triggers : {&clock.starts, &clock.stops, &clock.restarts})
      for (const auto& trigger : *triggers) {
        if (trigger.on != Trigger::On::served && trigger.on != Trigger::On::link) continue;
        const std::size_t link = tracks_.find(Track::Kind::link, trigger.id);
        if (trigger.on == Trigger::On::link && link != kNoTrack && evaluate_.place(link) != kNoTrack) continue;
        if (trigger.on == Trigger::On::served &&
            !served_in_[trigger.id].contains(procedure_.states[static_cast<std::size_t>(state)].id))
          continue;
        if (!seen.insert({static_cast<int>(trigger.on), trigger.id}).second) continue;
        const Memory memory = nodes_[at].memory;
        run_clocks(at, memory, state, state,
                   [&](const Trigger& t) { return t.on == trigger.on && t.id == trigger.id; });
      }
  }
}

/// A remembered linked case goes a step further; one that is adopted may come in anywhere.
void Walk::link_moves(std::size_t at) {
  for (std::size_t i = 0; i < picked_.size(); ++i) {
    const Track& track = tracks_.all[picked_[i]];
    if (track.kind != Track::Kind::link) continue;
    const std::uint8_t here = nodes_[at].memory[i];
    if (here != 0) {
      for (const auto next : track.linked->places[here - 1U].next) link_to(at, i, next);
    } else if (!track.linked->opened_here) {
      for (std::size_t any = 0; any < track.linked->places.size(); ++any) link_to(at, i, any);
    }
  }
}

void Walk::link_to(std::size_t at, std::size_t place, std::size_t there) {
  const Track& track = tracks_.all[picked_[place]];
  const int state = nodes_[at].state;
  Memory memory = nodes_[at].memory;
  const auto& after = track.linked->places[there].passed;
  const std::set<std::string> before =
      memory[place] == 0 ? std::set<std::string>{} : track.linked->places[memory[place] - 1U].passed;
  memory[place] = static_cast<std::uint8_t>(there + 1);
  run_clocks(at, memory, state, state, [&](const Trigger& trigger) {
    return trigger.on == Trigger::On::link && trigger.id == track.id &&
           std::any_of(trigger.outcomes.begin(), trigger.outcomes.end(),
                       [&](const auto& name) { return after.contains(name) && !before.contains(name); });
  });
}

/// What a row opens begins; another case of the kind keeps what the earlier ones told.
void Walk::open_links(const Move& move, std::vector<Memory>& memories) const {
  for (std::size_t i = 0; i < picked_.size(); ++i) {
    const Track& track = tracks_.all[picked_[i]];
    if (track.kind != Track::Kind::link) continue;
    for (const auto& rule : move.row.opens) {
      if (rule.link != track.id) continue;
      std::vector<Memory> more;
      for (const auto& memory : memories) {
        if (rule.when.kind != engine::ConditionKind::always) more.push_back(memory);
        for (const auto to : memory[i] == 0 ? track.linked->start : track.linked->places[memory[i] - 1U].renewed) {
          more.push_back(memory);
          more.back()[i] = static_cast<std::uint8_t>(to + 1);
        }
      }
      memories = std::move(more);
    }
  }
}

}  // namespace hejie::definition
