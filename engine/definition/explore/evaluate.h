// What a condition may be in an abstract run: a set of yes, no, unknown. What is not remembered may be all of them.
// Internal to engine/definition/explore.
#pragma once

#include <unordered_map>
#include <vector>

#include "engine/definition/explore/tracks.h"

namespace hejie::definition {

/// Set of truths as bits.
using May = std::uint8_t;
inline constexpr May kMayNo = 1, kMayYes = 2, kMayUnknown = 4;

/// Values of the remembered tracks, in the order of the slice.
using Memory = std::vector<std::uint8_t>;

class Evaluator {
 public:
  Evaluator(const engine::Procedure& procedure, const Tracks& tracks);

  /// @param picked the tracks remembered; others may be anything
  void remember(const std::vector<std::size_t>& picked);
  [[nodiscard]] May operator()(const engine::Condition& condition, const Memory& memory) const;
  /// Place of a track in the memory; kNoTrack when it is not remembered.
  [[nodiscard]] std::size_t place(std::size_t track) const { return places_[track]; }

 private:
  void resolve(const engine::Condition& condition);
  [[nodiscard]] May leaf(const engine::Condition& condition, std::size_t track, std::uint8_t value) const;
  [[nodiscard]] May fact(const engine::Condition& condition, const engine::Value& value) const;
  [[nodiscard]] May clock(const engine::Condition& condition, std::uint8_t value) const;
  [[nodiscard]] May list(const engine::Condition& condition, const Memory& memory) const;

  const engine::Procedure& procedure_;
  const Tracks& tracks_;
  std::unordered_map<const engine::Condition*, std::size_t> track_of_;
  std::vector<std::size_t> places_;
};

}  // namespace hejie::definition
