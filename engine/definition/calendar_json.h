// Reads calendar data: one notice a file (the format of `hejie calendar load`), the national holidays measure, and a
// whole folder of them. Builds no calendar (Calendar::build does) and opens no file.
// Called by app (definitions, loading of a notice), `hejie due`, `hejie calendar`.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"
#include "engine/calendar/calendar.h"
#include "engine/calendar/notice.h"
#include "engine/definition/source.h"

namespace hejie::definition {

/// What a folder workflows/calendars/<id>/ holds.
struct CalendarSet {
  std::string id;
  std::vector<calendar::Notice> notices;
  calendar::StatutoryTable statutory;
};

/// {"id","authority","number","published","years":[],"off":[{"date","name","statutory"}],"work":[],"replaces"?,
/// "region"?,"url"?,"note"?}. @errors malformed, invalid: all findings, each with a JSON pointer
[[nodiscard]] Result<calendar::Notice> read_notice(std::string_view text);
/// The same form, keys in the order of the format; what a store keeps of a notice loaded at run time.
[[nodiscard]] std::string notice_text(const calendar::Notice& notice);

/// statutory.json: versions of the measure with their rules, the festivals' days by year, English names.
[[nodiscard]] Result<calendar::StatutoryTable> read_statutory(std::string_view text);

/// Picks the files below "calendars/<id>/" and reads them all. @errors not_found: no such folder; invalid: findings
/// whose path is "<file>#<pointer>"
[[nodiscard]] Result<CalendarSet> read_calendar_set(std::span<const SourceFile> files, std::string_view id = "cn");
/// Ids of the calendars among the files.
[[nodiscard]] std::vector<std::string> calendar_ids(std::span<const SourceFile> files);

/// Calendar::build over the set. Findings of the notices are told by notice id: "<notice id>#<pointer>".
[[nodiscard]] Result<std::shared_ptr<const calendar::Calendar>> build_calendar(const CalendarSet& set,
                                                                               calendar::BuildOptions options = {});

}  // namespace hejie::definition
