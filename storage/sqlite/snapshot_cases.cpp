// Single cases and their events.
#include "storage/refusals.h"
#include "storage/sqlite/derived.h"
#include "storage/sqlite/reading.h"
#include "storage/sqlite/snapshot.h"

namespace hejie::storage::sqlite {
namespace {

Query find_row(Connection& db, const CaseId& id) {
  static const std::string sql = std::string("SELECT ") + kCaseColumns + ", c.case_no FROM cases c WHERE c.id = ?";
  Query row = db.query(sql.c_str());
  row.bind(id);
  return row;
}

std::unexpected<Error> no_case(const CaseId& id) {
  return fail(static_cast<Error>(unknown_case(id)));
}

std::vector<CaseId> read_ids(Query& query) {
  return read_rows<CaseId>(query, [](const Query& row) { return CaseId(row.text(0)); });
}

}  // namespace

SqliteSnapshot::SqliteSnapshot(std::unique_ptr<Connection> db, std::shared_ptr<const crypto::Vault> vault,
                               std::shared_ptr<AuthorityGuard> guard, GiveBack give_back)
    : db_(std::move(db)),
      vault_(std::move(vault)),
      guard_(std::move(guard)),
      opener_(vault_.get()),
      give_back_(std::move(give_back)) {
  db_->query("BEGIN").run();
}

SqliteSnapshot::~SqliteSnapshot() {
  try {
    db_->query("COMMIT").run();
    give_back_(std::move(db_));
  } catch (const Failure&) {
    // a read transaction that cannot end cleanly: the connection is closed instead of being used again
  }
}

Result<LoadedCase> SqliteSnapshot::load_case(const CaseId& id) {
  return guarded([&]() -> Result<LoadedCase> {
    Query row = find_row(*db_, id);
    if (!row.step()) return no_case(id);
    CaseItem item = read_case(row);
    LoadedCase out{item.id,
                   item.version,
                   std::move(item.pin),
                   std::move(item.number),
                   item.number_cancelled,
                   std::move(item.summary),
                   {}};
    Query events =
        db_->query("SELECT seq, version, payload, ? FROM events WHERE case_no = ? AND kind = 0 ORDER BY version");
    events.bind(id, row.integer(kCaseColumnCount));
    while (events.step()) {
      TRY(auto event, read_event(events));
      auto* act = std::get_if<engine::Act>(&event.event);
      if (act == nullptr) {
        return fail(ErrorCode::corrupt,
                    {"事件类别与所在行不符：" + id.value, "an event is not of the kind its row says: " + id.value});
      }
      out.acts.push_back(std::move(*act));
    }
    return out;
  });
}

Result<CaseItem> SqliteSnapshot::find_case(const CaseId& id) {
  return guarded([&]() -> Result<CaseItem> {
    Query row = find_row(*db_, id);
    if (!row.step()) return no_case(id);
    return read_case(row);
  });
}

Result<Version> SqliteSnapshot::find_version(const CaseId& id) {
  return guarded([&]() -> Result<Version> {
    Query row = db_->query("SELECT version FROM cases WHERE id = ?");
    row.bind(id);
    if (!row.step()) return no_case(id);
    return row.integer(0);
  });
}

Result<CaseRows> SqliteSnapshot::load_rows(const CaseId& id) {
  return guarded([&]() -> Result<CaseRows> {
    Query row = find_row(*db_, id);
    if (!row.step()) return no_case(id);
    CaseRows out = load_derived(*db_, row.integer(kCaseColumnCount));
    out.summary = read_case(row).summary;
    return out;
  });
}

Result<std::vector<StoredEvent>> SqliteSnapshot::history(const CaseId& id, Version after) {
  return guarded([&]() -> Result<std::vector<StoredEvent>> {
    Query row = find_row(*db_, id);
    if (!row.step()) return no_case(id);
    Query events =
        db_->query("SELECT seq, version, payload, ? FROM events WHERE case_no = ? AND version > ? ORDER BY version");
    events.bind(id, row.integer(kCaseColumnCount), after);
    std::vector<StoredEvent> out;
    while (events.step()) {
      TRY(auto event, read_event(events));
      out.push_back(std::move(event));
    }
    return out;
  });
}

Result<std::vector<StoredEvent>> SqliteSnapshot::events_since(Seq after, int limit) {
  return guarded([&]() -> Result<std::vector<StoredEvent>> {
    Query events = db_->query(
        "SELECT e.seq, e.version, e.payload, c.id FROM events e JOIN cases c USING (case_no) "
        "WHERE e.seq > ? ORDER BY e.seq LIMIT ?");
    events.bind(after, limit);
    std::vector<StoredEvent> out;
    while (events.step()) {
      TRY(auto event, read_event(events));
      out.push_back(std::move(event));
    }
    return out;
  });
}

Result<std::vector<CaseId>> SqliteSnapshot::case_ids(const CaseId& after, int limit) {
  return guarded([&]() -> Result<std::vector<CaseId>> {
    Query query = db_->query("SELECT id FROM cases WHERE id > ? ORDER BY id LIMIT ?");
    query.bind(after, limit);
    return read_ids(query);
  });
}

Result<std::vector<CaseId>> SqliteSnapshot::due_cases(Moment until, int limit) {
  return guarded([&]() -> Result<std::vector<CaseId>> {
    Query query = db_->query(
        "SELECT id FROM cases WHERE next_moment IS NOT NULL AND next_moment <= ? "
        "ORDER BY next_moment, case_no LIMIT ?");
    query.bind(until, limit);
    return read_ids(query);
  });
}

Result<std::vector<CaseId>> SqliteSnapshot::cases_with_open_clocks(const CaseId& after, int limit) {
  return guarded([&]() -> Result<std::vector<CaseId>> {
    Query query = db_->query(
        "SELECT c.id FROM cases c WHERE c.id > ? AND EXISTS (SELECT 1 FROM clocks k WHERE "
        "k.case_no = c.case_no AND k.status < 2) ORDER BY c.id LIMIT ?");
    query.bind(after, limit);
    return read_ids(query);
  });
}

Result<std::vector<NumberRow>> SqliteSnapshot::numbers(const std::string& series, const std::string& unit, int year) {
  return guarded([&]() -> Result<std::vector<NumberRow>> {
    Query query = db_->query(
        "SELECT n.series, n.unit, n.year, n.n, n.number, c.id, n.cancelled FROM numbers n JOIN cases "
        "c USING (case_no) WHERE n.series = ? AND n.unit = ? AND n.year = ? ORDER BY n.n");
    query.bind(series, unit, year);
    return read_rows<NumberRow>(query, [](const Query& row) {
      return NumberRow{row.text(0), row.text(1),         row.small(2), row.small(3),
                       row.text(4), CaseId(row.text(5)), row.flag(6)};
    });
  });
}

}  // namespace hejie::storage::sqlite
