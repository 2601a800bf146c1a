// The walk of a period, day by day, with a reason for each day: what a clerk shows to a party who asks "why that day?".
// Called by `hejie due` and by pages that explain a date; compute() of period.h is the quick way to the dates alone.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "engine/base/date.h"
#include "engine/base/result.h"
#include "engine/base/text.h"
#include "engine/calendar/period.h"

namespace hejie::calendar {

enum class StepKind : std::uint8_t { start, working, make_up, weekend, holiday, calendar, excluded, rolled, due };
[[nodiscard]] std::string_view step_kind_id(StepKind kind);

struct Step {
  Date date;
  std::optional<Date> to{};  ///< last day of a folded run
  StepKind kind = StepKind::calendar;
  std::optional<int> count{};  ///< running number; absent on days not counted; of the last day in a folded run
  Text reason;
};

/// Days one by one up to this many, the rest folded into runs of one kind.
inline constexpr int kMaxDaysListed = 400;

/// Steps of a period whose dates compute() gave. @errors those of compute()
[[nodiscard]] Result<std::vector<Step>> trace(const Calendar& calendar, const PeriodQuery& query);
/// Steps of count_back(), from the fixed day backwards.
[[nodiscard]] Result<std::vector<Step>> trace_back(const Calendar& calendar, Date day, Period period);

}  // namespace hejie::calendar
