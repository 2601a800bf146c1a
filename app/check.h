// Walks a whole store and compares: does every case fold, and does the fold equal what lists and the scheduler read?
// Changes nothing. Called by `hejie check` and by tests after crashes.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "app/definitions.h"
#include "storage/store.h"

namespace hejie::app {

struct CheckFinding {
  CaseId case_id;
  std::string
      what;  ///< fold, state, clocks, summary, parties, documents, services, links, proposals, versions, seq, texts
  Text message;
};

/// A file that the log of a case names.
struct NamedEvidence {
  CaseId case_id;
  std::string id, sha256;
  std::uint64_t bytes = 0;
};

struct CheckResult {
  long long cases = 0, events = 0, clocks = 0;
  std::vector<NamedEvidence> evidence;  ///< what evidence_check looks for on the disk
  std::vector<CheckFinding> findings;   ///< at most `most`
  bool cut = false;                     ///< there were more
};

/// @errors unavailable, io: the store cannot be read at all
[[nodiscard]] Result<CheckResult> check_store(storage::Store& store, const Definitions& definitions,
                                              std::size_t most = 1000);

}  // namespace hejie::app
