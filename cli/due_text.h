// What `hejie due` and `hejie calendar show` print for people: the date first, then why, in one language.
#pragma once

#include <iosfwd>

#include "engine/base/result.h"
#include "engine/definition/due.h"

namespace hejie::cli {

void print_due(std::ostream& out, const definition::DueAnswer& answer, bool english);
void print_calendar_year(std::ostream& out, const calendar::Calendar& calendar, int year, bool english);
/// Each finding: which option, what, what to do. "/exclude/0" is told as "--exclude (1)".
void print_option_errors(std::ostream& err, const Error& error, bool english);

}  // namespace hejie::cli
