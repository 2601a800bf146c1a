// Two clocks that run out on one day and end differently by which is told first. Works on explored slices of both
// clocks; whether the days can fall together is judged from what starts them and how long they are. Called by
// explore().
#pragma once

#include "engine/definition/explore/walk.h"

namespace hejie::definition {

struct Tie {
  const engine::ClockRule* first = nullptr;   ///< the earlier one in the file: told first by the machine
  const engine::ClockRule* second = nullptr;  ///< the later one
};

/// Pairs of clocks whose running out does something, that live in one state and may fall due on one day.
[[nodiscard]] std::vector<Tie> possible_ties(const engine::Procedure& procedure);

/// The tracks to remember for a pair: both clocks and the facts that their running out sets.
[[nodiscard]] std::vector<std::size_t> tracks_of(const Tie& tie, const engine::Procedure& procedure,
                                                 const Tracks& tracks);

/// The first node where the order tells; kNoTrack when there is none. @pre the walk ran with tracks_of(tie)
[[nodiscard]] std::size_t where_order_tells(const Tie& tie, Walk& walk);

}  // namespace hejie::definition
