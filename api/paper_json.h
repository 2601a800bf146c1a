// Documents and case files over HTTP: bodies of requests and answers. Called by paper_handlers.cpp.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "app/paper_desk.h"

namespace hejie::api {

struct PaperBody {
  std::vector<std::pair<std::string, std::string>> values;
  int pages = 0;
};

/// @errors malformed, invalid
[[nodiscard]] Result<PaperBody> read_paper_body(const std::string& body);
[[nodiscard]] std::string paper_body(const app::Paper& paper);
[[nodiscard]] std::string archive_body(const app::ArchiveView& view);

}  // namespace hejie::api
