// One process writes a data folder: an exclusive lock on DIR/lock, held as long as the object lives, let go by the
// kernel when the process dies. The file names the holder, so that the refusal can.
#pragma once

#include <memory>
#include <string>

#include "engine/base/result.h"

namespace hejie::storage::sqlite {

class FolderLock {
 public:
  /// Creates the folder (mode 0700) when missing. @errors io: held by another process (names its pid), no such place
  static Result<FolderLock> take(const std::string& folder);
  /// pid of the process that holds the lock; 0 when nobody does.
  static long holder(const std::string& folder);

  FolderLock(FolderLock&& other) noexcept;
  FolderLock& operator=(FolderLock&&) = delete;
  ~FolderLock();

 private:
  explicit FolderLock(int file) : file_(file) {}
  int file_;
};

}  // namespace hejie::storage::sqlite
