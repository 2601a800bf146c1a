#include "storage/sqlite/connection.h"

#include <SQLiteCpp/Backup.h>
#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>
#include <sqlite3.h>

#include <unordered_map>

namespace hejie::storage::sqlite {

struct Statement {
  SQLite::Statement inner;
};

namespace {

/// Only opening can meet a lock (recovery of the log by another connection): one connection writes.
constexpr int kBusyMs = 5000;

/// Runs a call of the library; what it throws leaves this file as Failure.
template <typename F>
auto library(F&& call) {
  try {
    return call();
  } catch (const SQLite::Exception& e) {
    const int code = e.getExtendedErrorCode() > 0 ? e.getExtendedErrorCode() : e.getErrorCode();
    throw Failure(code, e.what());
  }
}

/// Values are never bound where a message could repeat them, so the library's words hold no personal data.
[[noreturn]] void raise(int code, const char* where) {
  throw Failure(code, std::string(where) + ": " + sqlite3_errstr(code & 0xFF));
}

int remember_wal_pages(void* pages, sqlite3*, const char*, int in_log) {
  *static_cast<int*>(pages) = in_log;
  return SQLITE_OK;
}

}  // namespace

// ---- Query

Query::Query(Statement* cached) : statement_(cached) {}
Query::Query(std::unique_ptr<Statement> own) : own_(std::move(own)), statement_(own_.get()) {}
Query::Query(Query&& other) noexcept
    : own_(std::move(other.own_)), statement_(std::exchange(other.statement_, nullptr)), next_(other.next_) {}

Query::~Query() {
  if (statement_ != nullptr && !own_) (void)statement_->inner.tryReset();
}

bool Query::step() {
  return library([this] { return statement_->inner.executeStep(); });
}

int Query::run() {
  return library([this] {
    while (statement_->inner.executeStep()) {
    }
    return statement_->inner.getChanges();
  });
}

std::int64_t Query::integer(int column) const {
  return statement_->inner.getColumn(column).getInt64();
}
std::string Query::text(int column) const {
  return statement_->inner.getColumn(column).getString();
}
bool Query::is_null(int column) const {
  return statement_->inner.getColumn(column).isNull();
}
std::optional<Date> Query::maybe_day(int column) const {
  return is_null(column) ? std::nullopt : std::optional(day(column));
}
std::optional<Moment> Query::maybe_moment(int column) const {
  return is_null(column) ? std::nullopt : std::optional(moment(column));
}
std::optional<Instant> Query::maybe_instant(int column) const {
  return is_null(column) ? std::nullopt : std::optional(instant(column));
}

void Query::put_integer(std::int64_t value) {
  library([&] { statement_->inner.bind(next_++, value); });
}
void Query::put_null() {
  library([&] { statement_->inner.bind(next_++); });
}
void Query::put(const std::string& value) {
  library([&] { statement_->inner.bind(next_++, value); });
}

void Query::put(const Blob& value) {
  library([&] { statement_->inner.bind(next_++, value.bytes.data(), static_cast<int>(value.bytes.size())); });
}

// ---- Connection

struct Connection::Impl {
  SQLite::Database db;
  std::unordered_map<const char*, std::unique_ptr<Statement>> cache;  // destroyed before db
  int wal_pages = 0;
};

Connection::Connection(const ConnectionOptions& options) {
  impl_ = library([&] {
    const int flags = options.write ? SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE : SQLite::OPEN_READONLY;
    return std::unique_ptr<Impl>(
        new Impl{SQLite::Database(options.path, flags | SQLite::OPEN_NOMUTEX, kBusyMs, options.vfs.c_str()), {}, 0});
  });
  sqlite3* handle = impl_->db.getHandle();
  sqlite3_extended_result_codes(handle, 1);
  if (!options.write) {
    sqlite3_db_config(handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
    execute("PRAGMA query_only = 1");
  } else {
    execute("PRAGMA page_size = 4096; PRAGMA secure_delete = ON");  // what is deleted or replaced is overwritten
    if (options.wal) open_log(options);
    execute(options.full_sync ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL");
  }
  execute(
      ("PRAGMA temp_store = MEMORY; PRAGMA mmap_size = 0; PRAGMA cache_size = -" + std::to_string(options.cache_kib))
          .c_str());
}

/// The log of the one connection that writes: checkpoints happen when it says so, never by themselves.
void Connection::open_log(const ConnectionOptions& options) {
  if (Query mode = once("PRAGMA journal_mode = WAL"); !mode.step() || mode.text(0) != "wal") {
    raise(SQLITE_CANTOPEN, "journal_mode = WAL");
  }
  execute(("PRAGMA wal_autocheckpoint = 0; PRAGMA journal_size_limit = " + std::to_string(options.log_limit_bytes))
              .c_str());
  sqlite3_wal_hook(impl_->db.getHandle(), remember_wal_pages, &impl_->wal_pages);
}

Connection::~Connection() = default;
Connection::Connection(Connection&&) noexcept = default;

Query Connection::query(const char* sql) {
  auto& slot = impl_->cache[sql];
  if (!slot) {
    slot = library([&] { return std::unique_ptr<Statement>(new Statement{SQLite::Statement(impl_->db, sql)}); });
  }
  return Query(slot.get());
}

Query Connection::once(const std::string& sql) {
  return Query(library([&] { return std::unique_ptr<Statement>(new Statement{SQLite::Statement(impl_->db, sql)}); }));
}

void Connection::execute(const char* sql) {
  const int code = sqlite3_exec(impl_->db.getHandle(), sql, nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) raise(sqlite3_extended_errcode(impl_->db.getHandle()), "execute");
}

std::int64_t Connection::integer(const char* sql) {
  Query row = once(sql);
  return row.step() ? row.integer(0) : 0;
}

std::int64_t Connection::last_row() const {
  return impl_->db.getLastInsertRowid();
}

int Connection::wal_pages() const {
  return impl_->wal_pages;
}

bool Connection::in_transaction() const {
  return sqlite3_get_autocommit(impl_->db.getHandle()) == 0;
}

int Connection::checkpoint() {
  int in_log = 0;
  int moved = 0;
  const int code =
      sqlite3_wal_checkpoint_v2(impl_->db.getHandle(), nullptr, SQLITE_CHECKPOINT_PASSIVE, &in_log, &moved);
  if (code != SQLITE_OK && code != SQLITE_BUSY) raise(sqlite3_extended_errcode(impl_->db.getHandle()), "checkpoint");
  return in_log - moved;
}

namespace {

/// @returns whether it was done: readers may have been in the way
bool checkpoint_waiting(sqlite3* handle, int mode, int wait_ms) {
  sqlite3_busy_timeout(handle, wait_ms);
  const int code = sqlite3_wal_checkpoint_v2(handle, nullptr, mode, nullptr, nullptr);
  sqlite3_busy_timeout(handle, kBusyMs);
  if (code != SQLITE_OK && code != SQLITE_BUSY) raise(sqlite3_extended_errcode(handle), "restart of the log");
  return code == SQLITE_OK;
}

}  // namespace

void Connection::restart_log(int wait_ms) {
  (void)checkpoint_waiting(impl_->db.getHandle(), SQLITE_CHECKPOINT_RESTART, wait_ms);
}

bool Connection::empty_log(int wait_ms) {
  return checkpoint_waiting(impl_->db.getHandle(), SQLITE_CHECKPOINT_TRUNCATE, wait_ms);
}

void Connection::copy_to(Connection& target) {
  library([&] {
    SQLite::Backup backup(target.impl_->db, impl_->db);
    constexpr int kPagesASlice = 1024;
    while (backup.executeStep(kPagesASlice) == SQLITE_OK) {
    }
  });
}

}  // namespace hejie::storage::sqlite
