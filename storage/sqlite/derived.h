// Derived rows of one case in the embedded database: reading them and writing what differs. Used by the writer and by
// snapshots; knows no queue and no transaction.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "storage/rows.h"
#include "storage/sqlite/connection.h"

namespace hejie::storage::sqlite {

/// Everything but the summary.
/// @throws Failure
CaseRows load_derived(Connection& db, std::int64_t case_no);

/// A hash a table, of the rows of one case as a set: equal rows give equal hashes in every run of the program.
inline constexpr std::size_t kDerivedTables = 7;
using DerivedHash = std::array<std::uint64_t, kDerivedTables>;
DerivedHash hash_derived(const CaseRows& rows);
/// 63 bits over all tables, as the case's row holds it.
std::int64_t as_stored(const DerivedHash& hash);

/// What of a case's derived rows is known to stand in the file.
struct StoredRows {
  DerivedHash hash{};
  CaseRows rows;  ///< without the summary
};
/// Takes over the tables whose hash has changed.
void remember(StoredRows& stored, const CaseRows& rows, const DerivedHash& now);

/// What stands in the file, read as far as `now`, the hashes of the rows to come, leaves it open. `stored` is the hash
/// in the case's row: when it says that only clocks differ, as after a tick, only they are read. @throws Failure
StoredRows read_before(Connection& db, std::int64_t case_no, const DerivedHash& now, std::int64_t stored);

/// Makes the tables of this case equal to `rows` (summary apart), touching only rows that differ from `before`; tables
/// whose hash is the same are not looked at. @throws Failure
void save_derived(Connection& db, std::int64_t case_no, const CaseRows& rows, const DerivedHash& now,
                  const StoredRows& before);

// columns of one row, from `first` on, as the lists read them
ClockRow read_clock(const Query& row, int first);  ///< columns kClockColumns
DocumentRow read_document(const Query& row, int first);
ProposalRow read_proposal(const Query& row, int first);
HearingRow read_hearing(const Query& row, int first);

inline constexpr const char* kClockColumns =
    "k.rule, k.key, k.ordinal, k.kind, k.owner, k.status, k.base, k.nominal, k.due, k.ended_on, k.next_on, k.due_at, "
    "k.provisional, k.halted";

/// A list column; what does not decode is damage. @throws Failure
std::vector<std::string> read_list(const Query& row, int column);

}  // namespace hejie::storage::sqlite
