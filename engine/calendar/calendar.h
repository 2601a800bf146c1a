// The days of a jurisdiction: which are worked, which are not, and which notice says so. Immutable once built.
// Not a counter of periods (period.h) and not a reader of files (engine/definition/calendar_json.h).
// Called by period.h, the machine's clocks, `hejie due` and `hejie calendar`.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/base/date.h"
#include "engine/base/result.h"
#include "engine/base/text.h"
#include "engine/calendar/notice.h"

namespace hejie::calendar {

enum class DayKind : std::uint8_t {
  working,  ///< Monday to Friday, nothing said otherwise
  make_up,  ///< a weekend day worked in exchange: a working day in every respect
  weekend,  ///< Saturday or Sunday
  holiday,  ///< off by a notice, or (beyond the published notices) by the national holidays measure
};

/// "working", "make_up", "weekend", "holiday": as the API and `hejie` write it.
[[nodiscard]] std::string_view day_kind_id(DayKind kind);

/// One day, explained. Views and pointers live as long as the Calendar.
struct Day {
  Date date;
  DayKind kind = DayKind::working;
  const Text* name = nullptr;  ///< of the holiday a day off or a make-up day belongs to; null when none
  bool statutory = false;
  std::string_view notice{};  ///< id of the notice or measure that says so; empty for plain days
  std::string_view number{};  ///< its document number
  [[nodiscard]] bool is_working() const { return kind == DayKind::working || kind == DayKind::make_up; }
};

/// Hours of the bureau as minutes of the day, ordered, not overlapping.
struct OfficeHours {
  std::vector<std::pair<int, int>> sessions{{9 * 60, 12 * 60}, {13 * 60 + 30, 17 * 60 + 30}};
  [[nodiscard]] int opening_minute() const { return sessions.front().first; }
  [[nodiscard]] int minutes_per_day() const;
};

struct BuildOptions {
  std::string id = "cn";
  std::optional<Date> as_known_on{};   ///< ignore what was published later
  std::vector<std::string> regions{};  ///< regional notices to lay over the national ones
  OfficeHours hours{};
};

class Calendar {
 public:
  /// Lays the notices over plain weeks: national ones in order of publication, then regional ones.
  /// @errors invalid, all findings at once, path "/<index of notice>/...": a duplicate id, a make-up day on a weekday
  ///   (unless an earlier notice had made it a day off), a day both off and worked, no notice that covers a year.
  static Result<Calendar> build(std::span<const Notice> notices, const StatutoryTable& statutory,
                                BuildOptions options = {});

  [[nodiscard]] const std::string& id() const { return id_; }
  /// Names the ordered set of notices applied: last publication date and a digest of their days.
  [[nodiscard]] const std::string& version() const { return version_; }
  [[nodiscard]] const std::vector<std::string>& notices() const { return applied_; }  ///< ids in the order applied
  [[nodiscard]] Date first_day() const { return first_; }
  [[nodiscard]] Date covers_to() const { return covers_to_; }            ///< last day of the published notices
  [[nodiscard]] Date last_day() const { return first_ + (size() - 1); }  ///< end of the statutory table
  [[nodiscard]] bool contains(Date date) const { return date >= first_ && date <= last_day(); }
  [[nodiscard]] bool is_provisional(Date date) const { return date > covers_to_; }
  [[nodiscard]] const OfficeHours& hours() const { return hours_; }

  /// @pre contains(date), here and below
  [[nodiscard]] Day day(Date date) const;
  [[nodiscard]] DayKind kind(Date date) const { return kinds_[index(date)]; }
  [[nodiscard]] bool is_working(Date date) const {
    return kind(date) == DayKind::working || kind(date) == DayKind::make_up;
  }
  /// Working days in (after, through]; negative when through < after. @pre both contained
  [[nodiscard]] int working_days_between(Date after, Date through) const {
    return static_cast<int>(worked_[index(through)]) - static_cast<int>(worked_[index(after)]);
  }
  /// The n-th working day after `from`, n >= 1; empty past the end of the calendar.
  [[nodiscard]] std::optional<Date> working_day_after(Date from, int n) const;
  /// The n-th working day before `from`, n >= 1; empty before the first day.
  [[nodiscard]] std::optional<Date> working_day_before(Date from, int n) const;
  /// `date` itself when it is worked, else the next / previous working day; empty outside the calendar.
  [[nodiscard]] std::optional<Date> next_working(Date date) const;
  [[nodiscard]] std::optional<Date> previous_working(Date date) const;

 private:
  friend class CalendarBuilder;
  struct Source {  ///< what made a day special
    Text name;
    std::string notice;
    std::string number;
    bool statutory = false;
  };
  Calendar() = default;
  [[nodiscard]] int size() const { return static_cast<int>(kinds_.size()); }
  [[nodiscard]] std::size_t index(Date date) const { return static_cast<std::size_t>(date.days - first_.days); }

  std::string id_;
  std::string version_;
  std::vector<std::string> applied_;
  Date first_;
  Date covers_to_;
  OfficeHours hours_;
  std::vector<DayKind> kinds_;
  std::vector<std::uint16_t> sources_;  ///< index into source_ per day; 0 = none
  std::vector<Source> source_;
  std::vector<std::uint16_t> worked_;        ///< working days in [first, day]
  std::vector<std::uint16_t> working_days_;  ///< offset of the k-th working day
};

}  // namespace hejie::calendar
