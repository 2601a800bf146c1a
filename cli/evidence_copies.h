// The files of evidence beside a backup: FILE.evidence/ab/cdef..., sealed as they lie in the data folder. Each is on
// the disk before it counts. Called by `hejie backup` and `hejie restore`.
#pragma once

#include <string>

#include "engine/base/result.h"

namespace hejie::cli {

[[nodiscard]] std::string evidence_of_backup(const std::string& file);
/// @errors io: there is such a folder already
[[nodiscard]] Status need_no_evidence(const std::string& file);
/// After the backup of the store: what that names is there by then. @returns how many. @errors io
Result<long long> back_up_evidence(const std::string& data, const std::string& file);
/// @returns how many. @errors io; corrupt: files that the restored store names are neither in the backup nor in the
/// folder
Result<long long> restore_evidence(const std::string& file, const std::string& data);

}  // namespace hejie::cli
