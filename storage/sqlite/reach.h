// A connection that sees the cases of one reach only: views of the connection's own stand before the tables of cases
// and kept records, so that every query of a snapshot is limited, whichever tables it joins them with. Used by
// ReaderPool.
#pragma once

#include "storage/reach.h"
#include "storage/sqlite/code_check.h"

namespace hejie::storage::sqlite {

/// Once a connection, before its first snapshot. @throws Failure
void limit(Connection& db);
/// Before each snapshot. @pre limit(db) @param guard of the records of break-glass; may be null @throws Failure
void set_reach(Connection& db, const Reach& reach, AuthorityGuard* guard);

}  // namespace hejie::storage::sqlite
