// From names on a command line or in settings to the texts of overlays. Opens no file by itself. Used by app and cli.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "engine/base/result.h"
#include "engine/definition/overlay/overlay.h"

namespace hejie::definition {

using ReadFile = std::function<Result<std::string>(const std::string& path)>;

/// A name is looked for among `files`; what looks like a path is read. @errors invalid: no such name; of `read`
[[nodiscard]] Result<std::vector<SourceFile>> choose_overlays(std::span<const SourceFile> files,
                                                              const std::vector<std::string>& names,
                                                              const ReadFile& read);

/// Chosen, read and ordered. @errors as choose_overlays; invalid: all findings, path "<file>#<pointer>"
[[nodiscard]] Result<std::vector<Overlay>> load_overlays(std::span<const SourceFile> files,
                                                         const std::vector<std::string>& names, const ReadFile& read);

}  // namespace hejie::definition
