// ZIP files in memory, by minizip: what .docx, .xlsx and the export of a case are made of. Knows no document. Called by
// docx, xlsx and app.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/base/date.h"
#include "engine/base/result.h"

namespace hejie::documents {

struct ZipEntry {
  std::string name;  ///< UTF-8, "/" between folders
  std::string bytes;
};
using ZipEntries = std::vector<ZipEntry>;

/// Deflated, names marked as UTF-8, in the order given. Same entries and day, same bytes. @errors io
[[nodiscard]] Result<std::string> write_zip(const ZipEntries& entries, Date day);

/// All files of an archive. @errors malformed: no ZIP, encrypted; too_large: over 2000 files or 64 MiB unpacked
[[nodiscard]] Result<ZipEntries> read_zip(std::string_view bytes);

}  // namespace hejie::documents
