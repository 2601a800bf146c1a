// `hejie audit verify FILE --files FOLDER`: of every file there, whether the exported log names its content as
// evidence. Reads the log as text and the files piece by piece; needs neither store nor key.
#pragma once

#include <iosfwd>
#include <string>

#include "engine/base/result.h"

namespace hejie::cli {

/// @returns every file is named by an entry. @errors io
Result<bool> print_files(const std::string& log, const std::string& folder, bool english, std::ostream& out);

}  // namespace hejie::cli
