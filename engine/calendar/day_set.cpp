#include "engine/calendar/day_set.h"

#include <algorithm>

namespace hejie::calendar {

DaySet::DaySet(std::span<const Interval> intervals, std::optional<Interval> more) {
  const std::size_t n = intervals.size() + (more ? 1 : 0);
  if (n > kFew) big_.resize(n);
  const std::span<Interval> all = n > kFew ? std::span<Interval>(big_) : std::span<Interval>(few_.data(), n);
  std::ranges::copy(intervals, all.begin());
  if (more) all[n - 1] = *more;
  merge(all);
}

void DaySet::merge(std::span<Interval> all) {
  std::ranges::sort(all, {}, &Interval::from);
  for (const Interval next : all) {
    if (next.from >= next.to) continue;
    if (size_ > 0 && next.from <= all[size_ - 1].to) {
      all[size_ - 1].to = std::max(all[size_ - 1].to, next.to);
    } else {
      all[size_++] = next;
    }
  }
  if (!big_.empty()) big_.resize(size_);
}

int DaySet::count(Date after, Date through) const {
  int sum = 0;
  for (const Interval& interval : merged()) {
    const Date from = std::max(interval.from, after + 1);
    const Date to = std::min(interval.to, through + 1);
    if (from < to) sum += to - from;
  }
  return sum;
}

std::optional<Interval> DaySet::containing(Date day) const {
  for (const Interval& interval : merged()) {
    if (interval.from <= day && day < interval.to) return interval;
  }
  return std::nullopt;
}

}  // namespace hejie::calendar
