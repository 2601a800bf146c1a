#include "storage/sqlite/code_check.h"

#include "engine/base/fault_controls.h"
#include "storage/sqlite/log_end.h"

namespace hejie::storage::sqlite {
namespace {

/// What a row is called outside: without the breaks of a kept record's key, and of a session no more than tells it from
/// others.
std::string path_of(Guarded kind, std::string key) {
  constexpr std::size_t kOfHash = 16;
  if (kind == Guarded::session) key = key.substr(0, kOfHash);
  for (char& c : key)
    if (c == '\n') c = '/';
  while (key.ends_with('/')) key.pop_back();
  return std::string("/") + table_of(kind) + "/" + key;
}

Finding finding_of(Guarded kind, const std::string& key, RowState state) {
  const std::string path = path_of(kind, key);
  switch (state) {
    case RowState::no_code:
      return {path,
              "authority_uncoded",
              {"此行没有校验码：在程序之外加入，或者校验码被清除",
               "the row has no code: it was added beside the program, or its code was taken away"}};
    case RowState::no_row:
      return {path, "authority_removed", {"此行在程序之外被删除", "the row was removed beside the program"}};
    case RowState::differs:
    case RowState::same:
    case RowState::nothing:
      break;
  }
  return {path,
          kAuthorityChanged,
          {"此行与其校验码不符：在程序之外被改动或移位",
           "the row is not what its code was made of: changed, or moved here, beside the program"}};
}

Finding set_differs(const std::string& path) {
  return {path,
          "authority_set",
          {"这些行各自有效，但整体不是最后写入的：有行连同校验码被删除、重新加入或换回旧内容",
           "each row may be true by itself, but all together are not what was last written: a row was removed, added "
           "again or put back to what it was before, together with its code"}};
}

class Walk {
 public:
  Walk(Connection& db, const crypto::RowCodes& codes) : db_(db), codes_(codes) {}

  CodeReport run() {
    each_code();
    for (const auto kind : kGuarded)
      for (const auto& key : guarded_keys(db_, kind))
        if (row_state(db_, codes_, kind, key) == RowState::no_code)
          report_.findings.push_back(finding_of(kind, key, RowState::no_code));
    each_set();
    return std::move(report_);
  }

 private:
  void each_code() {
    Query rows = db_.once("SELECT kind, key, code FROM main.codes ORDER BY kind, key");
    while (rows.step()) {
      const auto kind = rows.integer(0);
      if (kind < 1 || kind > static_cast<std::int64_t>(kGuarded.size())) {
        report_.findings.push_back(set_differs("/codes"));
        continue;
      }
      const std::string key = rows.text(1);
      sums_.add(codes_, rows.as<Guarded>(0), key + '\n' + rows.text(2));
      const RowState state = row_state(db_, codes_, rows.as<Guarded>(0), key);
      if (state == RowState::differs || state == RowState::no_row)
        report_.findings.push_back(finding_of(rows.as<Guarded>(0), key, state));
    }
  }

  void each_set() {
    if (HEJIE_FAULT(codes_unread)) return;
    const auto end = read_codes_end(db_);
    const Seq access = log_size(db_, Log::access);
    audit::Hash chain{};
    const auto last = access == 0 ? std::vector<LogEntry>() : read_log(db_, Log::access, access - 1, 1);
    if (!last.empty() && last[0].chain) chain = *last[0].chain;
    const std::string sets = sets_of(codes_, sums_, access, chain);
    if (end && end->access == access) {
      for (std::size_t i = 0; i < kGuarded.size(); ++i)
        if (!crypto::same_code(code_in(sets, i), end->sets.substr(i * kCode, kCode)))
          broken(std::string("/") + table_of(kGuarded[i]));
    } else {
      broken("/codes");
    }
  }

  static constexpr std::size_t kCode = 32;
  static crypto::RowCodes::Code code_in(const std::string& sets, std::size_t i) {
    crypto::RowCodes::Code out{};
    for (std::size_t at = 0; at < kCode; ++at) out[at] = static_cast<std::uint8_t>(sets[i * kCode + at]);
    return out;
  }
  void broken(const std::string& path) {
    report_.whole = false;
    report_.findings.push_back(set_differs(path));
  }

  Connection& db_;
  const crypto::RowCodes& codes_;
  CodeSums sums_;
  CodeReport report_;
};

}  // namespace

CodeReport check_codes(Connection& db, const crypto::RowCodes& codes) {
  return Walk(db, codes).run();
}

CodeReport check_codes(Connection& db, const crypto::Vault& vault) {
  const auto end = read_codes_end(db);
  const auto codes = end ? vault.row_codes(end->data_key) : vault.row_codes(vault.newest_key());
  if (codes) return check_codes(db, *codes);
  return {{set_differs("/codes"), {"/codes", "authority_key", codes.error().message}}, false};
}

bool AuthorityGuard::holds(Connection& db, Guarded kind, const std::string& key) {
  const RowState state = row_state(db, codes_, kind, key);
  if (state == RowState::same || state == RowState::nothing) return true;
  auto finding = finding_of(kind, key, state);
  const std::lock_guard lock(mutex_);
  found_.insert_or_assign(finding.path, std::move(finding));
  return false;
}

bool AuthorityGuard::mark_holds(Connection& db, const std::string& name, const std::optional<std::string>& value) {
  std::string code;
  if (value) {
    Query row = db.query("SELECT code FROM main.codes WHERE kind = ? AND key = ?");
    row.bind(Guarded::mark, name);
    if (row.step()) code = row.text(0);
    const std::lock_guard lock(mutex_);
    if (!code.empty() && code == held_code_ && name == held_mark_ && *value == held_value_) return true;
  }
  if (!holds(db, Guarded::mark, name)) return false;
  if (!value) return true;
  const std::lock_guard lock(mutex_);
  held_mark_ = name;
  held_value_ = *value;
  held_code_ = std::move(code);
  return true;
}

void AuthorityGuard::walked(CodeReport report) {
  whole_ = report.whole;
  const std::lock_guard lock(mutex_);
  found_.clear();
  for (auto& finding : report.findings) found_.insert_or_assign(finding.path, std::move(finding));
}

std::vector<Finding> AuthorityGuard::findings() const {
  const std::lock_guard lock(mutex_);
  std::vector<Finding> out;
  for (const auto& [path, finding] : found_) out.push_back(finding);
  return out;
}

}  // namespace hejie::storage::sqlite
