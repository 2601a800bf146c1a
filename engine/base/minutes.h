// How far two moments lie apart on the bureau's wall clock. Not a legal period: those are counted by engine/calendar.
#pragma once

#include <cstdint>

#include "engine/base/date.h"

namespace hejie {

/// @returns minutes, negative when `to` is before `from`
inline std::int64_t minutes_between(Moment from, Moment to) {
  return std::int64_t{to.day - from.day} * kMinutesPerDay + (to.minute - from.minute);
}

}  // namespace hejie
