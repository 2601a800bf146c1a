// What calendars are made of: published notices and the national holidays measure, already parsed. Pure data.
// Not a reader: JSON is read by engine/definition/calendar_json.h. Used by Calendar::build and by whoever loads a
// notice.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/date.h"
#include "engine/base/text.h"

namespace hejie::calendar {

struct OffDay {
  Date date{};
  std::string name{};      ///< the holiday, in Chinese, as the notice calls it
  bool statutory = false;  ///< a paid day of the national holidays measure (article 2), not only a rest day
  bool operator==(const OffDay&) const = default;
};

/// One published arrangement of rest days. Days before the first year of the calendar are allowed (a New Year break
/// that straddles the year end belongs to the notice of the following year).
struct Notice {
  std::string id{};         ///< stable, e.g. "cn_2026"
  std::string authority{};  ///< who issued it
  std::string number{};     ///< document number
  Date published{};
  std::vector<int> years{};               ///< years the notice makes complete; empty for one that only changes days
  std::vector<OffDay> off{};              ///< days off
  std::vector<Date> work{};               ///< weekend days worked in exchange (make-up working days)
  std::optional<std::string> replaces{};  ///< earlier notice that no longer speaks between our first and last day
  std::optional<std::string>
      region{};                      ///< only there (division code, "/bodies" = public bodies only); empty = nationwide
  std::optional<std::string> url{};  ///< official publication
  bool operator==(const Notice&) const = default;
};

/// Days of the traditional calendar that the measure refers to.
enum class Festival { spring_festival, qingming, dragon_boat, mid_autumn };

/// "New Year's Day: 1 January", or "the day before the first day of the first lunar month".
struct StatutoryRule {
  std::string name{};
  int month = 0;  ///< 1-12 for a fixed day; 0 when a festival is named
  int day = 0;
  std::optional<Festival> festival{};
  int offset_days = 0;  ///< from the festival's (first) day
};

/// One version of the national holidays measure.
struct StatutoryVersion {
  std::string id{};
  std::string number{};
  Date published{};
  Date in_force{};
  std::vector<StatutoryRule> rules{};
};

struct FestivalYear {
  int year = 0;
  Date spring_festival{};  ///< first day of the first lunar month
  Date qingming{};
  Date dragon_boat{};
  Date mid_autumn{};
};

struct StatutoryTable {
  std::vector<StatutoryVersion> versions{};      ///< ordered by in_force
  std::vector<FestivalYear> festivals{};         ///< consecutive years; the calendar ends with the last one
  std::map<std::string, std::string> english{};  ///< Chinese holiday name -> English
};

/// The version in force on 1 January of `year` among those published by `as_known_on`; null when none.
[[nodiscard]] const StatutoryVersion* statutory_version(const StatutoryTable& table, int year,
                                                        std::optional<Date> as_known_on = std::nullopt);

/// Statutory days of `year` by the version in force on 1 January of it (and published by `as_known_on`).
/// Two holidays on one day give one entry with both names. Empty when the year is not in the table.
[[nodiscard]] std::vector<OffDay> statutory_days(const StatutoryTable& table, int year,
                                                 std::optional<Date> as_known_on = std::nullopt);

}  // namespace hejie::calendar
