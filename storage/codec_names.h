// Names of the enumerators an event can hold, as written in its byte form. Never rename one: stored events carry them.
// A new enumerator without a name does not compile (-Wswitch-enum). Used by codec.cpp and its tests.
#pragma once

#include <array>
#include <optional>
#include <string_view>

#include "engine/machine/act.h"

namespace hejie::storage {

/// "" for a value outside the enumeration: ends the loop in parse_name.
constexpr std::string_view name_of(engine::ActKind kind) {
  switch (kind) {
    case engine::ActKind::done:
      return "done";
    case engine::ActKind::proposed:
      return "proposed";
    case engine::ActKind::approved:
      return "approved";
    case engine::ActKind::declined:
      return "declined";
    case engine::ActKind::recalled:
      return "recalled";
    case engine::ActKind::served:
      return "served";
    case engine::ActKind::linked:
      return "linked";
    case engine::ActKind::link_outcome:
      return "link_outcome";
    case engine::ActKind::corrected:
      return "corrected";
    case engine::ActKind::annulled:
      return "annulled";
    case engine::ActKind::migrated:
      return "migrated";
    case engine::ActKind::calendar_changed:
      return "calendar_changed";
  }
  return "";
}

constexpr std::string_view name_of(engine::OccurrenceKind kind) {
  switch (kind) {
    case engine::OccurrenceKind::clock_started:
      return "clock_started";
    case engine::OccurrenceKind::clock_stopped:
      return "clock_stopped";
    case engine::OccurrenceKind::clock_left:
      return "clock_left";
    case engine::OccurrenceKind::clock_superseded:
      return "clock_superseded";
    case engine::OccurrenceKind::clock_expired:
      return "clock_expired";
    case engine::OccurrenceKind::clock_breached:
      return "clock_breached";
    case engine::OccurrenceKind::clock_moved:
      return "clock_moved";
    case engine::OccurrenceKind::service_deemed:
      return "service_deemed";
    case engine::OccurrenceKind::automatic:
      return "automatic";
    case engine::OccurrenceKind::hold_ended:
      return "hold_ended";
    case engine::OccurrenceKind::proposal_ended:
      return "proposal_ended";
  }
  return "";
}

constexpr std::string_view name_of(calendar::Unit unit) {
  switch (unit) {
    case calendar::Unit::working_days:
      return "working_days";
    case calendar::Unit::days:
      return "days";
    case calendar::Unit::months:
      return "months";
    case calendar::Unit::years:
      return "years";
    case calendar::Unit::hours:
      return "hours";
    case calendar::Unit::working_hours:
      return "working_hours";
  }
  return "";
}

/// Names of the alternatives of CaseEvent, in their order.
inline constexpr std::array<const char*, 3> kKinds{"act", "occurrence", "rederived"};

/// Enumerator of that name. @pre enumerators count from 0 without gaps
template <typename E>
constexpr std::optional<E> parse_name(std::string_view name) {
  for (int i = 0; !name_of(static_cast<E>(i)).empty(); ++i) {
    if (name_of(static_cast<E>(i)) == name) return static_cast<E>(i);
  }
  return std::nullopt;
}

}  // namespace hejie::storage
