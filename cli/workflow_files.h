// The files of workflows/: those in the binary, or those of a folder named by --workflows DIR. Reads; understands
// nothing.
#pragma once

#include <string>
#include <vector>

#include "engine/base/result.h"
#include "engine/definition/source.h"

namespace hejie::cli {

/// `folder` empty: the shipped files. @errors io: not a readable folder
[[nodiscard]] Result<std::vector<definition::SourceFile>> workflow_files(const std::string& folder);

}  // namespace hejie::cli
