#include <optional>

#include "engine/calendar/period.h"
#include "engine/calendar/period_check.h"

namespace hejie::calendar {
namespace {

std::optional<Date> step_back(const Calendar& calendar, Date day, Period period) {
  if (period.count == 0) return day;
  switch (period.unit) {
    case Unit::working_days:
      return calendar.working_day_before(day, period.count);
    case Unit::days:
      return day - period.count;
    case Unit::months:
    case Unit::years:
      if (period.count > kMaxMonthCount) return std::nullopt;
      return matching_date(day, {period.unit, -period.count});
    case Unit::hours:
    case Unit::working_hours:
      break;
  }
  return std::nullopt;
}

}  // namespace

Result<BackwardDates> count_back(const Calendar& calendar, Date day, Period period) {
  if (auto status = check_back(calendar, day, period); !status) return std::unexpected(std::move(status).error());
  const auto due = step_back(calendar, day, period);
  if (!due || !calendar.contains(*due)) return before_calendar(calendar);
  const Unit unit = period.unit == Unit::working_days ? Unit::working_days : Unit::days;
  const auto clear = step_back(calendar, *due, {unit, 1});
  if (!clear || !calendar.contains(*clear)) return before_calendar(calendar);
  return BackwardDates{
      .due = *due, .clear_days_due = *clear, .provisional = calendar.is_provisional(period.count > 0 ? day - 1 : day)};
}

}  // namespace hejie::calendar
