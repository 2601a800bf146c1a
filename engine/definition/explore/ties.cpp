#include "engine/definition/explore/ties.h"

#include <algorithm>

#include "engine/definition/checks/parts.h"

namespace hejie::definition {
namespace {

using engine::ClockRule;
using engine::Length;
using engine::Trigger;

bool acts(const ClockRule& clock) {
  return !clock.soft && (!clock.expiry_event.empty() || !clock.expiry_set.empty());
}

bool same_start(const Trigger& a, const Trigger& b) {
  return a.on == b.on && a.id == b.id && a.to == b.to && a.from == b.from && a.outcomes == b.outcomes;
}

/// One fixed length from fixed starts, never moved: its day follows from its start alone.
bool plain(const ClockRule& clock) {
  return clock.length.size() == 1 && clock.length.front().kind == Length::Kind::period && clock.variants.empty() &&
         clock.restarts.empty() && clock.extends.empty() && clock.starts.size() == 1;
}

/// The same start, the same unit, another length: never on one day.
bool never_together(const ClockRule& a, const ClockRule& b) {
  if (!plain(a) || !plain(b) || !same_start(a.starts.front(), b.starts.front())) return false;
  const engine::Period left = a.length.front().period, right = b.length.front().period;
  const bool hours = left.unit == calendar::Unit::hours || left.unit == calendar::Unit::working_hours;
  // Rolled over a long holiday, two lengths may end on one day only when they are less than that apart.
  const int apart = std::abs(left.count - right.count) * (left.unit == calendar::Unit::days ? 1 : 20);
  return left.unit == right.unit && a.excluded_by == b.excluded_by && a.roll == b.roll && !hours && apart > 15;
}

}  // namespace

std::vector<Tie> possible_ties(const engine::Procedure& procedure) {
  std::vector<Tie> ties;
  for (const auto& first : procedure.clocks)
    for (const auto& second : procedure.clocks) {
      if (&second <= &first || !acts(first) || !acts(second) || never_together(first, second)) continue;
      const bool meet = std::any_of(first.lives.begin(), first.lives.end(),
                                    [&](const auto& state) { return contains(second.lives, state); });
      if (meet) ties.push_back({&first, &second});
    }
  return ties;
}

std::vector<std::size_t> tracks_of(const Tie& tie, const engine::Procedure& procedure, const Tracks& tracks) {
  std::vector<std::size_t> picked;
  // What is asked afresh whenever it is read makes no difference later.
  const auto read_later = [&](const std::string& fact) {
    bool found = false;
    for_each_condition(procedure, [&](const engine::Condition& each, const engine::Event* event) {
      found = found || ((each.id == fact || each.other == fact) && (event == nullptr || !contains(event->asks, fact)));
    });
    return found;
  };
  const auto pick = [&](Track::Kind kind, const std::string& id) {
    if (kind == Track::Kind::fact && !read_later(id)) return;
    const std::size_t track = tracks.find(kind, id);
    if (track != kNoTrack && picked.size() < 4 && std::find(picked.begin(), picked.end(), track) == picked.end())
      picked.push_back(track);
  };
  for (const auto* clock : {tie.first, tie.second}) pick(Track::Kind::clock, clock->id);
  for (const auto* clock : {tie.first, tie.second}) {
    for (const auto& set : clock->expiry_set) pick(Track::Kind::fact, set.target);
    if (const auto* event = procedure.find_event(clock->expiry_event))
      for (const auto& row : event->rows)
        for (const auto& set : row.set) pick(Track::Kind::fact, set.target);
  }
  return picked;
}

std::size_t where_order_tells(const Tie& tie, Walk& walk) {
  for (std::size_t i = 0; i < walk.nodes().size(); ++i) {
    const Walk::Node node = walk.nodes()[i];
    if (!walk.running(node, *tie.first) || !walk.running(node, *tie.second)) continue;
    if (walk.ends(node, *tie.first, *tie.second) != walk.ends(node, *tie.second, *tie.first)) return i;
  }
  return kNoTrack;
}

}  // namespace hejie::definition
