// The word to the staff when a calendar notice moves a date: one row of the alert ledger for each role that hears of
// the clock, saying from which day to which and by which notice. Pure. Used by calendars; told over the channels and
// lists.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "engine/machine/act.h"
#include "engine/model/model.h"
#include "storage/commit.h"

namespace hejie::app {

/// What is told, and to whom.
struct NoticeMoves {
  const CaseId& case_id;
  const engine::Procedure& procedure;
  const std::string& notice;  ///< id
  const std::vector<engine::Rederived::Moved>& moved;
  std::function<bool(const std::string& role)> is_staff;
  Date today{};
};

/// The staff who hear of a clock: its owner and whom its warnings go to; of a party's clock without warnings, the role
/// that records most acts of the procedure.
[[nodiscard]] std::vector<std::string> staff_of(const engine::ClockRule& rule, const NoticeMoves& moves);

/// Puts one row a moved clock and role into the commit, in place of the rows that only say that a day has moved. Rung:
/// "notice:<id>:<day before>"; `due` is the new day.
void tell_moves(const NoticeMoves& moves, storage::Commit& commit);

}  // namespace hejie::app
