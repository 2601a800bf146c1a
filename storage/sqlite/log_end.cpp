#include "storage/sqlite/log_end.h"

#include <sqlite3.h>

namespace hejie::storage::sqlite {
namespace {

constexpr int kPage = 256;

void keep_node(Connection& db, Log log, int level, std::int64_t index, const audit::Hash& hash) {
  db.query("INSERT OR REPLACE INTO tree VALUES (?,?,?,?)").bind(log, level, index, Blob{audit::bytes_of(hash)}).run();
}

Result<audit::Hash> node_of_entries(Connection& db, audit::HashKind hash, Log log, int level, std::int64_t index) {
  const std::int64_t count = std::int64_t{1} << level;
  audit::Edge part(hash);
  for (const auto& one : read_log(db, log, index * count, static_cast<int>(count)))
    part.append(audit::leaf(hash, one.entry));
  if (part.size() == count) return part.root();
  return fail(ErrorCode::corrupt, {"日志条目缺失", "entries of the log are missing"});
}

}  // namespace

audit::HashKind read_log_hash(Connection& db) {
  Query row = db.query("SELECT value FROM marks WHERE name = ?");
  row.bind(kLogHashMark);
  if (!row.step()) return audit::HashKind::sha256;
  const auto known = audit::hash_kind_named(row.text(0));
  if (!known) {
    raise_error(
        {ErrorCode::corrupt,
         {"日志使用未知的散列算法 " + row.text(0), "the logs are by a hash that is not known: " + row.text(0)}});
  }
  return *known;
}

audit::HashKind settle_log_hash(Connection& db, std::optional<audit::HashKind> wanted) {
  const audit::HashKind is = read_log_hash(db);
  if (!wanted || *wanted == is || log_size(db, Log::events) > 0 || log_size(db, Log::access) > 0) return is;
  if (*wanted == audit::HashKind::sha256) {
    db.query("DELETE FROM marks WHERE name = ?").bind(kLogHashMark).run();
  } else {
    db.query("INSERT OR REPLACE INTO marks VALUES (?,?)")
        .bind(kLogHashMark, std::string(audit::name_of(*wanted)))
        .run();
  }
  return *wanted;
}

std::vector<LogEntry> read_log(Connection& db, Log log, Seq after, int limit) {
  Query rows =
      db.query(log == Log::events ? "SELECT seq, chain, payload FROM events WHERE seq > ? ORDER BY seq LIMIT ?"
                                  : "SELECT seq, chain, payload FROM access WHERE seq > ? ORDER BY seq LIMIT ?");
  rows.bind(after, limit);
  std::vector<LogEntry> out;
  while (rows.step()) out.push_back({rows.integer(0), audit::hash_of(rows.text(1)), rows.text(2)});
  return out;
}

Seq log_size(Connection& db, Log log) {
  Query row = db.query(log == Log::events ? "SELECT ifnull(max(seq), 0) FROM events"
                                          : "SELECT ifnull(max(seq), 0) FROM access");
  return row.step() ? row.integer(0) : 0;
}

Result<audit::Hash> read_node(Connection& db, audit::HashKind hash, Log log, int level, std::int64_t index) {
  if (level < kKeptLevel) return node_of_entries(db, hash, log, level, index);
  Query row = db.query("SELECT hash FROM tree WHERE log = ? AND level = ? AND position = ?");
  row.bind(log, level, index);
  const auto kept = row.step() ? audit::hash_of(row.text(0)) : std::nullopt;
  if (kept) return *kept;
  return fail(ErrorCode::corrupt, {"日志的散列树缺少节点", "a node of the log's tree is missing"});
}

void LogEnd::load(Connection& db) {
  const Seq size = log_size(db, log_);
  chain_ = {};
  if (size > 0) {
    const auto last = read_log(db, log_, size - 1, 1);
    if (!last.empty() && last[0].chain) chain_ = *last[0].chain;
  }
  auto edge = audit::Edge::of(hash_, size,
                              [&](int level, std::int64_t index) { return read_node(db, hash_, log_, level, index); });
  if (!edge) throw Failure(SQLITE_CORRUPT, edge.error().message.en);
  edge_ = std::move(*edge);
}

const audit::Hash& LogEnd::append(Connection& db, std::string_view entry, const audit::Hash& leaf) {
  chain_ = audit::link(hash_, chain_, edge_.size() + 1, entry);
  edge_.append(leaf, [&](int level, std::int64_t index, const audit::Hash& hash) {
    if (level >= kKeptLevel) keep_node(db, log_, level, index, hash);
  });
  return chain_;
}

void chain_old_events(Connection& db) {
  constexpr auto kHash = audit::HashKind::sha256;  // no older store knows another
  LogEnd end(Log::events, kHash);
  while (true) {
    const auto entries = read_log(db, Log::events, end.size(), kPage);
    if (entries.empty()) return;
    for (const auto& one : entries) {
      if (one.seq != end.size() + 1) throw Failure(SQLITE_CORRUPT, "the log has a gap");
      const audit::Hash& chain = end.append(db, one.entry, audit::leaf(kHash, one.entry));
      db.query("UPDATE events SET chain = ? WHERE seq = ?").bind(Blob{audit::bytes_of(chain)}, one.seq).run();
    }
  }
}

}  // namespace hejie::storage::sqlite
