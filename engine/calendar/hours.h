// Periods in hours and in the bureau's working hours. Inside engine/calendar only; called by compute() and trace().
#pragma once

#include "engine/base/result.h"
#include "engine/calendar/day_set.h"
#include "engine/calendar/period.h"

namespace hejie::calendar {

/// The full hour after `minute` of `day`: an act at 10:30, or at 10:00, counts from 11:00 (MSJS art 125).
[[nodiscard]] Moment next_full_hour(Date day, int minute);
[[nodiscard]] Result<PeriodDates> hour_dates(const Calendar& calendar, const PeriodQuery& query,
                                             const DaySet& excluded);

}  // namespace hejie::calendar
