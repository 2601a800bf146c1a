// A small procedure that uses most of the language, for tests to break in one place at a time.
#pragma once

#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "engine/calendar/calendar.h"
#include "engine/definition/reader.h"

namespace hejie::definition {

std::string sample_text();

/// The sample with the first `from` replaced by `to`; fails the test when `from` does not occur.
std::string sample_with(std::string_view from, std::string_view to);

Library sample_library();

ReadProcedure read_text(const std::string& text);

/// The calendar as shipped.
const calendar::Calendar& shipped_calendar();

/// A set of this procedure alone; fails the test when something does not read.
std::vector<ReadProcedure> one(const std::string& text);

/// One fault put into the sample by `from` -> `to`, and all that must be found then.
struct Flaw {
  std::string name, from, to;
  std::vector<std::string> expected;
};
void PrintTo(const Flaw& flaw, std::ostream* out);

/// Findings as "severity check path" lines, for comparison as a whole.
std::vector<std::string> lines(const Findings& findings);

}  // namespace hejie::definition
