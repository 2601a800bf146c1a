// Are the files there that the logs of cases name, and are they what was given? Reads every one of them once. Called by
// `hejie check` and, for their presence alone, by `hejie restore`.
#pragma once

#include "app/check.h"

namespace hejie::app {

struct EvidenceReport {
  long long files = 0;            ///< contents looked at; the same one given twice is one
  std::vector<Finding> findings;  ///< /cases/ID/evidence/ID: evidence_missing, evidence_damaged
};

/// What was erased is not looked for. Without the key file only whether a file is there can be said.
/// @param data folder. @errors of the store
[[nodiscard]] Result<EvidenceReport> check_evidence(storage::Store& store, const std::string& data,
                                                    const std::vector<NamedEvidence>& named);

/// As the kept rows name them: quick, for a copy that was just made. @errors of the store
[[nodiscard]] Result<long long> count_missing_evidence(storage::Store& store, const std::string& data);

}  // namespace hejie::app
