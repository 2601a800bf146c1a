// What the parts of the snapshot share: small readers of rows and a builder of filtered lists. Values always travel as
// bound parameters, never inside the SQL.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "storage/snapshot.h"
#include "storage/sqlite/connection.h"

namespace hejie::storage::sqlite {

inline constexpr const char* kCaseColumns =
    "c.id, c.version, c.updated, c.procedure, c.procedure_version, c.sha256, c.overlays, c.switches, c.number, "
    "c.number_cancelled, c.state, c.phase, c.stage, c.title_zh, c.title_en, c.handler, c.employer, c.sector, c.cause, "
    "c.flags, c.opened_on, c.filed_on, c.closed_on, c.through, c.next_moment, c.next_due, c.next_clock";
inline constexpr int kCaseColumnCount = 27;

/// @throws Failure (a column that does not decode is damage)
CaseItem read_case(const Query& row);

inline constexpr const char* kEventColumns = "e.seq, e.version, e.payload, c.id";
/// @errors corrupt: names seq
Result<StoredEvent> read_event(const Query& row);

/// In the place of a case's number: the alert is about none.
inline constexpr std::int64_t kNoCase = 0;
/// Where alerts stand beside their case, if it is about one; within a reach, only beside cases within it.
inline constexpr const char* kAlertsFrom =
    " FROM alerts a LEFT JOIN cases c USING (case_no) WHERE (c.case_no IS NOT NULL OR a.case_no = 0)";
inline constexpr const char* kAlertColumns =
    "a.id, c.id, a.clock, a.key, a.ordinal, a.rung, a.recipient, a.due, a.told_on, a.told_at, a.superseded, "
    "a.acknowledged_by, a.acknowledged_at, a.wait_until";
inline constexpr int kAlertColumnCount = 14;
AlertRow read_alert(const Query& row);

/// Conditions joined by AND, with their parameters in order.
class Where {
 public:
  using Parameter = std::variant<std::int64_t, std::string>;
  void add(const std::string& condition, std::vector<Parameter> parameters = {});
  /// column IN (...); nothing when the list is empty.
  void add_in(const std::string& column, const std::vector<std::string>& values);
  [[nodiscard]] std::string sql() const { return sql_; }  ///< "" or " WHERE ..."
  Query prepare(Connection& db, const std::string& sql) const;

 private:
  std::string sql_;
  std::vector<Parameter> parameters_;
};

/// "%text%" with the wildcards of LIKE escaped by a backslash.
std::string like(const std::string& text);

template <typename T, typename Read>
std::vector<T> read_rows(Query& query, Read read) {
  std::vector<T> out;
  while (query.step()) out.push_back(read(query));
  return out;
}

}  // namespace hejie::storage::sqlite
