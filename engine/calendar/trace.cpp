#include "engine/calendar/trace.h"

#include <algorithm>

#include "engine/base/check.h"
#include "engine/calendar/day_set.h"
#include "engine/calendar/hours.h"
#include "engine/calendar/period_check.h"
#include "engine/calendar/trace_text.h"

namespace hejie::calendar {
namespace {

bool foldable(StepKind kind) {
  return kind != StepKind::start && kind != StepKind::due && kind != StepKind::rolled;
}

/// Runs of neighboring days of one kind become one step when there are too many days to list.
std::vector<Step> fold(std::vector<Step> steps) {
  if (steps.size() <= kMaxDaysListed + 2) return steps;
  std::vector<Step> folded;
  for (std::size_t i = 0; i < steps.size();) {
    std::size_t end = i + 1;
    while (end < steps.size() && foldable(steps[i].kind) && steps[end].kind == steps[i].kind &&
           std::abs(steps[end].date - steps[end - 1].date) == 1 &&
           steps[end].count.has_value() == steps[i].count.has_value()) {
      ++end;
    }
    Step step = std::move(steps[i]);
    if (end - i > 1) {
      const Step& last = steps[end - 1];
      step.reason = why_run(step, last);
      step.to = last.date;
      step.count = last.count;
    }
    folded.push_back(std::move(step));
    i = end;
  }
  return folded;
}

class Walk {
 public:
  Walk(const Calendar& calendar, const PeriodQuery& query, PeriodDates dates, const DaySet& excluded)
      : calendar_(calendar), query_(query), dates_(dates), excluded_(excluded) {}

  std::vector<Step> steps() {
    const bool hours = counts_hours(query_);
    add({.date = query_.from, .kind = StepKind::start, .reason = why_start(hours)});
    if (hours) {
      hour_days();
    } else {
      for (const Period& period : query_.periods) leg(period);
      rolled();
      add({.date = dates_.due,
           .kind = StepKind::due,
           .reason = why_due(calendar_.day(dates_.due), calendar_.day(dates_.nominal), query_.roll)});
    }
    return fold(std::move(steps_));
  }

 private:
  void add(Step step) { steps_.push_back(std::move(step)); }
  void add_excluded(Date date) { add({.date = date, .kind = StepKind::excluded, .reason = why_excluded()}); }

  void leg(Period period) {
    switch (period.unit) {
      case Unit::working_days:
      case Unit::days:
        return count_days(period);
      case Unit::months:
      case Unit::years:
        return match(period);
      case Unit::hours:
      case Unit::working_hours:
        break;
    }
  }

  void count_days(Period period) {
    const bool worked = period.unit == Unit::working_days;
    for (int left = period.count; left > 0;) {
      day_ = day_ + 1;
      CHECK(calendar_.contains(day_), "compute() found the end inside the calendar");
      const Day day = calendar_.day(day_);
      if (excluded_.containing(day_)) {
        add_excluded(day_);
      } else if (worked && !day.is_working()) {
        add({.date = day_, .kind = step_kind(day.kind), .reason = why_off(day)});
      } else {
        --left;
        ++number_;
        add({.date = day_,
             .kind = worked ? step_kind(day.kind) : StepKind::calendar,
             .count = number_,
             .reason = worked ? why_worked(day, number_) : why_counted(day, number_)});
      }
    }
  }

  void match(Period period) {
    const Date target = matching_date(day_, period);
    const int passed = excluded_.count(day_, target);
    for (Date day = day_ + 1; passed > 0 && day < target; day = day + 1) {
      if (excluded_.containing(day)) add_excluded(day);
    }
    add({.date = target,
         .kind = StepKind::calendar,
         .reason = why_match(period, to_ymd(target).day != to_ymd(day_).day)});
    day_ = target;
    for (int left = passed; left > 0;) {
      day_ = day_ + 1;
      if (excluded_.containing(day_)) {
        add_excluded(day_);
      } else if (--left == 0) {
        add({.date = day_, .kind = StepKind::calendar, .reason = why_added(excluded_.count(query_.from, day_))});
      }
    }
  }

  void rolled() {
    const int step = dates_.due < dates_.nominal ? -1 : 1;
    for (Date day = dates_.nominal + step; day != dates_.due && dates_.due != dates_.nominal; day = day + step) {
      add({.date = day,
           .kind = StepKind::rolled,
           .reason = why_rolled(calendar_.day(day), excluded_.containing(day).has_value())});
    }
  }

  void hour_days() {
    const bool worked = query_.periods.front().unit == Unit::working_hours;
    for (Date date = query_.from + 1; date < dates_.due; date = date + 1) {
      const Day day = calendar_.day(date);
      if (excluded_.containing(date)) {
        add_excluded(date);
      } else if (worked) {
        add({.date = date,
             .kind = step_kind(day.kind),
             .reason = day.is_working() ? Text{"办公时间计入", "office hours counted"} : why_off(day)});
      } else {
        add({.date = date, .kind = StepKind::calendar, .reason = {"24小时全计", "24 hours counted"}});
      }
    }
    add({.date = dates_.due, .kind = StepKind::due, .reason = why_due_hour(*dates_.due_minute)});
  }

  const Calendar& calendar_;
  const PeriodQuery& query_;
  const PeriodDates dates_;
  const DaySet& excluded_;
  Date day_ = query_.from;
  int number_ = 0;
  std::vector<Step> steps_;
};

}  // namespace

Result<std::vector<Step>> trace(const Calendar& calendar, const PeriodQuery& query) {
  TRY(const PeriodDates dates, compute(calendar, query));
  std::optional<Interval> open;
  if (dates.stopped) {
    const Date since = *query.stopped_since;
    open = Interval{since, std::max(query.resumed_on.value_or(since), since)};
  }
  return Walk(calendar, query, dates, DaySet(query.excluded, open)).steps();
}

Result<std::vector<Step>> trace_back(const Calendar& calendar, Date day, Period period) {
  TRY(const BackwardDates dates, count_back(calendar, day, period));
  const bool worked = period.unit == Unit::working_days;
  const bool listed = worked || period.unit == Unit::days;
  std::vector<Step> steps{{.date = day, .kind = StepKind::start, .reason = why_start(false)}};
  int number = 0;
  for (Date at = day - 1; listed && at >= dates.due; at = at - 1) {
    const Day here = calendar.day(at);
    if (worked && !here.is_working()) {
      steps.push_back({.date = at, .kind = step_kind(here.kind), .reason = why_off(here)});
      continue;
    }
    ++number;
    steps.push_back({.date = at,
                     .kind = worked ? step_kind(here.kind) : StepKind::calendar,
                     .count = number,
                     .reason = worked ? why_worked(here, number) : why_counted(here, number)});
  }
  steps.push_back({.date = dates.due, .kind = StepKind::due, .reason = why_due_back(period.count, period.unit)});
  return fold(std::move(steps));
}

}  // namespace hejie::calendar
