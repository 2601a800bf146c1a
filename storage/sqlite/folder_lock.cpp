#include "storage/sqlite/folder_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <thread>
#include <utility>

namespace hejie::storage::sqlite {
namespace {

long read_pid(int file) {
  std::array<char, 32> text{};
  const auto n = pread(file, text.data(), text.size() - 1, 0);
  return n > 0 ? std::strtol(text.data(), nullptr, 10) : 0;
}

/// Whoever takes the lock writes its id next: until then the file is empty, and on a full disk it stays so.
Text name_holder(int file) {
  constexpr int kLooks = 20;
  for (int i = 0; i < kLooks; ++i) {
    if (const long pid = read_pid(file); pid > 0)
      return {"进程 " + std::to_string(pid) + " ", "process " + std::to_string(pid)};
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return {"另一进程", "another process"};
}

std::unexpected<Error> cannot(const std::string& path) {
  const std::string why = std::strerror(errno);
  return fail(ErrorCode::io,
              {"无法使用数据目录 " + path + "：" + why, "cannot use the data folder " + path + ": " + why});
}

}  // namespace

Result<FolderLock> FolderLock::take(const std::string& folder) {
  std::error_code failed;
  if (!std::filesystem::exists(folder, failed)) {
    std::filesystem::create_directories(folder, failed);
    if (failed) {
      errno = failed.value();
      return cannot(folder);
    }
    chmod(folder.c_str(), S_IRWXU);
  }
  const std::string path = folder + "/lock";
  const int file = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (file < 0) return cannot(path);
  if (flock(file, LOCK_EX | LOCK_NB) != 0) {
    const Text holder = name_holder(file);
    close(file);
    return fail(ErrorCode::io, {"数据目录 " + folder + " 正被" + holder.zh + "使用，请先停止它",
                                "the data folder " + folder + " is in use by " + holder.en + "; stop it first"});
  }
  const std::string pid = std::to_string(getpid()) + "\n";
  if (ftruncate(file, 0) != 0 || pwrite(file, pid.data(), pid.size(), 0) != static_cast<ssize_t>(pid.size())) {
    // a full disk must not keep a store from being read; the lock itself holds
  }
  return FolderLock(file);
}

long FolderLock::holder(const std::string& folder) {
  const int file = open((folder + "/lock").c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return 0;
  const bool free = flock(file, LOCK_SH | LOCK_NB) == 0;
  const long pid = free ? 0 : read_pid(file);
  close(file);
  return pid;
}

FolderLock::FolderLock(FolderLock&& other) noexcept : file_(std::exchange(other.file_, -1)) {}

FolderLock::~FolderLock() {
  if (file_ >= 0) close(file_);
}

}  // namespace hejie::storage::sqlite
