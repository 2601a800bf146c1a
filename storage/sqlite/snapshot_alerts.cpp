// Alerts that wait for an answer, risks, key cases, messages to the outside: each question is served by one index.
#include "storage/cursor.h"
#include "storage/sqlite/reading.h"
#include "storage/sqlite/snapshot.h"

namespace hejie::storage::sqlite {
namespace {

constexpr const char* kOutboxColumns =
    "id, case_id, channel, payload, created_at, attempts, next_try_at, done, alert, last_error, ended_at";

OutboxRow read_outbox(const Query& r) {
  return {r.integer(0), CaseId(r.text(1)),    r.text(2),    r.text(3), r.instant(4),       r.small(5),
          r.instant(6), r.as<OutboxState>(7), r.integer(8), r.text(9), r.maybe_instant(10)};
}

constexpr const char* kRiskColumns =
    "r.id, r.rule, r.subject, r.level, r.period, c.id, r.found_on, r.found_at, r.grounds";

RiskRow read_risk(const Query& r) {
  return {r.integer(0),      r.text(1), r.text(2),    r.small(3), r.text(4),
          CaseId(r.text(5)), r.day(6),  r.instant(7), r.text(8)};
}

constexpr const char* kKeyColumns =
    "k.id, c.id, k.since, k.rule, k.marked_by, k.leader, k.reason, k.every_days, k.report_due, k.reported_on, "
    "k.reports, k.ended_on, k.ended_by, k.ended_reason";

KeyCase read_key_case(const Query& r) {
  return {r.integer(0),          CaseId(r.text(1)),    r.day(2),          r.text(3),
          AccountId(r.text(4)),  AccountId(r.text(5)), TextId(r.text(6)), r.small(7),
          r.maybe_day(8),        r.maybe_day(9),       r.small(10),       r.maybe_day(11),
          AccountId(r.text(12)), TextId(r.text(13))};
}

constexpr const char* kKeptColumns =
    "k.id, k.kind, k.subject, k.period, ifnull(c.id, ''), k.made_at, k.made_by, k.revision, k.body FROM kept k LEFT "
    "JOIN cases c USING (case_no)";

KeptRow read_kept(const Query& r) {
  return {r.integer(0),         r.text(1),  r.text(2), r.text(3), CaseId(r.text(4)), r.instant(5),
          AccountId(r.text(6)), r.small(7), r.text(8)};
}

/// A page of rows with an id, newest first.
template <typename T, typename Read>
Page<T> read_page(Query& rows, const PageRequest& request, std::string_view list, Read read) {
  Page<T> page;
  while (rows.step()) {
    if (page.items.size() == static_cast<std::size_t>(request.limit)) {
      page.next = make_cursor(list, {std::to_string(page.items.back().id)});
      break;
    }
    page.items.push_back(read(rows));
  }
  return page;
}

Status add_position(Where& where, std::string_view list, const PageRequest& page, const std::string& column) {
  TRY_VOID(check_limit(page.limit));
  TRY(const auto position, read_cursor(list, page.cursor, 1));
  if (position.empty()) return {};
  TRY(const long long id, cursor_number(position[0]));
  where.add(column + " < ?", {std::int64_t{id}});
  return {};
}

}  // namespace

Result<std::vector<WaitingAlert>> SqliteSnapshot::alerts_waiting(Moment until, int limit) {
  return guarded([&]() -> Result<std::vector<WaitingAlert>> {
    static const std::string sql =
        std::string("SELECT ") + kAlertColumns +
        ", EXISTS (SELECT 1 FROM alerts o WHERE o.case_no = a.case_no AND o.clock = a.clock AND o.key = a.key AND "
        "o.ordinal = a.ordinal AND substr(o.rung || '^', 1, instr(o.rung || '^', '^')) = substr(a.rung || '^', 1, "
        "instr(a.rung || '^', '^')) AND o.due = a.due AND o.acknowledged_by <> ''), "
        "a.clock LIKE 'risk:%' OR a.clock LIKE 'report:%' OR EXISTS (SELECT 1 FROM clocks k WHERE k.case_no = "
        "a.case_no AND k.rule = a.clock AND "
        "k.key = a.key AND k.ordinal = a.ordinal AND k.status < 2) "
        "FROM alerts a JOIN cases c USING (case_no) WHERE a.wait_until IS NOT NULL AND a.wait_until <= ? "
        "ORDER BY a.wait_until, a.id LIMIT ?";
    Query rows = db_->query(sql.c_str());
    rows.bind(until, limit);
    return read_rows<WaitingAlert>(rows, [](const Query& r) {
      return WaitingAlert{read_alert(r), r.flag(kAlertColumnCount), r.flag(kAlertColumnCount + 1)};
    });
  });
}

Result<std::optional<AlertRow>> SqliteSnapshot::find_alert(long long id) {
  return guarded([&]() -> Result<std::optional<AlertRow>> {
    static const std::string sql = std::string("SELECT ") + kAlertColumns + kAlertsFrom + " AND a.id = ?";
    Query row = db_->query(sql.c_str());
    row.bind(id);
    if (!row.step()) return std::nullopt;
    return read_alert(row);
  });
}

Result<long long> SqliteSnapshot::newest_alert() {
  return guarded([&]() -> Result<long long> { return db_->integer("SELECT max(id) FROM alerts"); });
}

Result<std::vector<ChangedCase>> SqliteSnapshot::changed_since(Seq after, int limit) {
  return guarded([&]() -> Result<std::vector<ChangedCase>> {
    Query rows = db_->query(
        "SELECT e.seq, c.id FROM events e JOIN cases c USING (case_no) WHERE e.seq > ? ORDER BY e.seq LIMIT ?");
    rows.bind(after, limit);
    return read_rows<ChangedCase>(rows, [](const Query& r) { return ChangedCase{r.integer(0), CaseId(r.text(1))}; });
  });
}

Result<Page<RiskRow>> SqliteSnapshot::list_risks(const RiskFilter& filter) {
  Where where;
  where.add_in("r.rule", filter.rule);
  if (!filter.case_id.empty()) where.add("c.id = ?", {filter.case_id.value});
  TRY_VOID(add_position(where, "risks", filter.page, "r.id"));
  return guarded([&]() -> Result<Page<RiskRow>> {
    Query rows =
        where.prepare(*db_, std::string("SELECT ") + kRiskColumns + " FROM risks r JOIN cases c USING (case_no)" +
                                where.sql() + " ORDER BY r.id DESC LIMIT " + std::to_string(filter.page.limit + 1));
    return read_page<RiskRow>(rows, filter.page, "risks", read_risk);
  });
}

Result<std::optional<RiskRow>> SqliteSnapshot::find_risk(long long id) {
  return guarded([&]() -> Result<std::optional<RiskRow>> {
    static const std::string sql =
        std::string("SELECT ") + kRiskColumns + " FROM risks r JOIN cases c USING (case_no) WHERE r.id = ?";
    Query row = db_->query(sql.c_str());
    row.bind(id);
    if (!row.step()) return std::nullopt;
    return read_risk(row);
  });
}

Result<std::optional<WatchedRow>> SqliteSnapshot::watched(const CaseId& id) {
  return guarded([&]() -> Result<std::optional<WatchedRow>> {
    Query row = db_->query(
        "SELECT c.id, w.employer, w.handler, w.sector, w.cause, w.opened_on, w.open, w.body FROM cases c JOIN watched "
        "w USING "
        "(case_no) WHERE c.id = ?");
    row.bind(id);
    if (!row.step()) return std::nullopt;
    return WatchedRow{CaseId(row.text(0)),
                      PersonId(row.text(1)),
                      AccountId(row.text(2)),
                      row.text(3),
                      row.text(4),
                      row.day(5),
                      row.flag(6),
                      row.text(7)};
  });
}

Result<std::vector<CaseId>> SqliteSnapshot::matters_of(const PersonId& employer, Date since, int limit) {
  return guarded([&]() -> Result<std::vector<CaseId>> {
    Query rows = db_->query(
        "SELECT c.id FROM watched w JOIN cases c USING (case_no) WHERE w.employer = ? AND w.employer <> '' AND "
        "w.opened_on >= ? ORDER BY w.opened_on DESC, w.case_no DESC LIMIT ?");
    rows.bind(employer, since, limit);
    return read_rows<CaseId>(rows, [](const Query& r) { return CaseId(r.text(0)); });
  });
}

Result<long long> SqliteSnapshot::open_cases_of(const AccountId& handler) {
  return guarded([&]() -> Result<long long> {
    Query row = db_->query("SELECT count(*) FROM watched WHERE handler = ? AND open = 1");
    row.bind(handler);
    return row.step() ? row.integer(0) : 0;
  });
}

Result<SpanCounts> SqliteSnapshot::sector_spans(const std::string& sector, Date before_from, Date from, Date until) {
  return guarded([&]() -> Result<SpanCounts> {
    Query row = db_->query(
        "SELECT ifnull(sum(opened_on >= ?), 0), ifnull(sum(opened_on < ?), 0) FROM watched WHERE sector = ? AND sector "
        "<> '' AND opened_on >= ? AND opened_on <= ?");
    row.bind(from, from, sector, before_from, until);
    return row.step() ? SpanCounts{row.integer(0), row.integer(1)} : SpanCounts{};
  });
}

Result<SpanCounts> SqliteSnapshot::body_spans(const std::string& body, Date before_from, Date from, Date until) {
  return guarded([&]() -> Result<SpanCounts> {
    Query row = db_->query(
        "SELECT ifnull(sum(opened_on >= ?), 0), ifnull(sum(opened_on < ?), 0) FROM watched WHERE body = ? AND body "
        "<> '' AND opened_on >= ? AND opened_on <= ?");
    row.bind(from, from, body, before_from, until);
    return row.step() ? SpanCounts{row.integer(0), row.integer(1)} : SpanCounts{};
  });
}

Result<std::vector<RiskTimer>> SqliteSnapshot::risk_timers_due(Moment until, int limit) {
  return guarded([&]() -> Result<std::vector<RiskTimer>> {
    Query rows = db_->query(
        "SELECT t.rule, c.id, t.at FROM risk_timers t JOIN cases c USING (case_no) WHERE t.at <= ? "
        "ORDER BY t.at, t.rule, t.case_no LIMIT ?");
    rows.bind(until, limit);
    return read_rows<RiskTimer>(rows, [](const Query& r) {
      return RiskTimer{r.text(0), CaseId(r.text(1)), r.moment(2)};
    });
  });
}

Result<std::vector<KeyCase>> SqliteSnapshot::key_cases(const CaseId& id) {
  return guarded([&]() -> Result<std::vector<KeyCase>> {
    const std::string head = std::string("SELECT ") + kKeyColumns + " FROM key_cases k JOIN cases c USING (case_no) ";
    static const std::string all = head + "WHERE k.ended_on IS NULL ORDER BY k.id";
    static const std::string one = head + "WHERE c.id = ? ORDER BY k.id";
    Query rows = db_->query(id.empty() ? all.c_str() : one.c_str());
    if (!id.empty()) rows.bind(id);
    return read_rows<KeyCase>(rows, read_key_case);
  });
}

Result<std::vector<KeyCase>> SqliteSnapshot::key_reports_due(Date before, int limit) {
  return guarded([&]() -> Result<std::vector<KeyCase>> {
    static const std::string sql = std::string("SELECT ") + kKeyColumns +
                                   " FROM key_cases k JOIN cases c USING (case_no) WHERE k.ended_on IS NULL AND "
                                   "k.report_due < ? ORDER BY k.report_due, k.id LIMIT ?";
    Query rows = db_->query(sql.c_str());
    rows.bind(before, limit);
    return read_rows<KeyCase>(rows, read_key_case);
  });
}

// A record that gives authority and was changed beside the program gives none: it is left out. A bound certificate
// demands something: there nothing may be left out, nor be gone.
Status SqliteSnapshot::check_kept(const KeptFilter& filter, Page<KeptRow>& page) {
  constexpr const char* kDemands = "certificate";
  if (!guard_) return {};
  std::vector<KeptRow> true_ones;
  for (auto& row : page.items) {
    const bool holds = !guards_kept(row.kind, row.subject) ||
                       guard_->holds(*db_, Guarded::kept, kept_key(row.kind, row.subject, row.period));
    if (!holds && row.kind == kDemands) return fail(authority_changed());
    if (holds) true_ones.push_back(std::move(row));
  }
  page.items = std::move(true_ones);
  if (filter.kind != std::vector<std::string>{kDemands}) return {};
  for (const auto& subject : filter.subject) TRY_VOID(check_row(Guarded::kept, kept_key(kDemands, subject, "")));
  return {};
}

Result<Page<KeptRow>> SqliteSnapshot::list_kept(const KeptFilter& filter) {
  Where where;
  where.add_in("k.kind", filter.kind);
  where.add_in("k.subject", filter.subject);
  if (!filter.period.empty()) where.add("substr(k.period, 1, length(?)) = ?", {filter.period, filter.period});
  if (!filter.case_id.empty())
    where.add("k.case_no = (SELECT case_no FROM cases WHERE id = ?)", {filter.case_id.value});
  TRY_VOID(add_position(where, "kept", filter.page, "k.id"));
  return guarded([&]() -> Result<Page<KeptRow>> {
    Query rows = where.prepare(*db_, std::string("SELECT ") + kKeptColumns + where.sql() +
                                         " ORDER BY k.id DESC LIMIT " + std::to_string(filter.page.limit + 1));
    auto page = read_page<KeptRow>(rows, filter.page, "kept", read_kept);
    TRY_VOID(check_kept(filter, page));
    return page;
  });
}

Result<std::optional<KeptRow>> SqliteSnapshot::find_kept(long long id) {
  return guarded([&]() -> Result<std::optional<KeptRow>> {
    static const std::string sql = std::string("SELECT ") + kKeptColumns + " WHERE k.id = ?";
    Query row = db_->query(sql.c_str());
    row.bind(id);
    if (!row.step()) return std::nullopt;
    auto found = read_kept(row);
    if (guards_kept(found.kind, found.subject)) {
      TRY_VOID(check_row(Guarded::kept, kept_key(found.kind, found.subject, found.period)));
    }
    return found;
  });
}

Result<std::vector<OutboxRow>> SqliteSnapshot::outbox_due(const std::string& channel, Instant now, int limit) {
  return guarded([&]() -> Result<std::vector<OutboxRow>> {
    static const std::string sql =
        std::string("SELECT ") + kOutboxColumns +
        " FROM outbox WHERE channel = ? AND done = 0 AND next_try_at <= ? ORDER BY next_try_at, id LIMIT ?";
    Query rows = db_->query(sql.c_str());
    rows.bind(channel, now, limit);
    return read_rows<OutboxRow>(rows, read_outbox);
  });
}

Result<Page<OutboxRow>> SqliteSnapshot::list_outbox(const OutboxFilter& filter) {
  Where where;
  where.add_in("channel", filter.channel);
  if (filter.state) where.add("done = ?", {static_cast<std::int64_t>(*filter.state)});
  TRY_VOID(add_position(where, "outbox", filter.page, "id"));
  return guarded([&]() -> Result<Page<OutboxRow>> {
    Query rows = where.prepare(*db_, std::string("SELECT ") + kOutboxColumns + " FROM outbox" + where.sql() +
                                         " ORDER BY id DESC LIMIT " + std::to_string(filter.page.limit + 1));
    return read_page<OutboxRow>(rows, filter.page, "outbox", read_outbox);
  });
}

Result<std::vector<OutboxCount>> SqliteSnapshot::outbox_counts() {
  return guarded([&]() -> Result<std::vector<OutboxCount>> {
    Query rows = db_->query(
        "SELECT channel, sum(done = 0), sum(done = 2) FROM (SELECT channel, done FROM outbox WHERE done = 0 UNION ALL "
        "SELECT channel, done FROM outbox WHERE done = 2) GROUP BY channel ORDER BY channel");
    return read_rows<OutboxCount>(rows, [](const Query& r) {
      return OutboxCount{r.text(0), r.integer(1), r.integer(2)};
    });
  });
}

}  // namespace hejie::storage::sqlite
