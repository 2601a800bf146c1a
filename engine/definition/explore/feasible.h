// Whether a duty can be done in its time at all: for each duty the way from its start to its answer on which the law
// makes one wait least (clocks that must run out, notice that must be left before a hearing), and that way walked with
// the real calendar from every day of 2007 to 2026. Waits are laid one after the other, so a miss told here may still
// be met where two of them run together. A report, not a finding: a law may be hard to keep. Called by `hejie verify`.
#pragma once

#include <string>
#include <vector>

#include "engine/calendar/calendar.h"
#include "engine/model/model.h"

namespace hejie::definition {

/// A duty with waits on its shortest way.
struct Feasible {
  std::string procedure, clock;
  std::string start, answer;              ///< events
  std::vector<std::string> waits;         ///< "A12 10d", "notice 5wd", in order
  int days = 0;                           ///< start days tried
  int misses = 0;                         ///< start days from which the way is longer than the limit
  std::optional<Date> first_miss, worst;  ///< worst: the start day with the most days too late
  int worst_days = 0;
};

struct Feasibility {
  int duties = 0;                ///< duties with a number of their own and a way to an answer
  std::vector<Feasible> waited;  ///< those whose shortest way has a wait; the others fit from any day
};

[[nodiscard]] Feasibility feasibility_of(const engine::Procedure& procedure, const calendar::Calendar& calendar);

}  // namespace hejie::definition
