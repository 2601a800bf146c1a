// Legal periods: from a day, a length and its extensions to the day they end, with exclusions and roll.
// The walk of one day after the other is the definition (trace.h lists it); compute() gives the same dates by prefix
// sums. Called by the machine's clocks, the guards that compare periods, and `hejie due`. Knows no rule and no case.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/date.h"
#include "engine/base/result.h"
#include "engine/calendar/calendar.h"

namespace hejie::calendar {

enum class Unit : std::uint8_t { working_days, days, months, years, hours, working_hours };

struct Period {
  Unit unit = Unit::days;
  int count = 0;  ///< 0 ... 40000
  bool operator==(const Period&) const = default;
};
inline constexpr int kMaxPeriodCount = 40'000;

/// "10wd", "45d", "6mo", "1y", "24h", "8wh"; empty when it is anything else.
[[nodiscard]] std::optional<Period> parse_period(std::string_view text);
[[nodiscard]] std::string format_period(Period period);
/// "5 working days", "5 个工作日".
[[nodiscard]] Text period_words(Period period);

/// Days from, from+1, ... to-1 are not counted (the day of suspension is not, the day of resumption is).
struct Interval {
  Date from;
  Date to;
  bool operator==(const Interval&) const = default;
};

enum class Roll : std::uint8_t { forward, backward, none };

struct PeriodQuery {
  Date from;                             ///< day of the triggering act; itself never counted
  std::vector<Period> periods{};         ///< length, then extensions; each runs on from the nominal day so far
  std::span<const Interval> excluded{};  ///< any order, may overlap; a set of days
  Roll roll = Roll::forward;             ///< of the last day off a rest day (MS art 85); never applies to wd, h, wh
  int from_minute = 0;                   ///< hour units only: minute of `from`; counting starts at the next full hour
  std::optional<Date> stopped_since{};   ///< an exclusion still open: every day from here on ...
  std::optional<Date> resumed_on{};      ///< ... up to this day, if it were resumed then (default: stopped_since)
};

struct PeriodDates {
  Date nominal;                     ///< last day counted, before the roll
  Date due;                         ///< last day to act
  std::optional<int> due_minute{};  ///< hour units: minute of `due` at which the period ends
  bool provisional = false;         ///< a day counted or rolled over lies beyond the published notices
  bool stopped = false;             ///< the open exclusion is reached: the dates hold only if resumed on `resumed_on`
  int excluded_days = 0;            ///< calendar days skipped in (from, nominal]
};

/// Units wd: skip off days; d: calendar days; mo, y: matching date or month end (Civil Code art 202), then one more day
/// for each excluded day passed, also those met while lengthening. All skip excluded days; so does the roll, which is
/// last.
/// @errors invalid (path = field of the query): no period, hours mixed with days, an interval that ends before it
/// starts;
///   `from` before the calendar's first day or any date beyond its last.
[[nodiscard]] Result<PeriodDates> compute(const Calendar& calendar, const PeriodQuery& query);

struct BackwardDates {
  Date due;             ///< reading A: the Nth day before; the act must be done by then
  Date clear_days_due;  ///< reading B (clear days): one day of the same unit earlier
  bool provisional = false;
};

/// Counts before `day` (a hearing), which is not counted. Only wd, d, mo, y. No exclusions, no extensions, no roll.
[[nodiscard]] Result<BackwardDates> count_back(const Calendar& calendar, Date day, Period period);

}  // namespace hejie::calendar
