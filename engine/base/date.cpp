#include "engine/base/date.h"

#include <array>
#include <charconv>
#include <chrono>
#include <cstdio>

namespace hejie {
namespace {

constexpr std::int64_t kDayMs = 24LL * 3600 * 1000;

std::int64_t floor_div(std::int64_t a, std::int64_t b) {
  return a / b - (a % b < 0 ? 1 : 0);
}

/// Reads exactly `width` digits at `pos`.
std::optional<int> digits(std::string_view text, std::size_t pos, std::size_t width) {
  if (pos + width > text.size()) return std::nullopt;
  int value = 0;
  for (std::size_t i = pos; i < pos + width; ++i) {
    if (text[i] < '0' || text[i] > '9') return std::nullopt;
    value = value * 10 + (text[i] - '0');
  }
  return value;
}

}  // namespace

YearMonthDay to_ymd(Date date) {
  const std::chrono::year_month_day ymd{std::chrono::sys_days{std::chrono::days{date.days}}};
  return {static_cast<int>(ymd.year()), static_cast<int>(static_cast<unsigned>(ymd.month())),
          static_cast<int>(static_cast<unsigned>(ymd.day()))};
}

Date from_ymd(int year, int month, int day) {
  const std::chrono::sys_days days = std::chrono::year{year} / static_cast<int>(month) / static_cast<int>(day);
  return Date{static_cast<std::int32_t>(days.time_since_epoch().count())};
}

int weekday(Date date) {
  // 1970-01-01 was a Thursday (3 when Monday is 0).
  const int w = (date.days + 3) % 7;
  return w < 0 ? w + 7 : w;
}

int days_in_month(int year, int month) {
  constexpr std::array<int, 12> kDays{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return month == 2 && leap ? 29 : kDays[static_cast<std::size_t>(month - 1)];
}

std::optional<Date> parse_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto y = digits(text, 0, 4);
  const auto m = digits(text, 5, 2);
  const auto d = digits(text, 8, 2);
  if (!y || !m || !d || *y < 1900 || *y > 2199 || *m < 1 || *m > 12 || *d < 1 || *d > days_in_month(*y, *m)) {
    return std::nullopt;
  }
  return from_ymd(*y, *m, *d);
}

std::string format_date(Date date) {
  const YearMonthDay ymd = to_ymd(date);
  std::array<char, 16> buffer{};
  const int n = std::snprintf(buffer.data(), buffer.size(), "%04d-%02d-%02d", ymd.year % 10000, ymd.month, ymd.day);
  return std::string(buffer.data(), static_cast<std::size_t>(n));
}

Moment to_bureau(Instant instant) {
  const std::int64_t local = instant.ms + kBureauOffsetMs;
  const std::int64_t day = floor_div(local, kDayMs);
  return {Date{static_cast<std::int32_t>(day)}, static_cast<int>((local - day * kDayMs) / 60000)};
}

Instant to_instant(Moment moment) {
  return Instant{moment.day.days * kDayMs + moment.minute * 60000LL - kBureauOffsetMs};
}

std::string format_instant(Instant instant) {
  const std::int64_t day = floor_div(instant.ms, kDayMs);
  const std::int64_t rest = instant.ms - day * kDayMs;
  std::array<char, 40> buffer{};
  const int n = std::snprintf(buffer.data(), buffer.size(), "%sT%02d:%02d:%02d.%03dZ",
                              format_date(Date{static_cast<std::int32_t>(day)}).c_str(),
                              static_cast<int>(rest / 3600000), static_cast<int>(rest / 60000 % 60),
                              static_cast<int>(rest / 1000 % 60), static_cast<int>(rest % 1000));
  return std::string(buffer.data(), static_cast<std::size_t>(n));
}

std::string format_moment(Moment moment) {
  std::array<char, 40> buffer{};
  const int n = std::snprintf(buffer.data(), buffer.size(), "%sT%02d:%02d:00+08:00", format_date(moment.day).c_str(),
                              moment.minute / 60, moment.minute % 60);
  return std::string(buffer.data(), static_cast<std::size_t>(n));
}

std::optional<Instant> parse_instant(std::string_view text) {
  if (text.size() < 20 || (text[10] != 'T' && text[10] != 't')) return std::nullopt;
  const auto date = parse_date(text.substr(0, 10));
  const auto hour = digits(text, 11, 2);
  const auto minute = digits(text, 14, 2);
  const auto second = digits(text, 17, 2);
  if (!date || !hour || !minute || !second || text[13] != ':' || text[16] != ':' || *hour > 23 || *minute > 59 ||
      *second > 59) {
    return std::nullopt;
  }
  std::size_t pos = 19;
  std::int64_t ms = 0;
  if (text[pos] == '.') {
    std::int64_t scale = 100;
    const std::size_t first = ++pos;
    while (pos < text.size() && text[pos] >= '0' && text[pos] <= '9') {
      ms += (text[pos] - '0') * scale;
      scale /= 10;
      ++pos;
    }
    if (pos == first || pos - first > 9) return std::nullopt;
  }
  if (pos >= text.size()) return std::nullopt;
  std::int64_t offset_minutes = 0;
  if (text[pos] == 'Z' || text[pos] == 'z') {
    if (pos + 1 != text.size()) return std::nullopt;
  } else {
    if ((text[pos] != '+' && text[pos] != '-') || pos + 6 != text.size() || text[pos + 3] != ':') return std::nullopt;
    const auto oh = digits(text, pos + 1, 2);
    const auto om = digits(text, pos + 4, 2);
    if (!oh || !om || *oh > 23 || *om > 59) return std::nullopt;
    offset_minutes = (*oh * 60 + *om) * (text[pos] == '-' ? -1 : 1);
  }
  return Instant{date->days * kDayMs + *hour * 3600000LL + *minute * 60000LL + *second * 1000LL + ms -
                 offset_minutes * 60000LL};
}

}  // namespace hejie
