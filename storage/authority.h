// Rows that decide authority carry keyed codes (docs/adr/0015): accounts, sessions and tokens, units and who belongs to
// them, recusals, and kept records that give authority (bound certificates, delegations, break-glass). What was changed
// beside the program is refused when it is read, and found by a walk over all of it. A side of a store that keeps a
// file; callers: app.
#pragma once

#include <string_view>
#include <vector>

#include "storage/store.h"

namespace hejie::storage {

// What the access log says of it.
inline constexpr const char* kAuthorityCoded = "authority_coded";      ///< the store is coded from here on
inline constexpr const char* kAuthorityRecoded = "authority_recoded";  ///< taken as it stands, on the command line
inline constexpr const char* kAuthorityChanged = "authority_changed";  ///< found; also the code of the refusal

/// A mark or kept record that decides authority: coded, and checked by whoever reads it.
[[nodiscard]] bool guards_mark(std::string_view name);
[[nodiscard]] bool guards_kept(std::string_view kind, std::string_view subject);

/// Why such a row is not read.
[[nodiscard]] Error authority_changed();

/// What a store must be able to do beside Store to take part.
class Coded {
 public:
  virtual ~Coded() = default;
  /// Walks over all of it; thousands of rows take some milliseconds. What it finds is refused until a later walk finds
  /// it mended. @errors of Store::snapshot
  virtual Result<std::vector<Finding>> check_authority() = 0;
  /// What the last walk found and readers since.
  [[nodiscard]] virtual std::vector<Finding> authority_findings() const = 0;
};

/// Null: a store without a file to be changed.
[[nodiscard]] Coded* coded_side(Store& store);

}  // namespace hejie::storage
