#include "engine/definition/explore/evaluate.h"

#include <algorithm>

#include "engine/definition/checks/parts.h"

namespace hejie::definition {
namespace {

using engine::Condition;
using engine::ConditionKind;
using engine::Value;

constexpr May kEither = kMayNo | kMayYes;
constexpr May kAnything = kMayNo | kMayYes | kMayUnknown;

May sure(bool yes) {
  return yes ? kMayYes : kMayNo;
}

May opposite(May may) {
  May out = may & kMayUnknown;
  if (may & kMayNo) out |= kMayYes;
  if (may & kMayYes) out |= kMayNo;
  return out;
}

Track::Kind kind_of(ConditionKind kind) {
  if (kind == ConditionKind::clock_is) return Track::Kind::clock;
  if (kind == ConditionKind::hold_on) return Track::Kind::hold;
  if (kind == ConditionKind::done) return Track::Kind::done;
  if (kind == ConditionKind::link_outcome || kind == ConditionKind::link_is) return Track::Kind::link;
  return Track::Kind::fact;
}

bool names_track(ConditionKind kind) {
  constexpr ConditionKind kKinds[] = {
      ConditionKind::fact_in,      ConditionKind::fact_known,   ConditionKind::fact_at_least,
      ConditionKind::fact_at_most, ConditionKind::clock_is,     ConditionKind::hold_on,
      ConditionKind::done,         ConditionKind::link_outcome, ConditionKind::link_is};
  return std::find(std::begin(kKinds), std::end(kKinds), kind) != std::end(kKinds);
}

}  // namespace

Evaluator::Evaluator(const engine::Procedure& procedure, const Tracks& tracks)
    : procedure_(procedure), tracks_(tracks), places_(tracks.all.size(), kNoTrack) {
  for_each_condition(procedure, [&](const Condition& condition, const engine::Event*) { resolve(condition); });
}

void Evaluator::resolve(const Condition& condition) {
  if (!names_track(condition.kind)) return;
  const std::size_t track = tracks_.find(kind_of(condition.kind), condition.id);
  if (track != kNoTrack) track_of_[&condition] = track;
}

void Evaluator::remember(const std::vector<std::size_t>& picked) {
  std::fill(places_.begin(), places_.end(), kNoTrack);
  for (std::size_t i = 0; i < picked.size(); ++i) places_[picked[i]] = i;
}

May Evaluator::fact(const Condition& condition, const Value& value) const {
  if (condition.kind == ConditionKind::fact_known) return sure(condition.flag);
  const bool any = !engine::known(value);  // a value no guard names
  if (condition.kind == ConditionKind::fact_in)
    return any ? kEither
               : sure(std::find(condition.values.begin(), condition.values.end(), value) != condition.values.end());
  const auto* number = std::get_if<std::int64_t>(&value);
  const auto* bound = condition.values.empty() ? nullptr : std::get_if<std::int64_t>(&condition.values.front());
  if (any || number == nullptr || bound == nullptr || !condition.other.empty()) return kAnything;
  return sure(condition.kind == ConditionKind::fact_at_least ? *number >= *bound : *number <= *bound);
}

May Evaluator::clock(const Condition& condition, std::uint8_t value) const {
  const auto now = static_cast<ClockNow>(value);
  const auto* rule = procedure_.find_clock(condition.id);
  const bool single = rule != nullptr && rule->per == engine::Per::one;
  if (!single && now != ClockNow::none) return kEither;
  switch (condition.clock_test) {
    case engine::ClockTest::open:
      return sure(now == ClockNow::running);
    case engine::ClockTest::running:
      return sure(now == ClockNow::running || now == ClockNow::breached);
    case engine::ClockTest::expired:
      // An earlier instance may have ended so.
      return now == ClockNow::breached || now == ClockNow::expired ? kMayYes : now == ClockNow::none ? kMayNo : kEither;
    case engine::ClockTest::over:
      return now == ClockNow::none ? kEither : sure(now != ClockNow::running && now != ClockNow::breached);
  }
  return kEither;
}

May Evaluator::leaf(const Condition& condition, std::size_t track, std::uint8_t value) const {
  switch (tracks_.all[track].kind) {
    case Track::Kind::fact:
      if (value == 0) return condition.kind == ConditionKind::fact_known ? sure(!condition.flag) : kMayUnknown;
      return fact(condition, tracks_.all[track].values[value - 1U]);
    case Track::Kind::clock:
      return clock(condition, value);
    case Track::Kind::hold:
    case Track::Kind::done:
      return sure((value == 1) == condition.flag);
    case Track::Kind::link: {
      if (condition.kind == ConditionKind::link_is) return sure((value != 0) == condition.flag);
      if (value == 0) return kMayNo;
      const auto& passed = tracks_.all[track].linked->places[value - 1U].passed;
      return sure(std::any_of(condition.names.begin(), condition.names.end(),
                              [&](const auto& name) { return passed.contains(name); }));
    }
  }
  return kAnything;
}

/// Kleene over sets: each child may be what it may be, whatever the others are.
May Evaluator::list(const Condition& condition, const Memory& memory) const {
  const bool all = condition.kind == ConditionKind::all;
  const May decides = all ? kMayNo : kMayYes;
  const May passes = all ? kMayYes : kMayNo;
  bool every_passes = true, some_decides = false, some_unknown = false, none_must = true;
  for (const auto& child : condition.children) {
    const May may = (*this)(child, memory);
    every_passes = every_passes && (may & passes);
    some_decides = some_decides || (may & decides);
    some_unknown = some_unknown || (may & kMayUnknown);
    none_must = none_must && may != decides;
  }
  May out = 0;
  if (every_passes) out |= passes;
  if (some_decides) out |= decides;
  if (some_unknown && none_must) out |= kMayUnknown;
  return out;
}

May Evaluator::operator()(const Condition& condition, const Memory& memory) const {
  if (condition.kind == ConditionKind::always) return kMayYes;
  if (condition.kind == ConditionKind::all || condition.kind == ConditionKind::any) return list(condition, memory);
  if (condition.kind == ConditionKind::negation)
    return condition.children.empty() ? kAnything : opposite((*this)(condition.children.front(), memory));
  const auto found = track_of_.find(&condition);
  if (found == track_of_.end() || places_[found->second] == kNoTrack)
    return condition.kind == ConditionKind::hold_on || condition.kind == ConditionKind::done ? kEither : kAnything;
  return leaf(condition, found->second, memory[places_[found->second]]);
}

}  // namespace hejie::definition
