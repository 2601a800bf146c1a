// What an abstract run may remember of a case, as small variables, and which of them are read together. Internal to
// engine/definition/explore.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "engine/definition/explore/linked.h"
#include "engine/model/model.h"

namespace hejie::definition {

/// Values: fact 0 unknown, 1.. as `values`; clock see ClockNow; hold and done 0 or 1; link 0 none, 1.. its places.
struct Track {
  enum class Kind { fact, clock, hold, done, link };
  Kind kind = Kind::fact;
  std::string id;
  std::vector<engine::Value> values;   ///< of a fact, from value 1 on; monostate = any value no guard names
  const LinkedCase* linked = nullptr;  ///< of a link
  bool unread = false;                 ///< a clock no guard asks about: only where it lives matters
};

/// Never started, running, breached (a duty, still running), expired, ended.
enum class ClockNow : std::uint8_t { none, running, breached, expired, ended };

[[nodiscard]] constexpr std::uint8_t value_of(ClockNow now) {
  return static_cast<std::uint8_t>(now);
}

struct Tracks {
  std::vector<Track> all;
  std::vector<std::pair<std::size_t, std::size_t>> together;  ///< pairs some guard, hold or clock reads together

  [[nodiscard]] std::size_t find(Track::Kind kind, const std::string& id) const;  ///< kNoTrack when not there
};
inline constexpr std::size_t kNoTrack = static_cast<std::size_t>(-1);

/// @param linked must outlive the tracks
[[nodiscard]] Tracks tracks_of(const engine::Procedure& procedure, const std::map<std::string, LinkedCase>& linked);

}  // namespace hejie::definition
