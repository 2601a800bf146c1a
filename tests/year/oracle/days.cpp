#include "tests/year/oracle/days.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

namespace hejie::year::oracle {
namespace {

using nlohmann::json;
namespace chrono = std::chrono;

constexpr int kMinutesADay = 1440;

chrono::year_month_day civil(Day day) {
  return chrono::year_month_day(chrono::sys_days(chrono::days(day)));
}

bool in_gap(const std::vector<Gap>& gaps, Day day) {
  return std::any_of(gaps.begin(), gaps.end(),
                     [day](const Gap& gap) { return day >= gap.from && (!gap.to || day < *gap.to); });
}

/// The same day of a later month, or its last day.
Day months_later(Day from, int months) {
  const auto start = civil(from);
  const auto month = chrono::year_month(start.year(), start.month()) + chrono::months(months);
  const auto last = (month / chrono::last).day();
  return static_cast<Day>(chrono::sys_days(month / std::min(start.day(), last)).time_since_epoch().count());
}

bool office_open(int minute) {
  return (minute >= kOpens && minute < 12 * 60) || (minute >= 13 * 60 + 30 && minute < 17 * 60 + 30);
}

std::vector<json> notices(const std::string& folder) {
  std::vector<json> all;
  for (const auto& file : std::filesystem::directory_iterator(folder)) {
    if (file.path().extension() != ".json" || file.path().filename() == "statutory.json") continue;
    std::ifstream in(file.path());
    all.push_back(json::parse(in));
    if (all.back().contains("region")) all.pop_back();
  }
  std::sort(all.begin(), all.end(), [](const json& a, const json& b) { return a.at("published") < b.at("published"); });
  return all;
}

}  // namespace

Day day_of(std::string_view text) {
  int y = 0, m = 0, d = 0;
  if (std::sscanf(std::string(text).c_str(), "%d-%d-%d", &y, &m, &d) != 3) std::abort();
  const chrono::year_month_day day(chrono::year(y), chrono::month(static_cast<unsigned>(m)),
                                   chrono::day(static_cast<unsigned>(d)));
  return static_cast<Day>(chrono::sys_days(day).time_since_epoch().count());
}

std::string text_of(Day day) {
  const auto date = civil(day);
  char text[32];
  std::snprintf(text, sizeof text, "%04d-%02u-%02u", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                static_cast<unsigned>(date.day()));
  return text;
}

std::string text_of(When when) {
  char text[16];
  std::snprintf(text, sizeof text, " %02d:%02d", when.minute / 60, when.minute % 60);
  return text_of(when.day) + text;
}

std::optional<Length> length_of(std::string_view text) {
  std::size_t digits = 0;
  int count = 0;
  while (digits < text.size() && text[digits] >= '0' && text[digits] <= '9')
    count = count * 10 + (text[digits++] - '0');
  constexpr std::pair<std::string_view, Unit> kUnits[] = {{"wd", Unit::wd}, {"d", Unit::d}, {"mo", Unit::mo},
                                                          {"y", Unit::y},   {"h", Unit::h}, {"wh", Unit::wh}};
  for (const auto& [name, unit] : kUnits)
    if (digits > 0 && text.substr(digits) == name) return Length{count, unit};
  return std::nullopt;
}

Days::Days(const std::string& folder) {
  for (const auto& notice : notices(folder)) {
    std::set<Day> off, work;
    for (const auto& entry : notice.at("off")) off.insert(day_of(entry.at("date").get<std::string>()));
    for (const auto& entry : notice.at("work")) work.insert(day_of(entry.get<std::string>()));
    std::set<Day> named = off;
    named.insert(work.begin(), work.end());
    // A notice that replaces one speaks alone between its first and its last day.
    if (notice.contains("replaces"))
      for (Day day = *named.begin(); day <= *named.rbegin(); ++day) named.insert(day);
    for (const Day day : named) {
      off_.erase(day);
      worked_.erase(day);
    }
    off_.insert(off.begin(), off.end());
    worked_.insert(work.begin(), work.end());
    for (const auto& year : notice.at("years"))
      last_ = std::max(last_, day_of(std::to_string(year.get<int>()) + "-12-31"));
  }
}

bool Days::worked(Day day) const {
  if (worked_.contains(day)) return true;
  const auto weekday = chrono::weekday(chrono::sys_days(chrono::days(day)));
  return weekday != chrono::Saturday && weekday != chrono::Sunday && !off_.contains(day);
}

Day Days::worked_days_from(Day day, int n) const {
  const int step = n < 0 ? -1 : 1;
  while (n != 0) {
    day += step;
    if (worked(day)) n -= step;
  }
  return day;
}

Day Days::rolled(Day day, Rolls rolls, const std::vector<Gap>& gaps) const {
  if (rolls == Rolls::no) return day;
  while (!worked(day) || in_gap(gaps, day)) day += rolls == Rolls::forward ? 1 : -1;
  return day;
}

Days::Ended Days::end_of(Day from, const std::vector<Length>& lengths, const std::vector<Gap>& gaps,
                         Rolls rolls) const {
  Day day = from;
  for (const Length& length : lengths) {
    int left = length.count;
    if (length.unit == Unit::mo || length.unit == Unit::y) {
      const Day match = months_later(day, length.count * (length.unit == Unit::y ? 12 : 1));
      left = 0;
      while (day < match) left += in_gap(gaps, ++day) ? 1 : 0;
    }
    while (left > 0) {
      ++day;
      if (!in_gap(gaps, day) && (length.unit != Unit::wd || worked(day))) --left;
    }
  }
  return {day, rolled(day, lengths.back().unit == Unit::wd ? Rolls::no : rolls, gaps)};
}

When Days::end_of_hours(When from, Length length, const std::vector<Gap>& gaps) const {
  When now{from.day, (from.minute / 60 + 1) * 60};
  for (int left = length.count * 60; left > 0; ++now.minute) {
    if (now.minute == kMinutesADay) now = {now.day + 1, 0};
    const bool gone = now.day > from.day && in_gap(gaps, now.day);
    if (!gone && (length.unit == Unit::h || (worked(now.day) && office_open(now.minute)))) --left;
  }
  if (now.minute == kMinutesADay) now = {now.day + 1, 0};
  return now;
}

}  // namespace hejie::year::oracle
