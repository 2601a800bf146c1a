#include "engine/calendar/hours.h"

#include <algorithm>

#include "engine/calendar/period_check.h"

namespace hejie::calendar {
namespace {

using Sessions = std::vector<std::pair<int, int>>;

/// Minutes of one day that count, by unit; none on an excluded day (the starting day itself is never excluded).
Sessions counted_sessions(const Calendar& calendar, const PeriodQuery& query, const DaySet& excluded, Date day) {
  if (day > query.from && excluded.containing(day)) return {};
  if (query.periods.front().unit == Unit::hours) return {{0, kMinutesPerDay}};
  return calendar.is_working(day) ? calendar.hours().sessions : Sessions{};
}

PeriodDates ended(const Calendar& calendar, const PeriodQuery& query, const DaySet& excluded, Moment end, Date last) {
  if (end.minute == kMinutesPerDay) end = {end.day + 1, 0};
  return {.nominal = end.day,
          .due = end.day,
          .due_minute = end.minute,
          .provisional = calendar.is_provisional(last),
          .excluded_days = excluded.count(query.from, last)};
}

}  // namespace

Moment next_full_hour(Date day, int minute) {
  const int hour = minute / 60 + 1;
  return hour == 24 ? Moment{day + 1, 0} : Moment{day, hour * 60};
}

Result<PeriodDates> hour_dates(const Calendar& calendar, const PeriodQuery& query, const DaySet& excluded) {
  long long left = 0;
  for (const Period& period : query.periods) left += period.count * 60LL;
  Moment now = next_full_hour(query.from, query.from_minute);
  if (left == 0) return ended(calendar, query, excluded, now, now.day);
  for (; calendar.contains(now.day); now = {now.day + 1, 0}) {
    for (const auto& [open, close] : counted_sessions(calendar, query, excluded, now.day)) {
      const int start = std::max(open, now.minute);
      if (start >= close) continue;
      if (left <= close - start) {
        return ended(calendar, query, excluded, {now.day, start + static_cast<int>(left)}, now.day);
      }
      left -= close - start;
    }
  }
  return beyond_calendar(calendar);
}

}  // namespace hejie::calendar
