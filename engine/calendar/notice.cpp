#include "engine/calendar/notice.h"

#include <algorithm>

namespace hejie::calendar {
namespace {

Date festival_day(const FestivalYear& year, Festival festival) {
  switch (festival) {
    case Festival::spring_festival:
      return year.spring_festival;
    case Festival::qingming:
      return year.qingming;
    case Festival::dragon_boat:
      return year.dragon_boat;
    case Festival::mid_autumn:
      return year.mid_autumn;
  }
  return year.spring_festival;
}

Date rule_day(const StatutoryRule& rule, const FestivalYear& year) {
  const Date base = rule.festival ? festival_day(year, *rule.festival) : from_ymd(year.year, rule.month, rule.day);
  return base + rule.offset_days;
}

void add_day(std::vector<OffDay>& days, Date date, const std::string& name) {
  const auto same = std::ranges::find(days, date, &OffDay::date);
  if (same == days.end()) {
    days.push_back({date, name, true});
  } else if (same->name != name) {
    same->name += "、" + name;
  }
}

}  // namespace

const StatutoryVersion* statutory_version(const StatutoryTable& table, int year, std::optional<Date> as_known_on) {
  const Date new_year = from_ymd(year, 1, 1);
  const StatutoryVersion* found = nullptr;
  for (const auto& version : table.versions) {
    const bool known = !as_known_on || version.published <= *as_known_on;
    if (known && version.in_force <= new_year) found = &version;
  }
  return found;
}

std::vector<OffDay> statutory_days(const StatutoryTable& table, int year, std::optional<Date> as_known_on) {
  const auto festivals = std::ranges::find(table.festivals, year, &FestivalYear::year);
  const StatutoryVersion* version = statutory_version(table, year, as_known_on);
  std::vector<OffDay> days;
  if (festivals == table.festivals.end() || version == nullptr) return days;
  for (const auto& rule : version->rules) add_day(days, rule_day(rule, *festivals), rule.name);
  std::ranges::sort(days, {}, &OffDay::date);
  return days;
}

}  // namespace hejie::calendar
