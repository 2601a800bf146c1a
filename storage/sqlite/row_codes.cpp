#include "storage/sqlite/row_codes.h"

#include "engine/base/fault_controls.h"

namespace hejie::storage::sqlite {
namespace {

using crypto::RowCodes;

constexpr std::size_t kCode = 32;

std::size_t place_of(Guarded kind) {
  return static_cast<std::size_t>(kind) - 1;
}

/// The columns are named one by one: a later schema that adds one does not make every code wrong.
struct Table {
  const char* name;
  const char* columns;
  int count;
  const char* by_key;
};
constexpr std::array<Table, kGuarded.size()> kTables{
    {{"accounts",
      "SELECT id, username, display_name, roles, password_hash, disabled, created_at, password_at, old_passwords, "
      "totp, "
      "totp_step, recovery FROM main.accounts WHERE id = ?",
      12, "SELECT id FROM main.accounts"},
     {"sessions",
      "SELECT token_hash, account, created_at, seen_at, expires_at, id, is_token, label, scopes FROM main.sessions "
      "WHERE token_hash = ?",
      9, "SELECT token_hash FROM main.sessions"},
     {"marks", "SELECT name, value FROM main.marks WHERE name = ?", 2,
      "SELECT name FROM main.marks WHERE name IN ('units', 'bureau', 'rules_in_use') OR substr(name, 1, 8) = "
      "'recused:'"},
     {"kept",
      "SELECT id, kind, subject, period, case_no, made_at, made_by, revision, body FROM main.kept "
      "WHERE kind = ? AND subject = ? AND period = ?",
      9,
      "SELECT kind || char(10) || subject || char(10) || period FROM main.kept WHERE kind IN ('certificate', "
      "'delegation') OR (kind = 'exception' AND subject = 'break_glass')"}}};

const Table& table(Guarded kind) {
  return kTables[place_of(kind)];
}

void bind_key(Query& row, Guarded kind, const std::string& key) {
  if (kind != Guarded::kept) {
    row.bind(key);
    return;
  }
  const auto first = key.find('\n');
  const auto second = first == std::string::npos ? first : key.find('\n', first + 1);
  if (second == std::string::npos) {
    row.bind(key, std::string(), std::string());
  } else {
    row.bind(key.substr(0, first), key.substr(first + 1, second - first - 1), key.substr(second + 1));
  }
}

/// Table, then every column with its length before it: no two rows say the same. Empty: no such row.
std::optional<std::string> message_of(Connection& db, Guarded kind, const std::string& key) {
  const Table& of = table(kind);
  Query row = db.query(of.columns);
  bind_key(row, kind, key);
  if (!row.step()) return std::nullopt;
  std::string out = std::string("row 1 ") + of.name;
  for (int i = 0; i < of.count; ++i) {
    if (row.is_null(i)) {
      out += "\n-";
      continue;
    }
    const std::string value = row.text(i);
    out += '\n' + std::to_string(value.size()) + ':' + value;
  }
  return out;
}

std::string_view bytes_of(const RowCodes::Code& code) {
  return {reinterpret_cast<const char*>(code.data()), code.size()};
}

std::optional<std::string> code_at(Connection& db, Guarded kind, const std::string& key) {
  Query row = db.query("SELECT code FROM main.codes WHERE kind = ? AND key = ?");
  row.bind(kind, key);
  if (!row.step()) return std::nullopt;
  return row.text(0);
}

std::array<std::uint64_t, 4> words_of(const RowCodes& codes, Guarded kind, std::string_view code) {
  const auto hash = codes.of(std::string("member 1 ") + table(kind).name + '\n' + std::string(code));
  std::array<std::uint64_t, 4> out{};
  for (std::size_t i = 0; i < hash.size(); ++i) out[i / 8] = out[i / 8] << 8U | hash[i];
  return out;
}

}  // namespace

const char* table_of(Guarded kind) {
  return table(kind).name;
}

std::string kept_key(const std::string& kind, const std::string& subject, const std::string& period) {
  return kind + '\n' + subject + '\n' + period;
}

RowState row_state(Connection& db, const RowCodes& codes, Guarded kind, const std::string& key) {
  if (HEJIE_FAULT(codes_unread)) return RowState::same;
  const auto code = code_at(db, kind, key);
  const auto message = message_of(db, kind, key);
  if (!message) return code ? RowState::no_row : RowState::nothing;
  if (!code || code->size() != kCode) return RowState::no_code;
  return crypto::same_code(codes.of(*message), *code) ? RowState::same : RowState::differs;
}

// Addition modulo 2^256 of keyed hashes (Clarke et al., "Incremental multiset hash functions", 2003). The sums never
// stand in the file: only a code over them does.
void CodeSums::add(const RowCodes& codes, Guarded kind, std::string_view code) {
  One& one = of[place_of(kind)];
  const auto words = words_of(codes, kind, code);
  std::uint64_t carry = 0;
  for (std::size_t i = words.size(); i-- > 0;) {
    const std::uint64_t sum = one.sum[i] + words[i];
    const std::uint64_t whole = sum + carry;
    carry = (sum < words[i] || whole < sum) ? 1 : 0;
    one.sum[i] = whole;
  }
  ++one.rows;
  changed = true;
}

void CodeSums::subtract(const RowCodes& codes, Guarded kind, std::string_view code) {
  One& one = of[place_of(kind)];
  const auto words = words_of(codes, kind, code);
  std::uint64_t borrow = 0;
  for (std::size_t i = words.size(); i-- > 0;) {
    const std::uint64_t less = one.sum[i] - words[i];
    const std::uint64_t whole = less - borrow;
    borrow = (one.sum[i] < words[i] || less < borrow) ? 1 : 0;
    one.sum[i] = whole;
  }
  --one.rows;
  changed = true;
}

std::optional<CodesEnd> read_codes_end(Connection& db) {
  Query row = db.query("SELECT data_key, access, sets FROM main.codes_end");
  if (!row.step()) return std::nullopt;
  CodesEnd out{row.small(0), row.integer(1), row.text(2)};
  if (out.sets.size() != kCode * kGuarded.size()) return std::nullopt;
  return out;
}

std::string sets_of(const RowCodes& codes, const CodeSums& sums, Seq access, const audit::Hash& chain) {
  std::string out;
  for (const auto kind : kGuarded) {
    const auto& one = sums.of[place_of(kind)];
    std::string message = std::string("set 1 ") + table(kind).name + '\n' + std::to_string(one.rows);
    for (const auto word : one.sum) message += '\n' + std::to_string(word);
    message += '\n' + std::to_string(access) + '\n' + audit::to_hex(chain);
    out += bytes_of(codes.of(message));
  }
  return out;
}

void CodeBook::load(Connection& db) {
  sums_ = {};
  Query rows = db.query("SELECT kind, key, code FROM main.codes");
  while (rows.step()) {
    const auto kind = rows.integer(0);
    if (kind < 1 || kind > static_cast<std::int64_t>(kGuarded.size())) continue;  // the walk names it
    sums_.add(codes_, rows.as<Guarded>(0), rows.text(1) + '\n' + rows.text(2));
  }
  sums_.changed = false;
}

void CodeBook::put(Connection& db, Guarded kind, const std::string& key) {
  const auto message = message_of(db, kind, key);
  if (!message) return drop(db, kind, key);
  if (const auto old = code_at(db, kind, key)) sums_.subtract(codes_, kind, key + '\n' + *old);
  const auto code = codes_.of(*message);
  db.query("INSERT OR REPLACE INTO main.codes VALUES (?,?,?)").bind(kind, key, Blob{bytes_of(code)}).run();
  sums_.add(codes_, kind, key + '\n' + std::string(bytes_of(code)));
}

void CodeBook::drop(Connection& db, Guarded kind, const std::string& key) {
  const auto old = code_at(db, kind, key);
  if (!old) return;
  sums_.subtract(codes_, kind, key + '\n' + *old);
  db.query("DELETE FROM main.codes WHERE kind = ? AND key = ?").bind(kind, key).run();
}

void CodeBook::code_all(Connection& db) {
  db.execute("DELETE FROM main.codes");
  sums_ = {};
  for (const auto kind : kGuarded)
    for (const auto& key : guarded_keys(db, kind)) put(db, kind, key);
  sums_.changed = true;
}

void CodeBook::seal(Connection& db, Seq access, const audit::Hash& chain) {
  const std::string sets = sets_of(codes_, sums_, access, chain);
  db.query("INSERT OR REPLACE INTO main.codes_end VALUES (1,?,?,?)").bind(codes_.key(), access, Blob{sets}).run();
  sums_.changed = false;
}

AccessRecord coded_record(const RowCodes& codes, Instant at) {
  const char* by = codes.suite() == crypto::Suite::sm ? "hmac-sm3" : "hmac-sha256";
  return {at, AccountId("u_local"), "", kAuthorityCoded, by, "ok", ""};
}

std::vector<std::string> guarded_keys(Connection& db, Guarded kind) {
  std::vector<std::string> out;
  const Table& of = table(kind);
  Query rows = db.query(of.by_key);
  while (rows.step()) out.push_back(rows.text(0));
  return out;
}

}  // namespace hejie::storage::sqlite
