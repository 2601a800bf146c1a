#include "storage/sqlite/private_keys.h"

#include <filesystem>

#include "storage/sqlite/code_settle.h"
#include "storage/sqlite/folder_lock.h"
#include "storage/sqlite/private_rows.h"
#include "storage/sqlite/sqlite_store.h"

namespace hejie::storage::sqlite {
namespace {

using Shared = std::shared_ptr<const crypto::Vault>;

constexpr const char* kMark = "private_keys";

std::string key_path(const std::string& folder) {
  return folder + "/" + kKeyFileName;
}

std::string mark_of(Connection& db) {
  if (db.integer("SELECT count(*) FROM sqlite_schema WHERE name = 'marks'") == 0) return "";
  Query row = db.query("SELECT value FROM marks WHERE name = ?");
  row.bind(kMark);
  return row.step() ? row.text(0) : "";
}

std::unexpected<Error> lost(const std::string& folder) {
  return fail(ErrorCode::io, {"缺少密钥文件 " + key_path(folder) + "：此存储的个人信息由它加密，请放回该文件",
                              "the key file " + key_path(folder) +
                                  " is missing: the personal data of this store is sealed with it; put it back"});
}

std::unexpected<Error> foreign(const std::string& folder) {
  return fail(ErrorCode::io, {key_path(folder) + " 不是此存储的密钥文件，请放回原文件",
                              key_path(folder) + " is not the key file of this store; put the right one there"});
}

/// One column of sealed values: each row's key is wrapped by the newest.
struct SealedTable {
  const char* select;  ///< the context's two parts, the sealed value, then what names the row in `update`
  const char* update;
  std::string (*context)(const std::string&, const std::string&);
  bool two_keys;
};

constexpr SealedTable kTables[] = {
    {"SELECT id, kind, sealed, id FROM persons WHERE sealed IS NOT NULL", "UPDATE persons SET sealed = ? WHERE id = ?",
     person_context, false},
    {"SELECT id, case_id, sealed, id FROM texts", "UPDATE texts SET sealed = ? WHERE id = ?", text_context, false},
    {"SELECT account, key, sealed, account, key FROM drafts",
     "UPDATE drafts SET sealed = ? WHERE account = ? AND key = ?", draft_context, true}};

long long wrap_table(Connection& reader, Connection& writer, const crypto::Vault& vault, const SealedTable& table) {
  long long count = 0;
  Query rows = reader.once(table.select);
  while (rows.step()) {
    const auto again = vault.wrap_again(table.context(rows.text(0), rows.text(1)), rows.text(2));
    if (!again) raise_error(again.error());
    if (!*again) continue;
    Query update = writer.query(table.update);
    update.bind(Blob{**again}, rows.text(3));
    if (table.two_keys) update.bind(rows.text(4));
    update.run();
    ++count;
  }
  return count;
}

}  // namespace

Result<Shared> vault_for_writing(Connection& db, const std::string& folder, crypto::Suite suite) {
  const std::string mark = mark_of(db);
  auto vault = crypto::Vault::read(key_path(folder));
  if (!vault && vault.error().code == ErrorCode::not_found) {
    if (!mark.empty()) return lost(folder);
    vault = crypto::Vault::make(key_path(folder), suite);
  }
  if (!vault) return fail(std::move(vault).error());
  if (!mark.empty() && mark != vault->fingerprint()) return foreign(folder);
  return std::make_shared<const crypto::Vault>(std::move(*vault));
}

Result<Shared> vault_for_reading(const std::string& folder) {
  auto vault = crypto::Vault::read(key_path(folder));
  if (!vault && vault.error().code == ErrorCode::not_found) return Shared();
  if (!vault) return fail(std::move(vault).error());
  return std::make_shared<const crypto::Vault>(std::move(*vault));
}

Status drop_unused_keys(const std::string& backup, const std::string& folder) {
  std::error_code failed;
  const std::string unused = folder + "/" + kFileName;
  if (!std::filesystem::exists(unused, failed)) return {};
  TRY(const Shared vault, vault_for_reading(folder));
  if (!vault) return {};
  Connection theirs({.path = backup});
  Connection ours({.path = unused});
  if (mark_of(ours) == vault->fingerprint() && mark_of(theirs) != vault->fingerprint()) {
    std::filesystem::remove(key_path(folder), failed);
  }
  return {};
}

void seal_plain_tables(Connection& db, const crypto::Vault& vault) {
  {
    Query rows =
        db.once("SELECT id, kind, name, id_number, credit_code, phone, address, extra FROM plain_persons ORDER BY id");
    while (rows.step()) {
      const Person person{PersonId(rows.text(0)), rows.text(1), rows.text(2), rows.text(3),
                          rows.text(4),           rows.text(5), rows.text(6), rows.text(7)};
      const std::string sealed = seal_person(vault, person);
      db.query("INSERT INTO persons (id, kind, sealed) VALUES (?,?,?)")
          .bind(person.id, person.kind, Blob{sealed})
          .run();
      const std::int64_t no = db.last_row();
      for (const auto token : tokens_of(vault, person)) {
        db.query("INSERT INTO person_tokens VALUES (?,?)").bind(token, no).run();
      }
    }
    Query texts = db.once("SELECT id, case_id, body FROM plain_texts");
    while (texts.step()) {
      const std::string sealed = vault.seal(text_context(texts.text(0), texts.text(1)), texts.text(2));
      db.query("INSERT INTO texts VALUES (?,?,?)").bind(texts.text(0), texts.text(1), Blob{sealed}).run();
    }
    Query drafts = db.once("SELECT account, key, body, updated_at FROM plain_drafts");
    while (drafts.step()) {
      const std::string sealed = vault.seal(draft_context(drafts.text(0), drafts.text(1)), drafts.text(2));
      db.query("INSERT INTO drafts VALUES (?,?,?,?)")
          .bind(drafts.text(0), drafts.text(1), Blob{sealed}, drafts.integer(3))
          .run();
    }
  }
  db.query("INSERT OR REPLACE INTO marks VALUES (?,?)").bind(kMark, vault.fingerprint()).run();
  db.execute("DROP TABLE plain_persons; DROP TABLE plain_texts; DROP TABLE plain_drafts");
}

Result<KeyChange> change_key(const std::string& folder, crypto::Suite suite, bool drop_old) {
  const std::string path = folder + "/" + kFileName;
  TRY(const FolderLock lock, FolderLock::take(folder));
  std::error_code failed;
  if (!std::filesystem::exists(path, failed)) {
    return fail(ErrorCode::io,
                {folder + " 中没有存储，请检查 --data", "there is no store in " + folder + "; check --data"});
  }
  TRY_VOID(check_usable(path, "", shipped_migrations()));
  return guarded([&]() -> Result<KeyChange> {
    Connection writer({.path = path, .write = true});
    const auto schema = static_cast<int>(writer.integer("PRAGMA user_version"));
    TRY_VOID(migrate(writer, folder, shipped_migrations()));
    TRY(const Shared before, vault_for_writing(writer, folder));
    TRY_VOID(settle_codes(writer, *before, schema));
    TRY(auto vault, before->add_key(key_path(folder), suite));
    KeyChange out;
    out.key = vault.newest_key();
    Connection reader({.path = path});
    for (const auto& table : kTables) {
      writer.execute("BEGIN IMMEDIATE");
      out.wrapped += wrap_table(reader, writer, vault, table);
      writer.execute("COMMIT");
    }
    TRY_VOID(change_code_key(writer, vault));
    writer.empty_log(0);
    if (!drop_old) return out;
    TRY(vault, vault.drop_old_keys(key_path(folder)));
    out.dropped_old = true;
    return out;
  });
}

}  // namespace hejie::storage::sqlite
