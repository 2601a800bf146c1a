// The chained logs of a store, asked whether they are what was written, and proofs out of them. Reads one snapshot.
// Called by `hejie check`, `hejie audit` and the notary.
#pragma once

#include <functional>
#include <string>

#include "audit/text.h"
#include "audit/verifier.h"
#include "storage/snapshot.h"

namespace hejie::app {

/// The tree of one log of the snapshot, for proofs. The snapshot outlives it.
[[nodiscard]] audit::NodeAt nodes_of(storage::Snapshot& snapshot, storage::Log log);

/// Reads all of it. A tree in the store that is not the entries' is the finding tree_differs. @errors of the store
[[nodiscard]] Result<audit::LogReport> verify_log(storage::Snapshot& snapshot, storage::Log log,
                                                  const audit::Heads& heads);

/// Only whether the log still holds what the newest head says: a few hundred hashes. @errors corrupt: it does not
[[nodiscard]] Status hold_against(storage::Snapshot& snapshot, storage::Log log, const audit::Head& head);

/// That the entry is in the log, as of the newest head that covers it. @errors not_found: no such entry, or no head yet
[[nodiscard]] Result<audit::InclusionProof> prove_entry(storage::Snapshot& snapshot, storage::Log log, Seq seq,
                                                        const audit::Heads& heads);

/// That the log of the later of two heads holds that of the earlier one. Taken are the newest heads over at most `from`
/// and `to` entries. @param to 0 = the newest head. @errors not_found: no head over so few entries
[[nodiscard]] Result<audit::ConsistencyProof> prove_growth(storage::Snapshot& snapshot, storage::Log log,
                                                           std::int64_t from, std::int64_t to,
                                                           const audit::Heads& heads);

/// The whole log as text (audit/text.h), in pieces.
[[nodiscard]] Status write_log(storage::Snapshot& snapshot, storage::Log log,
                               const std::function<void(const std::string&)>& write);

}  // namespace hejie::app
