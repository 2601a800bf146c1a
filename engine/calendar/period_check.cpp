#include "engine/calendar/period_check.h"

#include <fmt/format.h>

namespace hejie::calendar {
namespace {

std::unexpected<Error> refuse(std::string path, std::string code, Text message) {
  Finding finding{std::move(path), std::move(code), message};
  return fail(ErrorCode::invalid, std::move(message), {std::move(finding)});
}

Status check_periods(const PeriodQuery& query) {
  if (query.periods.empty()) return refuse("/period", "missing", {"缺少期间长度", "no period is given"});
  for (const Period& period : query.periods) {
    if (period.count < 0 || period.count > kMaxPeriodCount) {
      return refuse("/period", "out_of_range",
                    {fmt::format("期间长度应在 0 至 {} 之间", kMaxPeriodCount),
                     fmt::format("the length must be 0 to {}", kMaxPeriodCount)});
    }
    if (is_hours(period.unit) && period.unit != query.periods.front().unit) {
      return refuse("/extend", "mixed_units",
                    {"小时期间只能以同一单位延长", "an hour period is extended in its own unit only"});
    }
  }
  if (is_hours(query.periods.front().unit) && !is_hours(query.periods.back().unit)) {
    return refuse("/extend", "mixed_units",
                  {"小时期间只能以同一单位延长", "an hour period is extended in its own unit only"});
  }
  return {};
}

}  // namespace

bool is_hours(Unit unit) {
  return unit == Unit::hours || unit == Unit::working_hours;
}

bool counts_hours(const PeriodQuery& query) {
  return is_hours(query.periods.front().unit);
}

Roll effective_roll(const PeriodQuery& query) {
  const Unit last = query.periods.back().unit;
  return last == Unit::working_days || is_hours(last) ? Roll::none : query.roll;
}

std::unexpected<Error> beyond_calendar(const Calendar& calendar) {
  const std::string last = format_date(calendar.last_day());
  return refuse("/period", "beyond_calendar",
                {"期间超出日历末日 " + last, "the period ends after the calendar's last day, " + last});
}

std::unexpected<Error> before_calendar(const Calendar& calendar) {
  const std::string first = format_date(calendar.first_day());
  return refuse("/period", "before_calendar",
                {"倒推日早于日历首日 " + first, "the count goes back before the calendar's first day, " + first});
}

Status check_from(const Calendar& calendar, Date from) {
  if (calendar.contains(from)) return {};
  const std::string first = format_date(calendar.first_day());
  const std::string last = format_date(calendar.last_day());
  return refuse("/from", "outside_calendar",
                {fmt::format("{} 不在日历范围内（{} 至 {}）", format_date(from), first, last),
                 fmt::format("{} is outside the calendar, which runs from {} to {}", format_date(from), first, last)});
}

Status check_query(const Calendar& calendar, const PeriodQuery& query) {
  TRY_VOID(check_periods(query));
  for (std::size_t i = 0; i < query.excluded.size(); ++i) {
    const Interval& interval = query.excluded[i];
    if (interval.from > interval.to) {
      return refuse(fmt::format("/exclude/{}", i), "reversed",
                    {fmt::format("除外期间的起日 {} 晚于止日 {}", format_date(interval.from), format_date(interval.to)),
                     fmt::format("the exclusion starts on {}, after its end {}; swap them", format_date(interval.from),
                                 format_date(interval.to))});
    }
  }
  return check_from(calendar, query.from);
}

Status check_back(const Calendar& calendar, Date day, Period period) {
  if (is_hours(period.unit)) {
    return refuse("/period", "unit", {"小时期间不能倒推", "hours cannot be counted backwards; use wd, d, mo or y"});
  }
  if (period.count < 0 || period.count > kMaxPeriodCount) {
    return refuse("/period", "out_of_range", {"期间长度超出范围", "the length is out of range"});
  }
  return check_from(calendar, day);
}

}  // namespace hejie::calendar
