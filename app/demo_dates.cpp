#include "app/demo_dates.h"

#include <algorithm>
#include <array>

#include "app/clock_view.h"

namespace hejie::app {
namespace {

constexpr int kMostDaysAgo = 60;  ///< of the last step
constexpr int kMostWorkingDaysOverdue = 10;
constexpr int kOneOverdueIn = 12;   ///< open clocks
constexpr int kOneDueTodayIn = 12;  ///< stories
/// Days from today at which the nearest date of one story after another is wanted. Stories move by whole weeks, so that
/// what was done on a working day stays there: the date falls on one of the seven days from there on.
constexpr std::array<int, 12> kWanted{3, 1, 8, 5, 14, 2, 10, -6, 4, 20, 1, 7};

int floor_div(int a, int b) {
  return a / b - (a % b != 0 && (a < 0) != (b < 0) ? 1 : 0);
}

}  // namespace

Standing standing_of(const Bundle& story, Date today) {
  Standing standing;
  for (const auto& item : story.cases) {
    for (const auto& clock : item.rows.clocks) {
      if (!is_open(clock.status)) continue;
      ++standing.open;
      if (!clock.due) continue;
      standing.overdue += *clock.due < today ? 1 : 0;
      standing.nearest = std::min(*clock.due, standing.nearest.value_or(*clock.due));
    }
  }
  return standing;
}

int DemoDates::most_weeks(Date last) const {
  return floor_div(today_ - last, 7);
}

int DemoDates::fewest_weeks(Date last) const {
  return floor_div(today_ - kMostDaysAgo - last, 7);
}

int DemoDates::wanted(Date nearest) const {
  if ((nearest - today_) % 7 == 0 && due_today_ * kOneDueTodayIn <= stories_) return 0;
  const int days = kWanted[turn_ % kWanted.size()];
  return days < 0 && (overdue_ + 1) * kOneOverdueIn > open_ ? -days : days;
}

int DemoDates::weeks_off(Date nearest) const {
  return floor_div(wanted(nearest) - (nearest - today_) + 6, 7);
}

bool DemoDates::fits(const Standing& standing) const {
  if (standing.overdue == 0) return true;
  return calendar_.working_days_between(today_, *standing.nearest) >= -kMostWorkingDaysOverdue &&
         (overdue_ + standing.overdue) * kOneOverdueIn <= open_ + standing.open;
}

void DemoDates::add(const Standing& standing) {
  ++turn_;
  ++stories_;
  due_today_ += standing.nearest == today_ ? 1 : 0;
  open_ += standing.open;
  overdue_ += standing.overdue;
}

}  // namespace hejie::app
