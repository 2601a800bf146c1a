// The register of deadlines (workflows/laws/deadlines.json): unit, length, direction and roll of each rule, by the law
// in force on a day and the overlay asked for. It knows no case; the clocks of procedures are in engine/model. Called
// by due.h.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/date.h"
#include "engine/base/result.h"
#include "engine/base/text.h"
#include "engine/calendar/period.h"
#include "engine/definition/library.h"
#include "engine/definition/source.h"

namespace hejie::definition {

/// "S1:43": instrument and article; the article may be empty.
struct Citation {
  std::string law;
  std::string article;
  bool operator==(const Citation&) const = default;
};

struct DeadlineExtension {
  calendar::Period length;
  int times = 1;
  std::vector<Citation> cite;
};

/// Another number of the same rule for some of its cases ("simplified procedure").
struct DeadlineCase {
  Text name;
  calendar::Period length;
  std::optional<DeadlineExtension> extension;
  std::vector<Citation> cite;
};

/// A rule as it reads between two days.
struct DeadlineVersion {
  std::optional<Date> from;  ///< first and last day of validity; empty: open
  std::optional<Date> to;
  std::optional<calendar::Period> length;  ///< empty: the law states no number
  bool backward = false;
  std::optional<calendar::Roll> roll;  ///< empty: forward for d, mo, y
  std::vector<Citation> cite;
  std::vector<Citation> unit_cite;  ///< says what its days are
  std::optional<DeadlineExtension> extension;
  std::vector<DeadlineCase> cases;
  Text reading;  ///< how a disputed point is read here; empty when none
};

struct DeadlineVariant {
  std::string overlay;
  calendar::Period length;
  std::vector<Citation> cite;
  Text reading;
};

struct DeadlineRule {
  std::string id;
  Text name;
  std::string local;   ///< overlay it comes from; empty for a national rule
  Text without_clock;  ///< why no procedure has a clock of it (a guard, an act, another body's term); empty: one has
  std::vector<DeadlineVersion> versions;
  std::vector<DeadlineVariant> variants;
};

struct OverlayEntry {
  std::string id;
  Text name;
  std::vector<std::string> regions;  ///< regional notices of the calendar that go with it
};

struct DeadlineRegister {
  std::vector<OverlayEntry> overlays;
  std::map<std::string, DeadlineRule> rules;
};

/// @errors malformed, invalid: all findings
[[nodiscard]] Result<DeadlineRegister> read_deadlines(std::string_view text);

/// The version in force on a day; null when none.
[[nodiscard]] const DeadlineVersion* version_on(const DeadlineRule& rule, Date day);

}  // namespace hejie::definition
