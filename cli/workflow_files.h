// The files of workflows/: those in the binary, or those of a folder named by --workflows DIR. Reads; understands
// nothing.
#pragma once

#include <string>
#include <vector>

#include "engine/base/result.h"
#include "engine/definition/overlay/overlay.h"
#include "engine/definition/source.h"

namespace hejie::cli {

/// `folder` empty: the shipped files. @errors io: not a readable folder
[[nodiscard]] Result<std::vector<definition::SourceFile>> workflow_files(const std::string& folder);

/// Overlays named on a command line, by name or file, with those they are written for; read and ordered. A file is
/// replaced in `names` by the id it has. @errors io; invalid: no such name, all findings
[[nodiscard]] Result<std::vector<definition::Overlay>> overlays_named(const std::vector<definition::SourceFile>& files,
                                                                      std::vector<std::string>& names);

}  // namespace hejie::cli
