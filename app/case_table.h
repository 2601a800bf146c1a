// The register as one spreadsheet: chosen columns, names in the language asked. Called by api.
#pragma once

#include <string>
#include <vector>

#include "app/work_lists.h"

namespace hejie::app {

/// number, matter, procedure, stage, employer, handler, next_due, opened, filed, closed_on.
[[nodiscard]] const std::vector<std::string>& case_table_columns();

/// Every page of the query, at most `most` rows.
/// @errors of WorkLists::cases; invalid: an unknown column; too_large: more rows than that
[[nodiscard]] Result<std::string> case_table(WorkLists& lists, const Caller& caller, CaseQuery query,
                                             const std::vector<std::string>& columns, std::string_view language,
                                             Date today, std::size_t most = 10'000);

}  // namespace hejie::app
