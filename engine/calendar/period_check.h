// What compute(), count_back() and trace() ask of a query before they count, said in one way. Inside engine/calendar
// only.
#pragma once

#include "engine/base/result.h"
#include "engine/calendar/calendar.h"
#include "engine/calendar/period.h"

namespace hejie::calendar {

[[nodiscard]] Status check_query(const Calendar& calendar, const PeriodQuery& query);
[[nodiscard]] Status check_back(const Calendar& calendar, Date day, Period period);
/// "/from" lies before the calendar's first day or after its last.
[[nodiscard]] Status check_from(const Calendar& calendar, Date from);
[[nodiscard]] std::unexpected<Error> beyond_calendar(const Calendar& calendar);
[[nodiscard]] std::unexpected<Error> before_calendar(const Calendar& calendar);

[[nodiscard]] bool is_hours(Unit unit);
[[nodiscard]] bool counts_hours(const PeriodQuery& query);
/// The roll that applies: none when the last period counts working days or hours (they never end on an off day).
[[nodiscard]] Roll effective_roll(const PeriodQuery& query);
/// More months or years than this leave any calendar; also keeps date arithmetic in range.
inline constexpr int kMaxMonthCount = 2400;
/// Matching date of a month or year period, or month end (Civil Code art 202). A negative count goes back. @pre |count|
/// <= kMaxMonthCount
[[nodiscard]] Date matching_date(Date from, Period period);

}  // namespace hejie::calendar
