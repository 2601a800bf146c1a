// Is this store coded, and by which key? Asked when a store is opened to be written. That it is follows from its schema
// and from the access log, so that taking the codes away is no way around them. Also what makes all codes anew: a store
// of an older schema, another data key, and on the command line a store that is taken as it stands.
#pragma once

#include "storage/sqlite/code_check.h"

namespace hejie::storage::sqlite {

struct Recoded {
  std::vector<Finding> findings;  ///< what was found before and is taken as it stands
};

/// An older store gets an entry of the access log that says so; a new one gets it with its first entry (writer.h).
/// @param schema before it was migrated; 0 = the store is new
/// @errors corrupt: codes were taken away; rows were put back together with their codes (names it); as Vault::row_codes
/// @throws Failure
Result<crypto::RowCodes> settle_codes(Connection& db, const crypto::Vault& vault, int schema);

/// All codes by the newest key. @errors corrupt: not everything is what was written @throws Failure
Status change_code_key(Connection& db, const crypto::Vault& vault);

/// Takes authority as it stands in the store of `folder`, after somebody has looked at it: what was found goes into the
/// access log. @errors io: in use, no store, no key file
Result<Recoded> recode(const std::string& folder);

}  // namespace hejie::storage::sqlite
