// Codes of the rows that decide authority, in the file: what a code covers, how the writer keeps codes and the sums
// over them in step inside its transaction, and how a row is held against its code. Tables `codes` and `codes_end`
// (migrations/0006_codes.sql). The walk over all of them is code_check.h.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>

#include "audit/hash.h"
#include "crypto/row_codes.h"
#include "storage/authority.h"
#include "storage/sqlite/connection.h"

namespace hejie::storage::sqlite {

enum class Guarded : std::uint8_t { account = 1, session = 2, mark = 3, kept = 4 };
inline constexpr std::array kGuarded{Guarded::account, Guarded::session, Guarded::mark, Guarded::kept};
/// "accounts", "sessions", "marks", "kept"
[[nodiscard]] const char* table_of(Guarded kind);
/// A kept record is named by what it is once for ever by.
[[nodiscard]] std::string kept_key(const std::string& kind, const std::string& subject, const std::string& period);

enum class RowState {
  same,
  differs,  ///< changed, or moved here
  no_code,  ///< never written by this program, or its code was taken away
  no_row,   ///< written once and gone
  nothing,  ///< neither row nor code
};
/// @throws Failure
[[nodiscard]] RowState row_state(Connection& db, const crypto::RowCodes& codes, Guarded kind, const std::string& key);

/// Of each kind: how many codes there are, and the sum of a keyed hash of each: a change of one changes the sum, and
/// nobody without the key can find other codes of the same sum. A value, so that what is rolled back is undone by
/// putting the old one back.
struct CodeSums {
  struct One {
    std::int64_t rows = 0;
    std::array<std::uint64_t, 4> sum{};
  };
  std::array<One, kGuarded.size()> of{};
  bool changed = false;  ///< since they were last sealed

  void add(const crypto::RowCodes& codes, Guarded kind, std::string_view code);
  void subtract(const crypto::RowCodes& codes, Guarded kind, std::string_view code);
};

/// What codes_end holds.
struct CodesEnd {
  int data_key = 0;
  Seq access = 0;
  std::string sets;
};
/// Empty: not there, or not of that form. @throws Failure
[[nodiscard]] std::optional<CodesEnd> read_codes_end(Connection& db);
/// The sets as they must stand there for these sums and this end of the access log.
[[nodiscard]] std::string sets_of(const crypto::RowCodes& codes, const CodeSums& sums, Seq access,
                                  const audit::Hash& chain);

/// The writer's side.
class CodeBook {
 public:
  explicit CodeBook(crypto::RowCodes codes) : codes_(std::move(codes)) {}
  [[nodiscard]] const crypto::RowCodes& codes() const { return codes_; }
  [[nodiscard]] const CodeSums& sums() const { return sums_; }
  void set_sums(const CodeSums& sums) { sums_ = sums; }

  /// Sums up what stands in the file. @throws Failure
  void load(Connection& db);
  /// The row was written just now. @throws Failure
  void put(Connection& db, Guarded kind, const std::string& key);
  /// The row was removed. @throws Failure
  void drop(Connection& db, Guarded kind, const std::string& key);
  /// Drops all codes and makes those of the rows as they stand. @throws Failure
  void code_all(Connection& db);
  /// Before COMMIT, when codes or the end of the access log have changed. @throws Failure
  void seal(Connection& db, Seq access, const audit::Hash& chain);

 private:
  crypto::RowCodes codes_;
  CodeSums sums_;
};

/// What the access log says when a store begins to be coded.
[[nodiscard]] AccessRecord coded_record(const crypto::RowCodes& codes, Instant at);
/// Keys of all rows of a kind that must carry codes. @throws Failure
[[nodiscard]] std::vector<std::string> guarded_keys(Connection& db, Guarded kind);

}  // namespace hejie::storage::sqlite
