#include "cli/evidence_copies.h"

#include <fcntl.h>
#include <unistd.h>

#include <filesystem>

#include "app/evidence_check.h"
#include "app/evidence_folder.h"
#include "storage/sqlite/backup.h"

namespace hejie::cli {
namespace {

namespace fs = std::filesystem;

std::unexpected<Error> io(const std::string& path) {
  return fail(ErrorCode::io, {"无法写入 " + path, "cannot write " + path});
}

Status sync_path(const std::string& path) {
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  const bool good = file >= 0 && fsync(file) == 0;
  if (file >= 0) close(file);
  return good ? Status() : Status(io(path));
}

Status make_folder(const fs::path& path) {
  std::error_code failed;
  if (!fs::create_directories(path, failed) && failed) return io(path.string());
  fs::permissions(path, fs::perms::owner_all, failed);
  return failed ? Status(io(path.string())) : Status();
}

/// Under another name until it is whole: a copy cut short is never taken for one.
Status copy_one(const std::string& from, const std::string& to) {
  const fs::path folder = fs::path(to).parent_path();
  TRY_VOID(make_folder(folder));
  const std::string part = to + ".part";
  std::error_code failed;
  fs::copy_file(from, part, fs::copy_options::overwrite_existing, failed);
  if (failed) return io(part);
  fs::permissions(part, fs::perms::owner_read | fs::perms::owner_write, failed);
  TRY_VOID(sync_path(part));
  fs::rename(part, to, failed);
  if (failed) return io(to);
  return sync_path(folder.string());
}

Result<long long> copy_all(const std::string& from, const std::string& to) {
  const app::EvidenceFolder source(from);
  const app::EvidenceFolder target(to);
  long long count = 0;
  for (const auto& sha256 : source.all()) {
    std::error_code ignored;
    const std::string path = source.path_of(sha256);
    if (!fs::exists(path, ignored)) continue;  // erased meanwhile
    TRY_VOID(copy_one(path, target.path_of(sha256)));
    ++count;
  }
  return count;
}

}  // namespace

std::string evidence_of_backup(const std::string& file) {
  return file + "." + app::kEvidenceFolder;
}

Status need_no_evidence(const std::string& file) {
  std::error_code failed;
  const std::string folder = evidence_of_backup(file);
  if (!fs::exists(folder, failed)) return {};
  return fail(ErrorCode::io, {folder + " 已存在，备份不会覆盖，请换一个文件名",
                              folder + " exists; a backup never overwrites, give another name"});
}

Result<long long> back_up_evidence(const std::string& data, const std::string& file) {
  return copy_all(data + "/" + app::kEvidenceFolder, evidence_of_backup(file));
}

Result<long long> restore_evidence(const std::string& file, const std::string& data) {
  TRY(const auto count, copy_all(evidence_of_backup(file), data + "/" + app::kEvidenceFolder));
  TRY(const auto store, storage::sqlite::open_reader(data));
  TRY(const auto missing, app::count_missing_evidence(*store, data));
  if (missing == 0) return count;
  const std::string n = std::to_string(missing);
  return fail(ErrorCode::corrupt,
              {"存储已恢复，但备份中缺少 " + n + " 个证据文件：请把 " + evidence_of_backup(file) +
                   " 一并放回，再复制到 " + data + "/" + app::kEvidenceFolder,
               "the store is restored, but " + n + " files of evidence are not in the backup: find " +
                   evidence_of_backup(file) + " and copy it to " + data + "/" + app::kEvidenceFolder});
}

}  // namespace hejie::cli
