// Civil dates of the bureau (UTC+8, no DST) and instants (UTC). Legal time is days; instants are for hour clocks and
// logs.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace hejie {

/// A civil date of the proleptic Gregorian calendar as days since 1970-01-01.
struct Date {
  std::int32_t days = 0;
  auto operator<=>(const Date&) const = default;
  Date operator+(int n) const { return Date{days + n}; }
  Date operator-(int n) const { return Date{days - n}; }
  int operator-(Date other) const { return days - other.days; }
};

struct YearMonthDay {
  int year = 1970;
  int month = 1;  ///< 1-12
  int day = 1;    ///< 1-31
};

[[nodiscard]] YearMonthDay to_ymd(Date date);
/// @pre a real date
[[nodiscard]] Date from_ymd(int year, int month, int day);
/// 0 = Monday ... 6 = Sunday.
[[nodiscard]] int weekday(Date date);
[[nodiscard]] int days_in_month(int year, int month);
/// "YYYY-MM-DD"; years 1900-2199 only. Empty when it is not a real date in exactly that form.
[[nodiscard]] std::optional<Date> parse_date(std::string_view text);
[[nodiscard]] std::string format_date(Date date);

/// A point in time, UTC, in milliseconds since the epoch.
struct Instant {
  std::int64_t ms = 0;
  auto operator<=>(const Instant&) const = default;
};

/// Offset of the bureau's civil time; China has no daylight saving time.
inline constexpr std::int64_t kBureauOffsetMs = 8LL * 3600 * 1000;
inline constexpr int kMinutesPerDay = 24 * 60;

/// Minute of a civil day at the bureau.
struct Moment {
  Date day;
  int minute = 0;  ///< 0 ... 1439
  auto operator<=>(const Moment&) const = default;
};

[[nodiscard]] Moment to_bureau(Instant instant);
[[nodiscard]] Instant to_instant(Moment moment);
/// RFC 3339 in UTC with milliseconds: "2026-01-02T03:04:05.678Z".
[[nodiscard]] std::string format_instant(Instant instant);
/// RFC 3339 with the bureau's offset and seconds: "2026-01-02T11:00:00+08:00".
[[nodiscard]] std::string format_moment(Moment moment);
/// RFC 3339 with any offset or Z; empty when malformed.
[[nodiscard]] std::optional<Instant> parse_instant(std::string_view text);

}  // namespace hejie
