// A small calendar of the years 2025 and 2026 for the tests of the engine, written down without any file.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "engine/calendar/calendar.h"

namespace hejie::calendar::test {

inline Date date(const std::string& text) {
  const auto parsed = parse_date(text);
  EXPECT_TRUE(parsed.has_value()) << text;
  return parsed.value_or(Date{});
}

inline void add_off(Notice& notice, const std::string& name, const std::string& from, const std::string& to) {
  for (Date day = date(from); day <= date(to); day = day + 1) notice.off.push_back({day, name, false});
}

inline Notice notice_2025() {
  Notice notice{.id = "cn_2025",
                .authority = "国务院办公厅",
                .number = "国办发明电〔2024〕12号",
                .published = date("2024-11-12"),
                .years = {2025}};
  add_off(notice, "元旦", "2025-01-01", "2025-01-01");
  add_off(notice, "春节", "2025-01-28", "2025-02-04");
  add_off(notice, "清明节", "2025-04-04", "2025-04-06");
  add_off(notice, "劳动节", "2025-05-01", "2025-05-05");
  add_off(notice, "端午节", "2025-05-31", "2025-06-02");
  add_off(notice, "国庆节", "2025-10-01", "2025-10-08");
  for (const auto* day : {"2025-01-26", "2025-02-08", "2025-04-27", "2025-09-28", "2025-10-11"})
    notice.work.push_back(date(day));
  return notice;
}

inline Notice notice_2026() {
  Notice notice{.id = "cn_2026",
                .authority = "国务院办公厅",
                .number = "国办发明电〔2025〕7号",
                .published = date("2025-11-04"),
                .years = {2026}};
  add_off(notice, "元旦", "2026-01-01", "2026-01-03");
  add_off(notice, "春节", "2026-02-15", "2026-02-23");
  add_off(notice, "清明节", "2026-04-04", "2026-04-06");
  add_off(notice, "劳动节", "2026-05-01", "2026-05-05");
  add_off(notice, "端午节", "2026-06-19", "2026-06-21");
  add_off(notice, "中秋节", "2026-09-25", "2026-09-27");
  add_off(notice, "国庆节", "2026-10-01", "2026-10-07");
  for (const auto* day : {"2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"})
    notice.work.push_back(date(day));
  return notice;
}

/// Years after 2028 get the festivals' days of 2028.
inline StatutoryTable statutory(int last_year = 2028) {
  StatutoryTable table;
  StatutoryVersion v13{.id = "measure_2013",
                       .number = "国务院令第644号",
                       .published = date("2013-12-11"),
                       .in_force = date("2014-01-01")};
  v13.rules = {{.name = "元旦", .month = 1, .day = 1}, {.name = "劳动节", .month = 5, .day = 1}};
  StatutoryVersion v24{.id = "measure_2024",
                       .number = "国务院令第795号",
                       .published = date("2024-11-10"),
                       .in_force = date("2025-01-01")};
  v24.rules = {{.name = "元旦", .month = 1, .day = 1},
               {.name = "春节", .festival = Festival::spring_festival, .offset_days = -1},
               {.name = "春节", .festival = Festival::spring_festival},
               {.name = "劳动节", .month = 5, .day = 1},
               {.name = "劳动节", .month = 5, .day = 2},
               {.name = "中秋节", .festival = Festival::mid_autumn},
               {.name = "国庆节", .month = 10, .day = 1}};
  table.versions = {v13, v24};
  table.festivals = {{2025, date("2025-01-29"), date("2025-04-04"), date("2025-05-31"), date("2025-10-06")},
                     {2026, date("2026-02-17"), date("2026-04-05"), date("2026-06-19"), date("2026-09-25")},
                     {2027, date("2027-02-06"), date("2027-04-05"), date("2027-06-09"), date("2027-10-01")},
                     {2028, date("2028-01-26"), date("2028-04-04"), date("2028-05-28"), date("2028-10-03")}};
  for (int year = 2029; year <= last_year; ++year) {
    table.festivals.push_back(
        {year, from_ymd(year, 1, 26), from_ymd(year, 4, 4), from_ymd(year, 5, 28), from_ymd(year, 10, 3)});
  }
  table.english = {{"元旦", "New Year's Day"},
                   {"国庆节", "National Day"},
                   {"中秋节", "Mid-Autumn Festival"},
                   {"春节", "Spring Festival"}};
  return table;
}

inline Calendar must_build(const std::vector<Notice>& notices, BuildOptions options = {}, int last_year = 2028) {
  auto built = Calendar::build(notices, statutory(last_year), std::move(options));
  if (!built) {
    for (const auto& finding : built.error().findings) ADD_FAILURE() << finding.path << " " << finding.message.en;
  }
  return std::move(built).value();
}

inline Calendar calendar_2025_2026() {
  return must_build({notice_2025(), notice_2026()});
}

}  // namespace hejie::calendar::test
