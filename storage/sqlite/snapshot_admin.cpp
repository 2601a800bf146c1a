// Keys, outbox, accounts, definitions, notices, counts.
#include "storage/cursor.h"
#include "storage/sqlite/derived.h"
#include "storage/sqlite/log_end.h"
#include "storage/sqlite/reading.h"
#include "storage/sqlite/snapshot.h"

namespace hejie::storage::sqlite {
namespace {

Account read_account(const Query& row) {
  return {AccountId(row.text(0)),
          row.text(1),
          row.text(2),
          read_list(row, 3),
          row.text(4),
          row.flag(5),
          row.instant(6),
          row.instant(7),
          read_list(row, 8),
          row.text(9),
          row.integer(10),
          read_list(row, 11)};
}

Session read_session(const Query& row) {
  return {row.text(0), AccountId(row.text(1)), row.instant(2), row.instant(3), row.instant(4), row.text(5), row.flag(6),
          row.text(7), read_list(row, 8)};
}

DefinitionText read_definition(const Query& row) {
  return {row.text(0), row.text(1), row.small(2), read_list(row, 3), row.text(4)};
}

template <typename T, typename Read>
std::optional<T> first(Query& query, Read read) {
  return query.step() ? std::optional<T>(read(query)) : std::nullopt;
}

}  // namespace

Result<std::optional<AnsweredKey>> SqliteSnapshot::find_answer(const AccountId& account, const std::string& key) {
  return guarded([&]() -> Result<std::optional<AnsweredKey>> {
    Query row =
        db_->query("SELECT request_hash, status, etag, location, body FROM answers WHERE account = ? AND key = ?");
    row.bind(account, key);
    return first<AnsweredKey>(row, [](const Query& r) {
      return AnsweredKey{r.text(0), StoredAnswer{r.small(1), r.text(2), r.text(3), r.text(4)}};
    });
  });
}

Status SqliteSnapshot::check_row(Guarded kind, const std::string& key) {
  if (guard_ && !(guard_->whole() && guard_->holds(*db_, kind, key))) return fail(authority_changed());
  return {};
}

// In a list of all, one that was changed beside the program stays visible and may do nothing.
Result<std::vector<Account>> SqliteSnapshot::accounts() {
  return guarded([&]() -> Result<std::vector<Account>> {
    Query rows = db_->query("SELECT * FROM accounts ORDER BY username");
    auto all = read_rows<Account>(rows, read_account);
    for (auto& one : all) {
      if (!guard_ || guard_->holds(*db_, Guarded::account, one.id.value)) continue;
      one.roles.clear();
      one.password_hash.clear();
      one.disabled = true;
    }
    return all;
  });
}

Result<std::optional<Account>> SqliteSnapshot::find_account(const std::string& username) {
  return guarded([&]() -> Result<std::optional<Account>> {
    Query row = db_->query("SELECT * FROM accounts WHERE username = ?");
    row.bind(username);
    auto found = first<Account>(row, read_account);
    if (found) TRY_VOID(check_row(Guarded::account, found->id.value));
    return found;
  });
}

Result<std::optional<Account>> SqliteSnapshot::find_account(const AccountId& id) {
  return guarded([&]() -> Result<std::optional<Account>> {
    TRY_VOID(check_row(Guarded::account, id.value));
    Query row = db_->query("SELECT * FROM accounts WHERE id = ?");
    row.bind(id);
    return first<Account>(row, read_account);
  });
}

Result<std::optional<Session>> SqliteSnapshot::find_session(const std::string& token_hash) {
  return guarded([&]() -> Result<std::optional<Session>> {
    TRY_VOID(check_row(Guarded::session, token_hash));
    Query row = db_->query("SELECT * FROM sessions WHERE token_hash = ?");
    row.bind(token_hash);
    return first<Session>(row, read_session);
  });
}

Result<std::vector<Session>> SqliteSnapshot::sessions(const AccountId& account) {
  return guarded([&]() -> Result<std::vector<Session>> {
    Query rows = db_->query("SELECT * FROM sessions WHERE account = ? ORDER BY created_at, token_hash");
    rows.bind(account);
    return read_rows<Session>(rows, read_session);
  });
}

Result<std::string> SqliteSnapshot::preferences(const AccountId& account) {
  return guarded([&]() -> Result<std::string> {
    Query row = db_->query("SELECT body FROM preferences WHERE account = ?");
    row.bind(account);
    return row.step() ? row.text(0) : std::string("{}");
  });
}

Result<std::vector<DefinitionText>> SqliteSnapshot::definitions() {
  return guarded([&]() -> Result<std::vector<DefinitionText>> {
    Query rows = db_->query(
        "SELECT sha256, procedure, version, overlays, body FROM definitions ORDER BY procedure, version, "
        "sha256");
    return read_rows<DefinitionText>(rows, read_definition);
  });
}

Result<std::optional<DefinitionText>> SqliteSnapshot::find_definition(const std::string& sha256) {
  return guarded([&]() -> Result<std::optional<DefinitionText>> {
    Query row = db_->query("SELECT sha256, procedure, version, overlays, body FROM definitions WHERE sha256 = ?");
    row.bind(sha256);
    return first<DefinitionText>(row, read_definition);
  });
}

Result<std::vector<NoticeText>> SqliteSnapshot::notices(const std::string& calendar) {
  return guarded([&]() -> Result<std::vector<NoticeText>> {
    Query rows = db_->query(
        "SELECT calendar, id, body, by_account, loaded_at FROM notices WHERE calendar = ? ORDER BY "
        "position");
    rows.bind(calendar);
    return read_rows<NoticeText>(rows, [](const Query& r) {
      return NoticeText{r.text(0), r.text(1), r.text(2), AccountId(r.text(3)), r.instant(4)};
    });
  });
}

Result<audit::HashKind> SqliteSnapshot::log_hash() {
  return guarded([&]() -> Result<audit::HashKind> { return read_log_hash(*db_); });
}

Result<Seq> SqliteSnapshot::log_size(Log log) {
  return guarded([&]() -> Result<Seq> { return sqlite::log_size(*db_, log); });
}

Result<std::vector<LogEntry>> SqliteSnapshot::log_entries(Log log, Seq after, int limit) {
  return guarded([&]() -> Result<std::vector<LogEntry>> { return read_log(*db_, log, after, limit); });
}

Result<audit::Hash> SqliteSnapshot::log_node(Log log, int level, std::int64_t index) {
  return guarded([&]() -> Result<audit::Hash> { return read_node(*db_, read_log_hash(*db_), log, level, index); });
}

Result<std::optional<std::string>> SqliteSnapshot::mark(const std::string& name) {
  return guarded([&]() -> Result<std::optional<std::string>> {
    Query row = db_->query("SELECT value FROM marks WHERE name = ?");
    row.bind(name);
    auto found = first<std::string>(row, [](const Query& r) { return r.text(0); });
    if (guard_ && guards_mark(name) && !guard_->mark_holds(*db_, name, found)) return fail(authority_changed());
    return found;
  });
}

Result<Counts> SqliteSnapshot::counts() {
  return guarded([&]() -> Result<Counts> {
    Counts out;
    TRY(out.head, head());
    out.cases = db_->integer("SELECT count(*) FROM cases");
    out.open_cases = db_->integer("SELECT count(*) FROM cases WHERE phase = 0");
    out.open_clocks = db_->integer("SELECT count(*) FROM clocks WHERE status < 2");
    out.alerts_open = db_->integer("SELECT count(*) FROM alerts WHERE acknowledged_by = '' AND superseded = 0");
    out.outbox_depth = db_->integer("SELECT count(*) FROM outbox WHERE done = 0");
    TRY(out.oldest_due, oldest_due());
    return out;
  });
}

Result<Seq> SqliteSnapshot::head() {
  return guarded([&]() -> Result<Seq> {
    Query row = db_->query("SELECT ifnull(max(seq), 0) FROM events");
    return row.step() ? row.integer(0) : 0;
  });
}

Result<std::optional<Moment>> SqliteSnapshot::oldest_due() {
  return guarded([&]() -> Result<std::optional<Moment>> {
    Query row = db_->query("SELECT min(next_moment) FROM cases WHERE next_moment IS NOT NULL");
    return row.step() ? row.maybe_moment(0) : std::nullopt;
  });
}

}  // namespace hejie::storage::sqlite
