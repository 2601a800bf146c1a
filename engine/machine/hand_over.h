// An act of the house, not of the procedure: the case goes to another person, another unit, or both. It stands in the
// log like any act (who, when, why) and changes nothing the law knows: the fold passes over it, clocks run on. Also the
// field by which an opening says to which unit the case belongs. Written by app, which also reads them; the engine only
// lets them pass.
#pragma once

#include "engine/machine/act.h"

namespace hejie::engine {

inline constexpr const char* kHandOver = "hand_over_case";    ///< `event` of such an act of kind done
inline constexpr const char* kUnitField = "case_unit";        ///< field: id of the unit, "" = the bureau itself
inline constexpr const char* kHandlerField = "case_handler";  ///< field: account id

[[nodiscard]] inline bool is_hand_over(const Act& act) {
  return act.kind == ActKind::done && act.event == kHandOver;
}

}  // namespace hejie::engine
