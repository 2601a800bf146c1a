// Writes down for the oracle what happened: after each operation the facts of the cases it touched and the new rows of
// the ledger. Translates, and judges nothing.
#pragma once

#include <map>
#include <vector>

#include "app/case_service.h"
#include "storage/store.h"
#include "tests/year/oracle/facts.h"

namespace hejie::year {

class Watcher {
 public:
  /// What changed since the last call belongs to this operation. @returns ids of rows told by it
  std::vector<long long> note(storage::Store& store, app::CaseService& service, Moment at, bool look, bool whole);
  /// The operation to be noted next answered this row.
  void answered(long long row);
  /// The ledger's marks as they stand at the end.
  void finish(storage::Store& store);

  [[nodiscard]] const oracle::Year& year() const { return year_; }
  [[nodiscard]] long long events() const { return seq_; }

 private:
  oracle::Case& of(const CaseId& id);
  void note_marks(storage::Snapshot& snapshot, oracle::Case& one, std::size_t op);
  void note_left_out(storage::Snapshot& snapshot, std::size_t op);
  oracle::Year year_;
  std::map<CaseId, std::size_t> places_;
  std::map<long long, std::pair<std::size_t, std::size_t>> rows_;  ///< row -> case and its place there
  Seq seq_ = 0;
  long long alert_ = 0, kept_ = 0;  ///< last read
};

}  // namespace hejie::year
