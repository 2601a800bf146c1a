#include "storage/sqlite/backup.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>

#include "storage/refusals.h"
#include "storage/sqlite/folder_lock.h"
#include "storage/sqlite/private_keys.h"
#include "storage/sqlite/reader_pool.h"
#include "storage/sqlite/sqlite_store.h"

namespace hejie::storage::sqlite {
namespace {

namespace fs = std::filesystem;

std::unexpected<Error> io(const std::string& zh, const std::string& en) {
  return fail(ErrorCode::io, {zh, en});
}

std::string store_path(const std::string& folder) {
  return folder + "/" + kFileName;
}

Status need_store(const std::string& folder) {
  std::error_code failed;
  if (fs::exists(store_path(folder), failed)) return {};
  return io(folder + " 中没有存储，请检查 --data", "there is no store in " + folder + "; check --data");
}

/// A rename is on the disk when its folder is.
Status sync_path(const std::string& path) {
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  const bool good = file >= 0 && fsync(file) == 0;
  if (file >= 0) close(file);
  return good ? Status() : io(path + " 未能写入磁盘", path + " could not be written to the disk");
}

std::string folder_of(const std::string& file) {
  const auto parent = fs::path(file).parent_path();
  return parent.empty() ? "." : parent.string();
}

/// Sound pages, our mark, gapless log. @throws Failure
Result<CopyReport> verify(const std::string& file) {
  Connection db({.path = file});
  Query sound = db.once("PRAGMA integrity_check(1)");
  if (!sound.step() || sound.text(0) != "ok") {
    return fail(ErrorCode::corrupt, {file + " 未通过完整性检查", file + " fails its integrity check"});
  }
  if (db.integer("PRAGMA application_id") != kApplicationId) {
    return io(file + " 不是和解系统的存储文件", file + " is not a store of this program");
  }
  CopyReport out;
  out.file = file;
  out.schema = static_cast<int>(db.integer("PRAGMA user_version"));
  out.head = db.integer("SELECT ifnull(max(seq), 0) FROM events");
  out.cases = db.integer("SELECT count(*) FROM cases");
  if (db.integer("SELECT count(*) FROM events") != out.head) {
    return fail(ErrorCode::corrupt, {file + " 的事件序号不连续", "the log in " + file + " has gaps"});
  }
  std::error_code failed;
  out.bytes = static_cast<long long>(fs::file_size(file, failed));
  return out;
}

/// A whole copy in one file without a log beside it. @returns head of the source as of the copy. @throws Failure
Seq copy_as_of_now(const std::string& from, const std::string& to) {
  Connection source({.path = from});
  source.execute("BEGIN");  // what others write meanwhile does not make the copy begin anew
  const Seq head = source.integer("SELECT ifnull(max(seq), 0) FROM events");
  Connection target({.path = to, .write = true, .wal = false});
  source.copy_to(target);
  target.execute("PRAGMA journal_mode = DELETE");
  source.execute("COMMIT");
  return head;
}

/// Nobody else may read a copy: it holds personal data.
Status create_private(const std::string& path) {
  std::error_code failed;
  fs::remove(path, failed);
  const int file = open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (file < 0) return io("无法创建 " + path, "cannot create " + path);
  close(file);
  return {};
}

Result<CopyReport> finish_copy(const std::string& unfinished, const std::string& file, Seq head) {
  TRY(auto report, verify(unfinished));
  if (report.head != head) {
    return fail(ErrorCode::corrupt, {"备份与存储不一致，请重试", "the copy differs from the store; try again"});
  }
  std::error_code failed;
  fs::create_hard_link(unfinished, file, failed);  // unlike a rename it never overwrites
  if (failed) return io("无法写入 " + file + "：" + failed.message(), "cannot write " + file + ": " + failed.message());
  fs::remove(unfinished, failed);
  TRY_VOID(sync_path(file));
  TRY_VOID(sync_path(folder_of(file)));
  report.file = file;
  return report;
}

Result<CopyReport> copy_file(const std::string& from, const std::string& to) {
  const std::string unfinished = to + ".part";
  TRY_VOID(create_private(unfinished));
  auto report = guarded([&]() -> Result<CopyReport> {
    const Seq head = copy_as_of_now(from, unfinished);
    return finish_copy(unfinished, to, head);
  });
  std::error_code failed;
  if (!report) fs::remove(unfinished, failed);
  return report;
}

/// A store that was created and never used may be replaced.
Status need_empty(const std::string& folder) {
  std::error_code failed;
  const std::string path = store_path(folder);
  if (!fs::exists(path, failed) || fs::file_size(path, failed) == 0) return {};
  TRY_VOID(guarded([&]() -> Status {
    Connection db({.path = path});
    if (db.integer("SELECT count(*) FROM sqlite_schema") == 0) return {};
    const bool used =
        db.integer("SELECT EXISTS (SELECT 1 FROM events)") + db.integer("SELECT EXISTS (SELECT 1 FROM accounts)") != 0;
    if (!used) return {};
    return io(folder + " 中已有数据，恢复不会覆盖，请换一个空目录",
              folder + " already holds a store; restore never overwrites, give an empty folder");
  }));
  return {};
}

class ReadOnlyStore final : public Store {
 public:
  ReadOnlyStore(const std::string& path, std::shared_ptr<const crypto::Vault> vault)
      : readers_(std::make_shared<ReaderPool>(ConnectionOptions{.path = path}, std::move(vault))) {}
  void submit(Commit, std::function<void(CommitOutcome)> done) override { done(std::unexpected(read_only_mode())); }
  Result<std::unique_ptr<Snapshot>> snapshot() override { return readers_->snapshot(); }
  [[nodiscard]] Health health() const override {
    Health out;
    out.read_only = true;
    return out;
  }
  void stop() override {}

 private:
  std::shared_ptr<ReaderPool> readers_;
};

}  // namespace

Result<CopyReport> backup(const std::string& folder, const std::string& file) {
  TRY_VOID(need_store(folder));
  TRY_VOID(check_usable(store_path(folder), "", shipped_migrations()));
  std::error_code failed;
  if (fs::exists(file, failed)) {
    return io(file + " 已存在，备份不会覆盖，请换一个文件名",
              file + " exists; a backup never overwrites, give another name");
  }
  return copy_file(store_path(folder), file);
}

Result<CopyReport> restore(const std::string& file, const std::string& folder) {
  std::error_code failed;
  if (!fs::exists(file, failed)) return io("没有这个备份文件：" + file, "no such backup: " + file);
  TRY_VOID(check_usable(file, "", shipped_migrations()));
  TRY_VOID(guarded([&]() -> Status {
    TRY(const auto found, verify(file));
    return {};
  }));
  TRY(const FolderLock lock, FolderLock::take(folder));
  TRY_VOID(need_empty(folder));
  TRY_VOID(guarded([&]() -> Status { return drop_unused_keys(file, folder); }));
  for (const char* suffix : {"", "-wal", "-shm"}) fs::remove(store_path(folder) + suffix, failed);
  return copy_file(file, store_path(folder));
}

Result<std::unique_ptr<Store>> open_reader(const std::string& folder) {
  TRY_VOID(need_store(folder));
  TRY_VOID(check_usable(store_path(folder), "", shipped_migrations()));
  TRY(auto vault, vault_for_reading(folder));
  return std::make_unique<ReadOnlyStore>(store_path(folder), std::move(vault));
}

}  // namespace hejie::storage::sqlite
