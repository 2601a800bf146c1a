#include "engine/calendar/period.h"

#include <algorithm>

#include "engine/calendar/day_set.h"
#include "engine/calendar/hours.h"
#include "engine/calendar/period_check.h"

namespace hejie::calendar {
namespace {

/// The n-th day after `day` that is not excluded.
Date advance_days(const DaySet& excluded, Date day, int n) {
  if (n == 0) return day;
  for (const Interval& gap : excluded.merged()) {
    if (gap.to <= day + 1) continue;
    const int before_gap = std::max(gap.from, day + 1) - day - 1;
    if (n <= before_gap) break;
    n -= before_gap;
    day = gap.to - 1;
  }
  return day + n;
}

std::optional<Date> advance_working(const Calendar& calendar, const DaySet& excluded, Date day, int n) {
  if (n == 0) return day;
  for (const Interval& gap : excluded.merged()) {
    if (gap.to <= day + 1) continue;
    const Date last_before = std::max(gap.from, day + 1) - 1;
    if (last_before > calendar.last_day()) break;
    const int before_gap = calendar.working_days_between(day, last_before);
    if (n <= before_gap) break;
    n -= before_gap;
    day = gap.to - 1;
    if (day > calendar.last_day()) return std::nullopt;
  }
  return calendar.working_day_after(day, n);
}

std::optional<Date> advance(const Calendar& calendar, const DaySet& excluded, Date day, Period period) {
  switch (period.unit) {
    case Unit::working_days:
      return advance_working(calendar, excluded, day, period.count);
    case Unit::days:
      return advance_days(excluded, day, period.count);
    case Unit::months:
    case Unit::years: {
      if (period.count > kMaxMonthCount) return std::nullopt;
      const Date match = matching_date(day, period);
      return advance_days(excluded, match, excluded.count(day, match));
    }
    case Unit::hours:
    case Unit::working_hours:
      break;
  }
  return std::nullopt;
}

std::optional<Date> roll_forward(const Calendar& calendar, const DaySet& excluded, Date day) {
  for (;;) {
    const auto worked = calendar.next_working(day);
    if (!worked) return std::nullopt;
    const auto gap = excluded.containing(*worked);
    if (!gap) return worked;
    day = gap->to;
  }
}

std::optional<Date> roll_backward(const Calendar& calendar, const DaySet& excluded, Date day) {
  for (;;) {
    const auto worked = calendar.previous_working(day);
    if (!worked) return std::nullopt;
    const auto gap = excluded.containing(*worked);
    if (!gap) return worked;
    day = gap->from - 1;
  }
}

std::optional<Date> roll(const Calendar& calendar, const DaySet& excluded, Date day, Roll direction) {
  switch (direction) {
    case Roll::forward:
      return roll_forward(calendar, excluded, day);
    case Roll::backward:
      return roll_backward(calendar, excluded, day);
    case Roll::none:
      return day;
  }
  return day;
}

Result<PeriodDates> dates(const Calendar& calendar, const PeriodQuery& query, const DaySet& excluded) {
  Date day = query.from;
  for (const Period& period : query.periods) {
    const auto next = advance(calendar, excluded, day, period);
    if (!next || !calendar.contains(*next)) return beyond_calendar(calendar);
    day = *next;
  }
  const auto due = roll(calendar, excluded, day, effective_roll(query));
  if (!due || !calendar.contains(*due)) return beyond_calendar(calendar);
  return PeriodDates{.nominal = day,
                     .due = *due,
                     .provisional = calendar.is_provisional(std::max(day, *due)),
                     .excluded_days = excluded.count(query.from, day)};
}

Result<PeriodDates> dates_with(const Calendar& calendar, const PeriodQuery& query, const DaySet& excluded) {
  return counts_hours(query) ? hour_dates(calendar, query, excluded) : dates(calendar, query, excluded);
}

}  // namespace

Date matching_date(Date from, Period period) {
  const YearMonthDay start = to_ymd(from);
  const int months = start.year * 12 + start.month - 1 + (period.unit == Unit::years ? 12 : 1) * period.count;
  const int year = months / 12;
  const int month = months % 12 + 1;
  return from_ymd(year, month, std::min(start.day, days_in_month(year, month)));
}

Result<PeriodDates> compute(const Calendar& calendar, const PeriodQuery& query) {
  if (auto status = check_query(calendar, query); !status) return std::unexpected(std::move(status).error());
  auto without = dates_with(calendar, query, DaySet(query.excluded));
  if (!without || !query.stopped_since) return without;
  if (std::max(without->nominal, without->due) < *query.stopped_since) return without;
  const Date resumed = std::max(query.resumed_on.value_or(*query.stopped_since), *query.stopped_since);
  auto stopped = dates_with(calendar, query, DaySet(query.excluded, Interval{*query.stopped_since, resumed}));
  if (stopped) stopped->stopped = true;
  return stopped;
}

}  // namespace hejie::calendar
