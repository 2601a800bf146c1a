// Takes data out of a store: cases, events, clocks as rows (JSON lines or CSV), or the whole log as XES (IEEE 1849) for
// process mining. Names, numbers and addresses are masked unless asked for. Reads one snapshot; opens no file.
// Called by `hejie export`.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "storage/snapshot.h"

namespace hejie::app {

using ExportCell = std::variant<std::monostate, bool, std::int64_t, std::string>;
using ExportRow = std::vector<std::pair<std::string, ExportCell>>;  ///< same names in every row of a table

struct ExportQuestion {
  std::string what;  ///< cases, events, clocks
  Seq since = 0;     ///< events only: those after this position
  bool unmask = false;
};

/// Calls `take` for each row. @errors invalid: unknown table; corrupt, unavailable
Status export_rows(storage::Snapshot& snapshot, const ExportQuestion& question,
                   const std::function<void(const ExportRow&)>& take);

/// The log as XES; text goes out in pieces.
Status export_xes(storage::Snapshot& snapshot, const std::function<void(const std::string&)>& write);

/// RFC 4180 line; a cell that a spreadsheet would take for a formula gets a leading apostrophe.
[[nodiscard]] std::string csv_line(const ExportRow& row);
[[nodiscard]] std::string csv_head(const ExportRow& row);
[[nodiscard]] std::string json_line(const ExportRow& row);

/// "张三丰" -> "张**", "510000199001011234" -> "51**************34".
[[nodiscard]] std::string mask_name(const std::string& name);
[[nodiscard]] std::string mask_number(const std::string& number);

}  // namespace hejie::app
