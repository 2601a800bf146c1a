// Lists over cases, with filters, order and cursors.
#include <algorithm>

#include <nlohmann/json.hpp>

#include "storage/cursor.h"
#include "storage/sqlite/derived.h"
#include "storage/sqlite/finder.h"
#include "storage/sqlite/reading.h"
#include "storage/sqlite/snapshot.h"

namespace hejie::storage::sqlite {
namespace {

struct SortKey {
  const char* name;
  const char* expression;  ///< as in the index, letter for letter, so that the index serves it
};

SortKey sort_key(CaseSort sort) {
  switch (sort) {
    case CaseSort::due:
      return {"cases.due", "ifnull(c.next_due, 2147483647)"};
    case CaseSort::filed:
      return {"cases.filed", "ifnull(c.filed_on, 2147483647)"};
    case CaseSort::number:
      return {"cases.number", "ifnull(c.number_rank, 9000000000000000000)"};
    case CaseSort::updated:
      return {"cases.updated", "c.updated"};
  }
  return {"", ""};
}

/// @throws Failure
void add_filters(Where& where, const CaseFilter& filter, Connection& db, const Opener& opener) {
  where.add_in("c.procedure", filter.workflow);
  where.add_in("c.state", filter.state);
  where.add_in("c.stage", filter.stage);
  where.add_in("c.handler", filter.handler);
  where.add_in("c.sector", filter.sector);
  if (!filter.employer.empty()) {
    std::vector<std::string> ids = filter.employer;
    for (const auto& code : filter.employer) {
      const std::string folded = fold_code(code);
      if (folded.empty()) continue;
      Query rows = db.query("SELECT s.id FROM person_tokens t JOIN persons s ON s.no = t.person WHERE t.token = ?");
      rows.bind(code_token(opener.vault(), folded));
      while (rows.step()) ids.push_back(rows.text(0));
    }
    where.add_in("c.employer", ids);
  }
  if (filter.open) where.add(*filter.open ? "c.phase = 0" : "c.phase <> 0");
  if (filter.overdue_on)
    where.add("ifnull(c.next_due, 2147483647) < ? AND c.phase <> 2", {std::int64_t{filter.overdue_on->days}});
  if (filter.due_before) where.add("ifnull(c.next_due, 2147483647) < ?", {std::int64_t{filter.due_before->days}});
}

constexpr int kAfterClock = 14;
constexpr const char* kCaseOfClock =
    ", c.id, c.procedure, c.number, c.title_zh, c.title_en, c.handler, ifnull(k.due, 2147483647), k.case_no "
    "FROM clocks k JOIN cases c USING (case_no)";

ClockItem read_clock_item(const Query& row) {
  ClockItem item;
  item.clock = read_clock(row, 0);
  item.case_id = CaseId(row.text(kAfterClock));
  item.workflow = row.text(kAfterClock + 1);
  item.number = row.text(kAfterClock + 2);
  item.title = {row.text(kAfterClock + 3), row.text(kAfterClock + 4)};
  item.handler = AccountId(row.text(kAfterClock + 5));
  return item;
}

}  // namespace

Result<Page<CaseItem>> SqliteSnapshot::list_cases(const CaseFilter& filter) {
  TRY_VOID(check_limit(filter.page.limit));
  const SortKey key = sort_key(filter.sort);
  const std::string list = std::string(key.name) + (filter.descending ? "-" : "");
  TRY(const auto position, read_cursor(list, filter.page.cursor, 2));
  std::pair<std::int64_t, std::int64_t> after;
  if (!position.empty()) {
    TRY(after.first, cursor_number(position[0]));
    TRY(after.second, cursor_number(position[1]));
  }
  const SearchText text(filter.q);
  return guarded([&]() -> Result<Page<CaseItem>> {
    Where where;
    add_filters(where, filter, *db_, opener_);
    Finder finder(*db_, opener_, text);
    if (!text.empty()) finder.add_to(where);
    if (!position.empty()) {
      where.add(std::string("(") + key.expression + ", c.case_no) " + (filter.descending ? "<" : ">") + " (?, ?)",
                {after.first, after.second});
    }
    const std::string order = filter.descending ? " DESC" : "";
    const std::string limit = finder.loose() ? "" : " LIMIT " + std::to_string(filter.page.limit + 1);
    Query rows =
        where.prepare(*db_, std::string("SELECT ") + kCaseColumns + ", " + key.expression + ", c.case_no FROM cases c" +
                                where.sql() + " ORDER BY " + key.expression + order + ", c.case_no" + order + limit);
    Page<CaseItem> page;
    std::vector<std::string> last;
    while (rows.step()) {
      CaseItem item = read_case(rows);
      if (finder.loose() && !finder.holds(item)) continue;
      if (page.items.size() == static_cast<std::size_t>(filter.page.limit)) {
        page.next = make_cursor(list, last);
        break;
      }
      page.items.push_back(std::move(item));
      last = {std::to_string(rows.integer(kCaseColumnCount)), std::to_string(rows.integer(kCaseColumnCount + 1))};
    }
    return page;
  });
}

Result<Page<ClockItem>> SqliteSnapshot::list_clocks(const ClockFilter& filter) {
  TRY_VOID(check_limit(filter.page.limit));
  TRY(const auto position, read_cursor("clocks", filter.page.cursor, 5));
  Where where;
  if (filter.status.empty()) {
    where.add("k.status < 2");
  } else {
    std::vector<Where::Parameter> values;
    std::string marks;
    for (const auto status : filter.status) {
      values.emplace_back(static_cast<std::int64_t>(status));
      marks += marks.empty() ? "?" : ",?";
    }
    where.add("k.status IN (" + marks + ")", values);
  }
  where.add_in("k.owner", filter.owner);
  if (filter.due_before) where.add("ifnull(k.due, 2147483647) < ?", {std::int64_t{filter.due_before->days}});
  if (!position.empty()) {
    TRY(const long long due, cursor_number(position[0]));
    TRY(const long long case_no, cursor_number(position[1]));
    TRY(const long long ordinal, cursor_number(position[4]));
    where.add("(ifnull(k.due, 2147483647), k.case_no, k.rule, k.key, k.ordinal) > (?, ?, ?, ?, ?)",
              {std::int64_t{due}, std::int64_t{case_no}, position[2], position[3], std::int64_t{ordinal}});
  }
  return guarded([&]() -> Result<Page<ClockItem>> {
    Query rows =
        where.prepare(*db_, std::string("SELECT ") + kClockColumns + kCaseOfClock + where.sql() +
                                " ORDER BY ifnull(k.due, 2147483647), k.case_no, k.rule, k.key, k.ordinal LIMIT " +
                                std::to_string(filter.page.limit + 1));
    Page<ClockItem> page;
    std::vector<std::string> last;
    while (rows.step()) {
      if (page.items.size() == static_cast<std::size_t>(filter.page.limit)) {
        page.next = make_cursor("clocks", last);
        break;
      }
      ClockItem item = read_clock_item(rows);
      last = {std::to_string(rows.integer(kAfterClock + 6)), std::to_string(rows.integer(kAfterClock + 7)),
              item.clock.rule, item.clock.key, std::to_string(item.clock.ordinal)};
      page.items.push_back(std::move(item));
    }
    return page;
  });
}

Status SqliteSnapshot::each_case(const std::function<void(const CaseItem&)>& see) {
  return guarded([&]() -> Status {
    static const std::string sql = std::string("SELECT ") + kCaseColumns + " FROM cases c ORDER BY c.case_no";
    Query rows = db_->query(sql.c_str());
    while (rows.step()) see(read_case(rows));
    return {};
  });
}

Status SqliteSnapshot::each_duty(Date from, Date to, const std::function<void(const ClockItem&)>& see) {
  return guarded([&]() -> Status {
    static const std::string sql =
        std::string("SELECT ") + kClockColumns + kCaseOfClock +
        " WHERE k.kind = 0 AND k.due IS NOT NULL AND ((k.status = 3 AND k.ended_on BETWEEN ?1 AND ?2) OR "
        "(k.status = 1 AND k.due BETWEEN ?1 AND ?2)) ORDER BY k.case_no";
    Query rows = db_->query(sql.c_str());
    rows.bind(std::int64_t{from.days}, std::int64_t{to.days});
    while (rows.step()) see(read_clock_item(rows));
    return {};
  });
}

namespace {

/// Those about a case within the reach, and of those about no case the ones that are asked for.
void add_no_case(Where& where, const std::optional<NoCaseAlerts>& wanted) {
  if (!wanted) return where.add("(c.case_no IS NOT NULL OR a.case_no = 0)");
  const auto list = [](const std::vector<std::string>& recipients) { return nlohmann::json(recipients).dump(); };
  where.add(
      "(c.case_no IS NOT NULL OR (a.case_no = 0 AND (a.recipient IN (SELECT value FROM json_each(?)) OR "
      "(? AND a.recipient NOT IN (SELECT value FROM json_each(?))))))",
      {list(wanted->to), std::int64_t{wanted->all_but.has_value()},
       list(wanted->all_but.value_or(std::vector<std::string>{}))});
}

}  // namespace

Result<Page<AlertRow>> SqliteSnapshot::list_alerts(const AlertFilter& filter) {
  TRY_VOID(check_limit(filter.page.limit));
  TRY(const auto position, read_cursor("alerts", filter.page.cursor, 1));
  Where where;
  add_no_case(where, filter.no_case);
  where.add_in("a.recipient", filter.to);
  if (filter.acknowledged) where.add(*filter.acknowledged ? "a.acknowledged_by <> ''" : "a.acknowledged_by = ''");
  if (!filter.with_superseded) where.add("a.superseded = 0");
  if (!filter.case_id.empty()) where.add("c.id = ?", {filter.case_id.value});
  if (!position.empty()) {
    TRY(const long long id, cursor_number(position[0]));
    where.add("a.id < ?", {std::int64_t{id}});
  }
  return guarded([&]() -> Result<Page<AlertRow>> {
    Query rows = where.prepare(*db_, std::string("SELECT ") + kAlertColumns +
                                         " FROM alerts a LEFT JOIN cases c USING (case_no)" + where.sql() +
                                         " ORDER BY a.id DESC LIMIT " + std::to_string(filter.page.limit + 1));
    Page<AlertRow> page;
    while (rows.step()) {
      if (page.items.size() == static_cast<std::size_t>(filter.page.limit)) {
        page.next = make_cursor("alerts", {std::to_string(page.items.back().id)});
        break;
      }
      page.items.push_back(read_alert(rows));
    }
    return page;
  });
}

Result<std::vector<AlertRow>> SqliteSnapshot::alerts_since(long long after_id, int limit) {
  return guarded([&]() -> Result<std::vector<AlertRow>> {
    static const std::string sql =
        std::string("SELECT ") + kAlertColumns + kAlertsFrom + " AND a.id > ? ORDER BY a.id LIMIT ?";
    Query rows = db_->query(sql.c_str());
    rows.bind(after_id, limit);
    return read_rows<AlertRow>(rows, read_alert);
  });
}

Result<DocumentItem> SqliteSnapshot::find_document(const std::string& id) {
  return guarded([&]() -> Result<DocumentItem> {
    Query row = db_->query(
        "SELECT d.id, d.document, d.copy, d.issued_on, d.act, d.addressees, c.id FROM documents d JOIN "
        "cases c USING (case_no) WHERE d.id = ?");
    row.bind(id);
    if (!row.step()) return fail(ErrorCode::not_found, {"文书不存在：" + id, "no such document: " + id});
    return DocumentItem{CaseId(row.text(6)), read_document(row, 0)};
  });
}

Result<std::vector<HearingItem>> SqliteSnapshot::hearings(Date on) {
  return guarded([&]() -> Result<std::vector<HearingItem>> {
    Query rows = db_->query(
        "SELECT h.at, h.kind, h.place, c.id FROM hearings h JOIN cases c USING (case_no) WHERE h.at >= ? "
        "AND h.at < ? ORDER BY h.at, c.id, h.kind");
    rows.bind(Moment{on, 0}, Moment{on + 1, 0});
    return read_rows<HearingItem>(rows, [](const Query& row) {
      return HearingItem{CaseId(row.text(3)), read_hearing(row, 0)};
    });
  });
}

Result<std::vector<ProposalItem>> SqliteSnapshot::proposals(const std::vector<std::string>& approver_roles, int limit) {
  return guarded([&]() -> Result<std::vector<ProposalItem>> {
    Query rows = db_->query(
        "SELECT p.version, p.event, p.by_account, p.approver_roles, p.made_on, c.id FROM proposals p "
        "JOIN cases c USING (case_no) ORDER BY p.made_on, c.id, p.version");
    std::vector<ProposalItem> out;
    while (rows.step() && out.size() < static_cast<std::size_t>(limit)) {
      ProposalItem item{CaseId(rows.text(5)), read_proposal(rows, 0)};
      const auto& roles = item.proposal.approver_roles;
      const bool mine = approver_roles.empty() || std::any_of(roles.begin(), roles.end(), [&](const std::string& role) {
                          return std::find(approver_roles.begin(), approver_roles.end(), role) != approver_roles.end();
                        });
      if (mine) out.push_back(std::move(item));
    }
    return out;
  });
}

}  // namespace hejie::storage::sqlite
