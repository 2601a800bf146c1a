#include "storage/sqlite/migrations.h"

#include <filesystem>

#include "storage/sqlite/log_end.h"
#include "storage/sqlite/private_keys.h"
#include "storage/sqlite/sqlite_store.h"

namespace hejie::storage::sqlite {
namespace {

namespace fs = std::filesystem;

/// A name that is free: PATH.schema1.bak, PATH.schema1.2.bak ...
std::string copy_path(const std::string& path, int version) {
  const std::string stem = path + ".schema" + std::to_string(version);
  std::string out = stem + ".bak";
  for (int i = 2; fs::exists(out); ++i) out = stem + "." + std::to_string(i) + ".bak";
  return out;
}

/// Written under another name first: a copy cut short by a crash never looks like a whole one.
Result<std::string> copy_beside(Connection& db, const std::string& path, int version) {
  const std::string unfinished = path + ".copying";
  std::error_code failed;
  fs::remove(unfinished, failed);
  {
    Connection target({.path = unfinished, .write = true, .wal = false});
    db.copy_to(target);
    target.execute("PRAGMA journal_mode = DELETE");  // one file by itself
  }
  const std::string out = copy_path(path, version);
  fs::rename(unfinished, out, failed);
  if (failed) {
    return fail(ErrorCode::io,
                {"升级前的备份无法写入：" + out, "the copy before the upgrade cannot be written: " + out});
  }
  return out;
}

}  // namespace

Status check_usable(const std::string& path, const std::string& vfs, std::span<const Migration> steps) {
  std::error_code failed;
  if (!fs::exists(path, failed) || fs::file_size(path, failed) == 0) return {};
  return guarded([&]() -> Status {
    // A store cut off while it was being made has a rollback journal, which a reader alone cannot play back.
    const bool cut_off = fs::exists(path + "-journal");
    Connection db({.path = path, .write = cut_off, .wal = false, .vfs = vfs});
    const auto version = db.integer("PRAGMA user_version");
    const auto application = db.integer("PRAGMA application_id");
    const auto tables = db.integer("SELECT count(*) FROM sqlite_schema");
    if (tables > 0 && application != kApplicationId) {
      return fail(ErrorCode::io, {path + " 不是和解系统的存储文件", path + " is not a store of this program"});
    }
    const int newest = steps.empty() ? 0 : steps.back().version;
    if (version > newest) {
      const std::string theirs = std::to_string(version);
      const std::string ours = std::to_string(newest);
      return fail(ErrorCode::io,
                  {path + " 的结构版本为 " + theirs + "，本程序只支持到 " + ours + "，请使用更新的程序",
                   path + " has schema " + theirs + ", this program knows up to " + ours + "; use a newer program"});
    }
    return {};
  });
}

namespace {

/// What a step does beyond its SQL.
Status complete_step(Connection& db, const std::string& folder, std::string_view name, crypto::Suite suite) {
  if (name.ends_with("_proof")) chain_old_events(db);
  if (!name.ends_with("_sealed")) return {};
  TRY(const auto vault, vault_for_writing(db, folder, suite));
  seal_plain_tables(db, *vault);
  return {};
}

}  // namespace

Result<std::string> migrate(Connection& db, const std::string& folder, std::span<const Migration> steps,
                            crypto::Suite suite) {
  const std::string path = folder + "/" + kFileName;
  const auto version = static_cast<int>(db.integer("PRAGMA user_version"));
  std::string copy;
  if (version > 0 && !steps.empty() && version < steps.back().version) {
    TRY(copy, copy_beside(db, path, version));
  }
  for (const auto& step : steps) {
    if (step.version <= version) continue;
    db.execute("BEGIN IMMEDIATE");
    db.execute(step.sql);
    TRY_VOID(complete_step(db, folder, step.name, suite));
    db.execute(("PRAGMA user_version = " + std::to_string(step.version)).c_str());
    db.execute(("PRAGMA application_id = " + std::to_string(kApplicationId)).c_str());
    db.execute("COMMIT");
  }
  return copy;
}

}  // namespace hejie::storage::sqlite
