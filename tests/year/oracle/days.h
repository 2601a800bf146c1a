// The days as the oracle of the simulated year knows them: read from the notices by its own code, walked one by one.
// Slow and plain on purpose; shares nothing with engine/calendar. Used by the oracle only.
#pragma once

#include <compare>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hejie::year::oracle {

/// Days since 1970-01-01.
using Day = int;

struct When {
  Day day = 0;
  int minute = 0;  ///< of the day at the bureau
  auto operator<=>(const When&) const = default;
};

/// "2025-03-01". @pre a date
[[nodiscard]] Day day_of(std::string_view text);
[[nodiscard]] std::string text_of(Day day);
[[nodiscard]] std::string text_of(When when);

enum class Unit { wd, d, mo, y, h, wh };
struct Length {
  int count = 0;
  Unit unit = Unit::d;
  bool operator==(const Length&) const = default;
};
/// "10wd", "24h"; empty when it is none.
[[nodiscard]] std::optional<Length> length_of(std::string_view text);

/// [from, to): not counted. `to` empty: still open.
struct Gap {
  Day from = 0;
  std::optional<Day> to;
  bool operator==(const Gap&) const = default;
};

enum class Rolls { forward, backward, no };

class Days {
 public:
  /// Reads every national notice of the folder. Ends the test when one cannot be read.
  explicit Days(const std::string& folder);

  [[nodiscard]] bool worked(Day day) const;
  /// Beyond the last published notice nothing is judged.
  [[nodiscard]] bool published(Day day) const { return day <= last_; }
  /// The n-th worked day after (n > 0) or before (n < 0) `day`.
  [[nodiscard]] Day worked_days_from(Day day, int n) const;
  [[nodiscard]] Day rolled(Day day, Rolls rolls, const std::vector<Gap>& gaps = {}) const;

  /// Last day of a period that began on `from`, counted day by day, before and after the roll. @pre no hours
  struct Ended {
    Day counted = 0, due = 0;
  };
  [[nodiscard]] Ended end_of(Day from, const std::vector<Length>& lengths, const std::vector<Gap>& gaps,
                             Rolls rolls) const;
  /// Hours (of the clock, or of the office for `wh`) from the next full hour, counted minute by minute.
  [[nodiscard]] When end_of_hours(When from, Length length, const std::vector<Gap>& gaps = {}) const;

 private:
  std::set<Day> off_, worked_;
  Day last_ = 0;
};

/// Opening time of the office, minute of the day.
inline constexpr int kOpens = 9 * 60;

}  // namespace hejie::year::oracle
