// The list of cases as a table for spreadsheet programs. Called by list_handlers.cpp.
#pragma once

#include <string>
#include <string_view>

#include "app/work_lists.h"

namespace hejie::api {

/// UTF-8 with a byte order mark, RFC 4180. @param language "en", else Chinese
[[nodiscard]] std::string cases_csv(const app::List<app::CaseListItem>& list, std::string_view language);

}  // namespace hejie::api
