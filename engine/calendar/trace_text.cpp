#include "engine/calendar/trace_text.h"

#include <fmt/format.h>

#include <array>

namespace hejie::calendar {
namespace {

constexpr std::array<std::string_view, 7> kWeekdaysZh{"周一", "周二", "周三", "周四", "周五", "周六", "周日"};
constexpr std::array<std::string_view, 7> kWeekdaysEn{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};

std::string_view zh_weekday(Date date) {
  return kWeekdaysZh[static_cast<std::size_t>(weekday(date))];
}
std::string_view en_weekday(Date date) {
  return kWeekdaysEn[static_cast<std::size_t>(weekday(date))];
}

/// " (notice)" or nothing.
Text by_notice(const Day& day) {
  if (day.number.empty()) return {};
  return {fmt::format("（{}）", day.number), fmt::format(" ({})", day.number)};
}

/// What a day is, without what it means for the count.
Text what(const Day& day) {
  switch (day.kind) {
    case DayKind::working:
      return {fmt::format("{}，工作日", zh_weekday(day.date)), fmt::format("{}, working day", en_weekday(day.date))};
    case DayKind::make_up:
      return Text{fmt::format("{}，调休上班日", zh_weekday(day.date)),
                  fmt::format("{}, make-up working day", en_weekday(day.date))} +
             by_notice(day);
    case DayKind::weekend:
      return {fmt::format("{}，休息日", zh_weekday(day.date)), fmt::format("{}, weekend", en_weekday(day.date))};
    case DayKind::holiday: {
      const Text name = day.name != nullptr ? *day.name : Text{"节假日", "holiday"};
      return Text{name.zh + "放假", name.en + " break"} + by_notice(day);
    }
  }
  return {};
}

}  // namespace

std::string_view step_kind_id(StepKind kind) {
  constexpr std::array<std::string_view, 9> kIds{"start",    "working",  "make_up", "weekend", "holiday",
                                                 "calendar", "excluded", "rolled",  "due"};
  return kIds[static_cast<std::size_t>(kind)];
}

StepKind step_kind(DayKind kind) {
  switch (kind) {
    case DayKind::working:
      return StepKind::working;
    case DayKind::make_up:
      return StepKind::make_up;
    case DayKind::weekend:
      return StepKind::weekend;
    case DayKind::holiday:
      return StepKind::holiday;
  }
  return StepKind::working;
}

Text why_start(bool hours) {
  if (hours) return {"期间开始，从次一整点起算", "the period starts; counted from the next full hour"};
  return {"当日不计入期间", "this day is not counted"};
}

Text why_worked(const Day& day, int n) {
  return what(day) + Text{fmt::format("，第{}个工作日", n), fmt::format(": working day {}", n)};
}

Text why_off(const Day& day) {
  return what(day) + Text{"，不计", ": not counted"};
}

Text why_counted(const Day& day, int n) {
  const Text number{fmt::format("第{}日", n), fmt::format("day {}", n)};
  return day.is_working() ? number : number + Text{"，", ", "} + what(day) + Text{"，照计", ", counted all the same"};
}

Text why_excluded() {
  return {"不计入期间的日子，跳过", "excluded from the period: skipped"};
}

Text why_match(Period period, bool month_end) {
  const bool years = period.unit == Unit::years;
  Text text{fmt::format("满{}{}的对应日", period.count, years ? "年" : "个月"),
            fmt::format("matching date after {} {}", period.count, years ? "years" : "months")};
  if (month_end)
    text = text + Text{"；该月无对应日，取月末（民法典第202条）",
                       "; none in that month, so its last day (Civil Code art 202)"};
  return text;
}

Text why_added(int n) {
  return {fmt::format("顺加除外的{}日", n), fmt::format("{} excluded days added", n)};
}

Text why_rolled(const Day& day, bool excluded) {
  const Text cause = excluded ? Text{"除外期间", "excluded"} : what(day);
  return cause + Text{"，末日不能落在此日", ": the last day cannot fall here"};
}

Text why_due(const Day& due, const Day& nominal, Roll roll) {
  if (due.date == nominal.date) {
    if (roll == Roll::none && !due.is_working()) {
      return {"届满日（按规则不因休息日顺延）", "last day (by the rule it does not move off a rest day)"};
    }
    return due.kind == DayKind::make_up
               ? Text{"届满日；调休上班日是工作日，不顺延", "last day; a make-up day is a working day, no roll"}
               : Text{"届满日", "last day"};
  }
  const std::string from = format_date(nominal.date);
  if (roll == Roll::backward) {
    return {fmt::format("届满日：{}不是工作日，提前至此", from),
            fmt::format("last day: {} is not worked, moved back to here", from)};
  }
  return {fmt::format("届满日：{}不能作为末日，顺延至此", from), fmt::format("last day: rolled forward from {}", from)};
}

Text why_due_hour(int minute) {
  const std::string at = fmt::format("{:02}:{:02}", minute / 60, minute % 60);
  return {"届满时刻 " + at, "ends at " + at};
}

Text why_due_back(int n, Unit unit) {
  const bool worked = unit == Unit::working_days;
  return {fmt::format("最迟日（前第{}{}）", n, worked ? "个工作日" : "日"),
          fmt::format("latest day ({} {} before)", n, worked ? "working days" : "days")};
}

Text why_run(const Step& first, const Step& last) {
  if (first.count && last.count) {
    return {fmt::format("第{}至{}日", *first.count, *last.count),
            fmt::format("days {} to {}", *first.count, *last.count)};
  }
  return first.reason;
}

}  // namespace hejie::calendar
