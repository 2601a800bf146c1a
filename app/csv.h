// Reads and writes tables of comma-separated values (RFC 4180): quoted fields, CRLF or LF, a byte order mark in front.
// Knows no column. Called by written_reviews, bulletins, api/case_csv.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"

namespace hejie::app {

struct CsvRow {
  int line = 0;  ///< of the text, from 1, where the row begins
  std::vector<std::string> fields;
};

/// Rows in order, the empty ones left out. @errors malformed: a quote that does not end or stands inside a plain field
[[nodiscard]] Result<std::vector<CsvRow>> read_csv(std::string_view text);

/// One row to be written, with CRLF: cells quoted where they must be, and none that a spreadsheet takes for a formula.
[[nodiscard]] std::string csv_row(const std::vector<std::string>& cells);

}  // namespace hejie::app
