// From clocks of a folded case to what people see of them, and the difference two states make. Pure. Used by
// case_service (views, outcomes) and work lists.
#pragma once

#include <string>
#include <vector>

#include "app/case_service.h"
#include "engine/machine/machine.h"

namespace hejie::app {

[[nodiscard]] std::string clock_label(const std::string& rule, const std::string& key, int ordinal);
[[nodiscard]] std::string clock_status_id(engine::ClockStatus status);
/// "open", "closed", "final"
[[nodiscard]] std::string phase_id(engine::Phase phase);
[[nodiscard]] std::string clock_kind_id(engine::ClockKind kind);
[[nodiscard]] bool is_open(engine::ClockStatus status);  ///< running or breached

[[nodiscard]] ClockView view_clock(const engine::Procedure& procedure, const calendar::Calendar& calendar,
                                   const engine::ClockInstance& clock, Date today);
[[nodiscard]] std::vector<ClockView> view_open_clocks(const engine::Procedure& procedure,
                                                      const calendar::Calendar& calendar,
                                                      const engine::CaseState& state, Date today);

struct ClockDifference {
  std::vector<ClockView> opened, closed, moved;
};
/// opened: open now and not there before; closed: open before or new, and over now; moved: open in both with another
/// day.
[[nodiscard]] ClockDifference compare_clocks(const engine::Procedure& procedure, const calendar::Calendar& calendar,
                                             const engine::CaseState& before, const engine::CaseState& after,
                                             Date today);

}  // namespace hejie::app
