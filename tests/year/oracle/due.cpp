#include "tests/year/oracle/due.h"

#include <algorithm>

namespace hejie::year::oracle {
namespace {

/// Intervals this clock leaves out; the one still open apart.
struct Gaps {
  std::vector<Gap> closed;
  std::optional<Day> open;
};

Gaps gaps_of(const ClockRule& rule, const std::vector<Interval>& intervals) {
  Gaps gaps;
  for (const auto& [source, gap] : intervals) {
    if (std::find(rule.excluded_by.begin(), rule.excluded_by.end(), source) == rule.excluded_by.end()) continue;
    if (gap.to)
      gaps.closed.push_back(gap);
    else
      gaps.open = std::min(gap.from, gaps.open.value_or(gap.from));
  }
  return gaps;
}

/// What is counted, and from where. No lengths: the day itself is the date.
struct Count {
  Day from = 0;
  std::vector<Length> lengths;
};

Count count_of(const Clock& clock) {
  Count count{clock.fixed.value_or(clock.base), {}};
  if (clock.extended_to) {
    count.from = clock.extended_to->second;
    for (const auto& [act, length] : clock.extensions)
      if (act > clock.extended_to->first) count.lengths.push_back(length);
    return count;
  }
  if (clock.fixed && clock.extensions.empty()) return count;
  if (clock.length) count.lengths.push_back(*clock.length);
  for (const auto& [act, length] : clock.extensions) count.lengths.push_back(length);
  return count;
}

Due backward(const Clock& clock, bool clear_days, const Days& days) {
  if (!clock.fixed || !clock.length) return {};
  const int n = clock.length->count + (clear_days ? 1 : 0);
  const Day day = clock.length->unit == Unit::wd ? days.worked_days_from(*clock.fixed, -n) : *clock.fixed - n;
  return {When{day, 0}, false, !days.published(*clock.fixed)};
}

bool counts_hours(const std::vector<Length>& lengths) {
  return lengths.front().unit == Unit::h || lengths.front().unit == Unit::wh;
}

Due counted(const Clock& clock, const Count& count, const Gaps& gaps, Rolls rolls, const Days& days) {
  if (counts_hours(count.lengths)) {
    Length whole{0, count.lengths.front().unit};
    for (const auto& length : count.lengths) whole.count += length.count;
    const When end = days.end_of_hours({count.from, clock.base_minute.value_or(0)}, whole, gaps.closed);
    if (gaps.open && end.day >= *gaps.open) return {};
    return {end, true, !days.published(end.day)};
  }
  const auto end = days.end_of(count.from, count.lengths, gaps.closed, rolls);
  const Day last = std::max(end.counted, end.due);
  if (gaps.open && last >= *gaps.open) return {};
  return {When{end.due, 0}, false, !days.published(last)};
}

}  // namespace

Due due_of(const Clock& clock, const ClockRule& rule, bool clear_days, const std::vector<Interval>& intervals,
           const Days& days) {
  if (clock.backward) return backward(clock, clear_days, days);
  const Count count = count_of(clock);
  if (!count.lengths.empty()) return counted(clock, count, gaps_of(rule, intervals), rule.rolls, days);
  if (!clock.fixed && !clock.extended_to) return {};
  const Day day = days.rolled(count.from, rule.says_roll ? rule.rolls : Rolls::no);
  return {When{day, 0}, false, !days.published(day)};
}

std::string text_of(const Due& due) {
  if (!due.at) return "";
  return due.hours ? text_of(*due.at) : text_of(due.at->day);
}

std::optional<When> rung_at(const Rung& rung, const Clock& clock, const Due& due, const Days& days) {
  if (!due.at) return std::nullopt;
  When at{due.at->day, 0};
  const bool hours = rung.unit == Unit::h || rung.unit == Unit::wh;
  if ((hours || rung.offset == 0) && due.hours) {
    int minutes = due.at->minute + rung.offset * 60;
    for (; minutes < 0; minutes += 1440) --at.day;
    for (; minutes >= 1440; minutes -= 1440) ++at.day;
    at.minute = minutes;
  } else if (rung.unit == Unit::wd && rung.offset != 0) {
    at.day = days.worked_days_from(at.day, rung.offset);
  } else if (!hours) {
    at.day += rung.offset;
  }
  if (rung.offset < 0 && at.day < clock.base) return std::nullopt;
  return at;
}

When wakes_at(When rung) {
  return rung.minute > 0 ? rung : When{rung.day, kOpens};
}

}  // namespace hejie::year::oracle
