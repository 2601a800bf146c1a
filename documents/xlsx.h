// One table as a spreadsheet (.xlsx, ECMA-376): a head that stays, columns as wide as what is in them, dates as dates.
// Texts are texts: nothing in a cell is ever run as a formula. Called by app.
#pragma once

#include <string>
#include <vector>

#include "engine/base/date.h"
#include "engine/base/result.h"

namespace hejie::documents {

struct Table {
  std::string name;  ///< of the sheet; shortened to 31 characters
  std::vector<std::string> head;
  std::vector<std::vector<std::string>> rows;  ///< "2026-11-17" is written as a date
};

/// @errors io
[[nodiscard]] Result<std::string> write_xlsx(const Table& table, Date day);

}  // namespace hejie::documents
