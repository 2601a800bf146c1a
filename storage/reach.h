// How far a reader sees: the cases of some units, those an account handles, those it opened by break-glass. A snapshot
// taken within a reach holds no other case: the limit is part of the SQL of every list, count and search, so that no
// list is fetched first and filtered afterwards. Who has which reach is app/units.h's business.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "storage/store.h"

namespace hejie::storage {

/// A case carries its unit as this mark and the unit's id among the flags of its summary.
inline constexpr const char* kUnitMark = "unit:";

/// As the one unit of a reach: the cases of all units and of none.
inline constexpr const char* kEveryUnit = "*";

/// Whatever the rest says, a case the account is recused from (flag "recused:<account>") is never within its reach.
struct Reach {
  std::vector<std::string> units;  ///< cases of these
  AccountId account;               ///< and those it handles
  Instant granted_at{};            ///< and those it opened by break-glass, where the grant lasts longer than this
};

/// What a store must be able to do beside Store to take part.
class Reaching {
 public:
  virtual ~Reaching() = default;
  /// @errors of Store::snapshot
  virtual Result<std::unique_ptr<Snapshot>> snapshot_within(const Reach& reach) = 0;
};

/// @errors unavailable: a store without limits; never a wider view than asked for
Result<std::unique_ptr<Snapshot>> snapshot_within(Store& store, const Reach& reach);

}  // namespace hejie::storage
