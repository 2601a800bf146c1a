// The walk over all codes of authority: each row against its code, each set as a whole against what was sealed with the
// end of the access log. And what readers of one store share: the key, what was found, whether sets can be believed.
// Called by the store, by `hejie check` and before codes are made anew.
#pragma once

#include <atomic>
#include <map>
#include <mutex>
#include <vector>

#include "storage/sqlite/row_codes.h"

namespace hejie::storage::sqlite {

struct CodeReport {
  std::vector<Finding> findings;  ///< paths "/accounts/u_1"; codes authority_changed, _uncoded, _removed, _set
  bool whole = true;              ///< the sets are those last sealed: no row was put back together with its code
};

/// @pre a read transaction is open, or nobody writes. @throws Failure
[[nodiscard]] CodeReport check_codes(Connection& db, const crypto::RowCodes& codes);
/// The same, with the key that the file names. @throws Failure
[[nodiscard]] CodeReport check_codes(Connection& db, const crypto::Vault& vault);

/// Any thread.
class AuthorityGuard {
 public:
  explicit AuthorityGuard(crypto::RowCodes codes) : codes_(std::move(codes)) {}
  [[nodiscard]] const crypto::RowCodes& codes() const { return codes_; }

  /// May what this row says be used? Remembers when not. `nothing` may: there is no such row. @throws Failure
  [[nodiscard]] bool holds(Connection& db, Guarded kind, const std::string& key);
  /// As holds for a mark, which may be long and is asked for at every list: one that was held before is compared alone.
  /// @throws Failure
  [[nodiscard]] bool mark_holds(Connection& db, const std::string& name, const std::optional<std::string>& value);
  [[nodiscard]] bool whole() const { return whole_; }
  void walked(CodeReport report);
  [[nodiscard]] std::vector<Finding> findings() const;

 private:
  crypto::RowCodes codes_;
  std::atomic<bool> whole_{true};
  mutable std::mutex mutex_;
  std::map<std::string, Finding> found_;
  std::string held_mark_, held_value_, held_code_;
};

}  // namespace hejie::storage::sqlite
