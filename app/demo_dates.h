// When the stories of the demonstration happened: so lately that the desk looks like one of a living bureau, with most
// dates in the weeks to come, some today and a few just missed. Moves nothing itself. Called by demo_bureau.cpp.
#pragma once

#include <optional>

#include "app/bundle.h"
#include "engine/calendar/calendar.h"

namespace hejie::app {

/// How the open clocks of a story stand on a day.
struct Standing {
  int open = 0, overdue = 0;
  std::optional<Date> nearest;  ///< earliest date among them; empty: none has one
};
[[nodiscard]] Standing standing_of(const Bundle& story, Date today);

class DemoDates {
 public:
  DemoDates(const calendar::Calendar& calendar, Date today) : calendar_(calendar), today_(today) {}

  /// Most and fewest weeks by which a story whose last step was on `last` may be moved: it is done, and not long ago.
  [[nodiscard]] int most_weeks(Date last) const;
  [[nodiscard]] int fewest_weeks(Date last) const;
  /// Weeks by which a story should happen later (negative: earlier), for its nearest date to lie where one is wanted.
  [[nodiscard]] int weeks_off(Date nearest) const;
  /// Nothing long overdue, and few things overdue among all.
  [[nodiscard]] bool fits(const Standing& standing) const;
  void add(const Standing& standing);

 private:
  [[nodiscard]] int wanted(Date nearest) const;
  const calendar::Calendar& calendar_;
  Date today_;
  std::size_t turn_ = 0;
  int stories_ = 0, due_today_ = 0, open_ = 0, overdue_ = 0;
};

}  // namespace hejie::app
