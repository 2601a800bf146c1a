// Civil dates, bureau moments and instants.
#include <gtest/gtest.h>

#include <string>

#include "engine/base/date.h"

namespace hejie {
namespace {

TEST(Date, RoundTripsEveryDayOfThreeCenturies) {
  Date date = from_ymd(1900, 1, 1);
  int month = 1;
  int day = 1;
  int year = 1900;
  for (; year < 2200; date = date + 1) {
    const YearMonthDay ymd = to_ymd(date);
    ASSERT_TRUE(ymd.year == year && ymd.month == month && ymd.day == day) << format_date(date);
    ASSERT_EQ(parse_date(format_date(date)), date);
    if (++day > days_in_month(year, month)) {
      day = 1;
      if (++month > 12) month = 1, ++year;
    }
  }
  EXPECT_EQ(date, from_ymd(2200, 1, 1));
}

TEST(Date, KnowsWeekdays) {
  EXPECT_EQ(weekday(from_ymd(1970, 1, 1)), 3);
  EXPECT_EQ(weekday(from_ymd(1969, 12, 31)), 2);
  EXPECT_EQ(weekday(from_ymd(2024, 2, 29)), 3);
  EXPECT_EQ(weekday(from_ymd(2026, 10, 5)), 0);
  for (int i = 0; i < 14; ++i) EXPECT_EQ(weekday(from_ymd(1900, 1, 1) + i), i % 7);  // 1900-01-01 was a Monday
}

TEST(Date, KnowsLengthsOfMonths) {
  EXPECT_EQ(days_in_month(2023, 2), 28);
  EXPECT_EQ(days_in_month(2024, 2), 29);
  EXPECT_EQ(days_in_month(1900, 2), 28);
  EXPECT_EQ(days_in_month(2000, 2), 29);
  EXPECT_EQ(days_in_month(2100, 2), 28);
  EXPECT_EQ(days_in_month(2026, 4), 30);
  EXPECT_EQ(days_in_month(2026, 12), 31);
}

TEST(Date, ReadsOnlyTheOneForm) {
  EXPECT_EQ(parse_date("2026-01-02"), from_ymd(2026, 1, 2));
  EXPECT_EQ(parse_date("1900-01-01"), from_ymd(1900, 1, 1));
  EXPECT_EQ(parse_date("2199-12-31"), from_ymd(2199, 12, 31));
  for (const char* bad : {"", "2026-1-2", "2026-02-29", "2026-13-01", "2026-00-10", "2026-01-00", "2026-01-32",
                          "1899-12-31", "2200-01-01", "2026/01/02", "2026-01-02 ", " 2026-01-02", "20260102",
                          "2026-01-0a", "+026-01-02", "2026-01-02T00:00:00Z", "-001-01-01", "２０２６-01-02"}) {
    EXPECT_FALSE(parse_date(bad).has_value()) << bad;
  }
}

TEST(Instant, ReadsRfc3339) {
  const std::int64_t base = 1767323045000;  // 2026-01-02T03:04:05Z by date(1)
  EXPECT_EQ(parse_instant("2026-01-02T03:04:05Z"), Instant{base});
  EXPECT_EQ(parse_instant("2026-01-02t03:04:05z"), Instant{base});
  EXPECT_EQ(parse_instant("2026-01-02T03:04:05.678Z"), Instant{base + 678});
  EXPECT_EQ(parse_instant("2026-01-02T03:04:05.6Z"), Instant{base + 600});
  EXPECT_EQ(parse_instant("2026-01-02T03:04:05.678999999Z"), Instant{base + 678});
  EXPECT_EQ(parse_instant("2026-01-02T11:04:05+08:00"), Instant{base});
  EXPECT_EQ(parse_instant("2026-01-01T22:34:05-04:30"), Instant{base});
  EXPECT_EQ(parse_instant("1969-12-31T23:59:59.999Z"), Instant{-1});
}

TEST(Instant, RefusesEverythingElse) {
  for (const char* bad :
       {"", "2026-01-02", "2026-01-02T03:04:05", "2026-01-02 03:04:05Z", "2026-01-02T24:00:00Z", "2026-01-02T03:60:00Z",
        "2026-01-02T03:04:60Z", "2026-01-02T03:04:05.Z", "2026-01-02T03:04:05.1234567890Z", "2026-01-02T03:04:05Zx",
        "2026-01-02T03:04:05+0800", "2026-01-02T03:04:05+24:00", "2026-01-02T03:04:05+08:60",
        "2026-01-02T03:04:05+8:00", "2026-01-02T03:04:05+08:00x", "2026-01-02T03:04:05.123", "2026-02-30T03:04:05Z",
        "2026-01-02T03-04:05Z"}) {
    EXPECT_FALSE(parse_instant(bad).has_value()) << bad;
  }
}

TEST(Instant, WritesUtcWithMilliseconds) {
  EXPECT_EQ(format_instant(Instant{1767323045678}), "2026-01-02T03:04:05.678Z");
  EXPECT_EQ(format_instant(Instant{0}), "1970-01-01T00:00:00.000Z");
  EXPECT_EQ(format_instant(Instant{-1}), "1969-12-31T23:59:59.999Z");
}

TEST(Moment, IsTheBureausCivilTime) {
  const Instant late_evening_utc = parse_instant("2026-01-01T16:00:00Z").value();
  EXPECT_EQ(to_bureau(late_evening_utc), (Moment{from_ymd(2026, 1, 2), 0}));
  EXPECT_EQ(to_bureau(Instant{late_evening_utc.ms - 1}), (Moment{from_ymd(2026, 1, 1), 1439}));
  EXPECT_EQ(to_bureau(parse_instant("1960-06-01T00:30:59Z").value()), (Moment{from_ymd(1960, 6, 1), 510}));
  EXPECT_EQ(format_moment({from_ymd(2026, 1, 2), 660}), "2026-01-02T11:00:00+08:00");
  EXPECT_EQ(parse_instant(format_moment({from_ymd(2026, 1, 2), 1439})), to_instant({from_ymd(2026, 1, 2), 1439}));
}

TEST(Moment, RoundTripsThroughInstants) {
  for (int minute : {0, 1, 479, 480, 481, 1439}) {
    for (int year : {1955, 1970, 2026, 2100}) {
      const Moment moment{from_ymd(year, 3, 1), minute};
      EXPECT_EQ(to_bureau(to_instant(moment)), moment);
    }
  }
}

TEST(Date, OrdersAndSubtracts) {
  const Date a = from_ymd(2024, 2, 28);
  EXPECT_EQ(from_ymd(2024, 3, 1) - a, 2);
  EXPECT_EQ(a + 2, from_ymd(2024, 3, 1));
  EXPECT_EQ(a - 59, from_ymd(2023, 12, 31));
  EXPECT_LT(a, a + 1);
}

}  // namespace
}  // namespace hejie
