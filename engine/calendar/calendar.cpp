#include "engine/calendar/calendar.h"

#include "engine/base/check.h"

namespace hejie::calendar {

std::string_view day_kind_id(DayKind kind) {
  switch (kind) {
    case DayKind::working:
      return "working";
    case DayKind::make_up:
      return "make_up";
    case DayKind::weekend:
      return "weekend";
    case DayKind::holiday:
      return "holiday";
  }
  return "";
}

int OfficeHours::minutes_per_day() const {
  int sum = 0;
  for (const auto& [from, to] : sessions) sum += to - from;
  return sum;
}

Day Calendar::day(Date date) const {
  CHECK(contains(date), "callers ask contains() first");
  const std::size_t i = index(date);
  Day day{.date = date, .kind = kinds_[i]};
  if (sources_[i] != 0) {
    const Source& source = source_[sources_[i]];
    if (!source.name.empty()) day.name = &source.name;
    day.statutory = source.statutory;
    day.notice = source.notice;
    day.number = source.number;
  }
  return day;
}

std::optional<Date> Calendar::working_day_after(Date from, int n) const {
  const std::size_t k = worked_[index(from)] + static_cast<std::size_t>(n);
  if (k > working_days_.size()) return std::nullopt;
  return first_ + static_cast<int>(working_days_[k - 1]);
}

std::optional<Date> Calendar::working_day_before(Date from, int n) const {
  const int before = worked_[index(from)] - (is_working(from) ? 1 : 0);
  if (n > before) return std::nullopt;
  return first_ + static_cast<int>(working_days_[static_cast<std::size_t>(before - n)]);
}

std::optional<Date> Calendar::next_working(Date date) const {
  if (!contains(date)) return std::nullopt;
  return is_working(date) ? std::optional(date) : working_day_after(date, 1);
}

std::optional<Date> Calendar::previous_working(Date date) const {
  if (!contains(date)) return std::nullopt;
  return is_working(date) ? std::optional(date) : working_day_before(date, 1);
}

}  // namespace hejie::calendar
