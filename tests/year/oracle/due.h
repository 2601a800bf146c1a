// When a clock is due, and when each of its rungs is to be told: counted from its facts, day by day.
#pragma once

#include <optional>

#include "tests/year/oracle/facts.h"
#include "tests/year/oracle/rules.h"

namespace hejie::year::oracle {

struct Due {
  std::optional<When> at;  ///< empty: promptly, or halted
  bool hours = false;      ///< `at` is a minute, else a day
  bool beyond = false;     ///< counted past the last published notice
  bool operator==(const Due&) const = default;
};

[[nodiscard]] Due due_of(const Clock& clock, const ClockRule& rule, bool clear_days,
                         const std::vector<Interval>& intervals, const Days& days);
/// As the program shows it: "2025-03-01", "2025-03-01 10:00", "".
[[nodiscard]] std::string text_of(const Due& due);

/// From when on the rung holds; empty when it never does.
[[nodiscard]] std::optional<When> rung_at(const Rung& rung, const Clock& clock, const Due& due, const Days& days);
/// From when on the scheduler must look: rungs of whole days wait for the office to open.
[[nodiscard]] When wakes_at(When rung);

}  // namespace hejie::year::oracle
