// The floor under bulk registration of clocks (P4): the rows of a finished store written again by bare SQLite, same
// schema, pragmas, rows, bytes and cases a transaction. Nothing is encoded, hashed, compared or numbered. Under 150
// lines.
#pragma once

#include <string>

namespace hejie::bench {

/// Copies all cases of `from` with their events, clocks, parties, persons and texts into `to`, a file with the schema
/// and no cases. @returns seconds
double copy_rows(const std::string& from, const std::string& to, int cases_a_commit);

}  // namespace hejie::bench
