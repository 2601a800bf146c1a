// The central directory of a ZIP file (APPNOTE 6.3.10, 4.3.12, 4.3.16), read without unpacking anything: the names and
// sizes that the archive itself says. Everything in it is untrusted; what does not fit is an error, never a crash.
// Called by evidence_type.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "engine/base/result.h"

namespace hejie::app {

struct ArchiveEntry {
  std::string name;
  std::uint64_t packed = 0, unpacked = 0;
  bool encrypted = false;
};

struct ArchiveLimits {
  std::size_t entries = 2000;
  std::uint64_t unpacked_bytes = 200UL << 20U;
  std::vector<std::string> packed;  ///< extensions that no entry may have
};

/// Bytes of the file from a place; fewer only at its end. @errors of the file
using ReadAt = std::function<Result<std::string>(std::uint64_t from, std::size_t length)>;

/// @errors malformed: no ZIP file, or one that says what cannot be; too_large: more entries or more unpacked than the
/// limits, an archive inside it; of the file
[[nodiscard]] Result<std::vector<ArchiveEntry>> read_archive(std::uint64_t size, const ReadAt& read,
                                                             const ArchiveLimits& limits);

}  // namespace hejie::app
