#include "storage/sqlite/code_settle.h"

#include <filesystem>

#include "engine/base/clock.h"
#include "storage/codec.h"
#include "storage/sqlite/folder_lock.h"
#include "storage/sqlite/log_end.h"
#include "storage/sqlite/private_keys.h"
#include "storage/sqlite/sqlite_store.h"

namespace hejie::storage::sqlite {
namespace {

constexpr int kCodedSchema = 6;

std::unexpected<Error> codes_gone() {
  return fail(ErrorCode::corrupt,
              {"授权数据的校验码被清除：访问日志或结构版本表明此存储应有校验码。请恢复备份；确认账号无误后可运行 "
               "hejie keys recode",
               "the codes of what decides authority were taken away: the access log or the schema says that this store "
               "has them. Restore a backup, or look at the accounts and run hejie keys recode"});
}

std::unexpected<Error> sets_differ(std::vector<Finding> findings) {
  return fail(ErrorCode::corrupt,
              {"授权数据（账号、会话、机构、授权记录）整体不是最后写入的：有行连同校验码被删除、重新加入或换回旧内容。"
               "请恢复备份；确认无误后可运行 hejie keys recode",
               "what decides authority (accounts, sessions, units, kept records) is not what was last written: a row "
               "was removed, added again or put back together with its code. Restore a backup, or look at the accounts "
               "and run hejie keys recode"},
              std::move(findings));
}

/// The text of a record quotes what people typed: only a record of this action holds these bytes.
bool log_says_coded(Connection& db) {
  const std::string said = std::string("\"action\":\"") + kAuthorityCoded + '"';
  Query row = db.query("SELECT 1 FROM access WHERE instr(payload, ?) > 0 LIMIT 1");
  row.bind(said);
  return row.step();
}

LogEnd access_end(Connection& db) {
  LogEnd out(Log::access, read_log_hash(db));
  out.load(db);
  return out;
}

void note(Connection& db, LogEnd& access, const AccessRecord& record) {
  const std::string entry = encode(record);
  const audit::Hash chain = access.append(db, entry, audit::leaf(read_log_hash(db), entry));
  db.query("INSERT INTO access VALUES (?,?,?)").bind(access.size(), entry, Blob{audit::bytes_of(chain)}).run();
}

/// Inside a transaction.
void code_store(Connection& db, const crypto::RowCodes& codes, const LogEnd& access) {
  CodeBook book(codes);
  book.code_all(db);
  book.seal(db, access.size(), access.chain());
}

class Transaction {
 public:
  explicit Transaction(Connection& db) : db_(db) { db_.query("BEGIN IMMEDIATE").run(); }
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  ~Transaction() {
    if (done_) return;
    try {
      db_.query("ROLLBACK").run();
    } catch (const Failure&) {
      // the connection is closed by whoever gets the failure that led here
    }
  }
  void commit() {
    db_.query("COMMIT").run();
    done_ = true;
  }

 private:
  Connection& db_;
  bool done_ = false;
};

}  // namespace

Result<crypto::RowCodes> settle_codes(Connection& db, const crypto::Vault& vault, int schema) {
  if (schema < kCodedSchema && !read_codes_end(db)) {
    if (log_says_coded(db)) return codes_gone();
    TRY(auto codes, vault.row_codes(vault.newest_key()));
    Transaction writes(db);
    LogEnd access = access_end(db);
    if (schema > 0) note(db, access, coded_record(codes, SystemClock().now()));  // a new one: with its first entry
    code_store(db, codes, access);
    writes.commit();
    return codes;
  }
  const auto end = read_codes_end(db);
  if (!end) return codes_gone();
  TRY(auto codes, vault.row_codes(end->data_key));
  auto report = check_codes(db, codes);
  if (!report.whole) return sets_differ(std::move(report.findings));
  return codes;
}

Status change_code_key(Connection& db, const crypto::Vault& vault) {
  TRY(const auto codes, vault.row_codes(vault.newest_key()));
  Transaction writes(db);
  auto report = check_codes(db, vault);
  if (!report.findings.empty()) return sets_differ(std::move(report.findings));
  code_store(db, codes, access_end(db));
  writes.commit();
  return {};
}

Result<Recoded> recode(const std::string& folder) {
  const std::string path = folder + "/" + kFileName;
  TRY(const FolderLock lock, FolderLock::take(folder));
  std::error_code failed;
  if (!std::filesystem::exists(path, failed)) {
    return fail(ErrorCode::io,
                {folder + " 中没有存储，请检查 --data", "there is no store in " + folder + "; check --data"});
  }
  TRY_VOID(check_usable(path, "", shipped_migrations()));
  return guarded([&]() -> Result<Recoded> {
    Connection db({.path = path, .write = true});
    TRY_VOID(migrate(db, folder, shipped_migrations()));
    TRY(const auto vault, vault_for_writing(db, folder));
    TRY(const auto codes, vault->row_codes(vault->newest_key()));
    Transaction writes(db);
    Recoded out{check_codes(db, *vault).findings};
    LogEnd access = access_end(db);
    const Instant now = SystemClock().now();
    if (!log_says_coded(db)) note(db, access, coded_record(codes, now));
    const auto taken = [&](const std::string& row, const std::string& code) {
      note(db, access, {now, AccountId("u_local"), "", kAuthorityRecoded, row, code, ""});
    };
    for (const auto& finding : out.findings) taken(finding.path, finding.code);
    if (out.findings.empty()) taken("/", "ok");
    code_store(db, codes, access);
    writes.commit();
    return out;
  });
}

}  // namespace hejie::storage::sqlite
