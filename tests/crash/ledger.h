// What a client was promised, and whether a store kept it: every acknowledged command is there, none twice, versions
// equal event counts (R1, R2, R5). Shared by the crash tests.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "storage/store.h"

namespace hejie::crash {

/// One more command of the script: on a case of its own choice, with key "step-N", one event, an alert and sometimes a
/// number, a long text, a second case or a refusal on the way.
storage::Commit scripted_command(storage::Snapshot& snapshot, int step);

struct Promise {
  CaseId case_id;
  Version version = 0;
  Seq seq = 0;
};

/// Acknowledged commands by key.
using Promises = std::map<std::string, Promise>;
void note(Promises& promises, const std::string& key, const storage::CommitResult& result);

/// Opens the store of `folder` with the system's own file system and compares. @returns what is broken, empty = nothing
std::vector<std::string> find_broken(const std::string& folder, const Promises& promises);

}  // namespace hejie::crash
