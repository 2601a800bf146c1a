// One statutory date with its reasons: the question as people write it (command line, batch line, HTTP body), the rule
// of the register, the calendar, the answer. Holds calendars, reads no file and no clock. Called by `hejie due` and
// POST /due.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/base/result.h"
#include "engine/calendar/trace.h"
#include "engine/definition/calendar_json.h"
#include "engine/definition/deadlines.h"
#include "engine/definition/overlay/overlay.h"

namespace hejie::definition {

/// As written; checked by DueDesk::answer. Findings name the field: "/from", "/exclude/0" ...
struct DueRequest {
  std::string from;  ///< a date; an instant (RFC 3339, or without offset: bureau time) for hour periods
  std::optional<std::string> period;
  std::optional<std::string> rule;
  std::vector<std::string> extend;
  bool backward = false;
  std::optional<std::string> roll;
  std::vector<std::pair<std::string, std::string>> exclude;
  std::string calendar = "cn";
  std::vector<std::string> overlays;    ///< ids of the register or of overlays, or division codes of regional notices
  std::optional<std::string> as_known;  ///< the calendar as it was known on that day
};

struct CitedArticle {
  Citation cite;
  Text title;                          ///< of the instrument; empty when not in the register
  std::optional<std::string> overlay;  ///< the overlay that brought it
  Text reading;                        ///< the reading of a disputed point; empty when none
};

struct DueAnswer {
  std::string from;
  std::string period;  ///< the length counted, e.g. "5wd"
  std::optional<std::string> rule;
  Text rule_name;
  bool backward = false;
  Date nominal;
  Date due;
  std::optional<std::string> due_at;  ///< hour periods: RFC 3339, +08:00
  std::optional<Date> clear_days_due;
  bool provisional = false;
  int excluded_days = 0;
  std::shared_ptr<const calendar::Calendar> calendar;
  std::vector<calendar::Step> steps;  ///< empty unless asked for
  std::vector<CitedArticle> cite;
  std::optional<DeadlineExtension> extension;  ///< what the law allows on top, for the reader
};

/// A length that an overlay changes, for triggers on these days.
struct LaidLength {
  std::string rule;
  DaySpan days;
  DeadlineVariant variant;
};

class DueDesk {
 public:
  /// Reads calendars, register, instruments and overlays from the files of workflows/. `own`: overlays that are not
  /// among the files, in the order they are laid. `always`: overlays that hold where a request names none (a bureau's).
  static Result<DueDesk> open(std::vector<SourceFile> files, std::vector<Overlay> own = {},
                              std::vector<std::string> always = {});

  /// Not for two threads at once: calendars are built when first asked for, a few are kept.
  /// @errors invalid: findings with the field's path
  Result<DueAnswer> answer(const DueRequest& request, bool with_steps);
  /// The calendar a request names. @errors invalid: "/calendar", "/overlay", "/as_known"
  Result<std::shared_ptr<const calendar::Calendar>> calendar(const DueRequest& request);

  /// A notice loaded at run time: from now on the calendar `id` has it too. @errors invalid: as build_calendar
  Status add_notice(calendar::Notice notice, const std::string& id = "cn");

  [[nodiscard]] const DeadlineRegister& deadlines() const { return deadlines_; }

 private:
  DueDesk() = default;
  Result<CalendarSet*> find_set(const std::string& id);

  void take(const Overlay& overlay);

  std::vector<SourceFile> files_;
  std::vector<Overlay> overlays_;
  std::vector<std::string> always_;
  std::vector<LaidLength> laid_;
  DeadlineRegister deadlines_;
  Library library_;
  std::map<std::string, CalendarSet> sets_;
  std::map<std::string, std::shared_ptr<const calendar::Calendar>> calendars_;
};

/// {"from","period","rule",...}: keys of the command's options. Unknown keys are findings.
[[nodiscard]] Result<DueRequest> read_due_request(std::string_view text);
/// Reads and answers. @errors malformed; invalid: what is wrong in form and what is wrong in meaning, together
[[nodiscard]] Result<DueAnswer> answer_due_text(DueDesk& desk, std::string_view text, bool with_steps);
/// The answer with steps and citations (keys that do not apply are absent), compact.
[[nodiscard]] std::string due_text(const DueAnswer& answer);

/// One line of a batch: {"id",...request} to {"id","nominal","due","provisional"} and clear_days_due or due_at; what is
/// wrong to {"id","line","error":{"code","path","zh","en"}}.
struct BatchLine {
  std::string text;
  bool ok = true;
};
[[nodiscard]] BatchLine answer_batch_line(DueDesk& desk, std::string_view line, long long number);
/// The answer for a line that was too long to be read.
[[nodiscard]] BatchLine refuse_long_line(long long number);
inline constexpr std::size_t kMaxBatchLineBytes = 64 * 1024;

/// Days of a year with kind, name, notice: the text of `hejie calendar show --json`. @pre the calendar contains the
/// year
[[nodiscard]] std::string calendar_year_text(const calendar::Calendar& calendar, int year);

}  // namespace hejie::definition
