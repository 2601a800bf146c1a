// The data files shipped inside the binary: workflows/, examples/, docs/openapi/, web/dist/, LICENSE, THIRD_PARTY.md.
// It does not read them from disk nor know what is in them. Called by the definition registry, app, api and cli.
#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace hejie::resources {

/// Both live as long as the program.
struct File {
  std::string_view path;  ///< from the top of the source tree: "workflows/cn/inspection/procedure.json"
  std::string_view bytes;
};

/// Every file, in ascending byte order of path. Any thread.
std::span<const File> files();

/// The files whose path starts with `prefix`, in order: under("workflows/calendars/").
std::span<const File> under(std::string_view prefix);

/// The bytes of exactly this path, if it was shipped.
std::optional<std::string_view> find(std::string_view path);

}  // namespace hejie::resources
