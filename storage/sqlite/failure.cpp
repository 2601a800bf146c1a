#include "storage/sqlite/failure.h"

#include <sqlite3.h>

namespace hejie::storage::sqlite {

bool Failure::disk_full() const {
  return (extended_ & 0xFF) == SQLITE_FULL;
}
bool Failure::read_only() const {
  return (extended_ & 0xFF) == SQLITE_READONLY || (extended_ & 0xFF) == SQLITE_CANTOPEN;
}
bool Failure::busy() const {
  return (extended_ & 0xFF) == SQLITE_BUSY || (extended_ & 0xFF) == SQLITE_LOCKED;
}
bool Failure::damaged() const {
  return (extended_ & 0xFF) == SQLITE_CORRUPT || (extended_ & 0xFF) == SQLITE_NOTADB;
}
bool Failure::io() const {
  return (extended_ & 0xFF) == SQLITE_IOERR && !no_memory();
}
bool Failure::io_read() const {
  return extended_ == SQLITE_IOERR_READ || extended_ == SQLITE_IOERR_SHORT_READ || extended_ == SQLITE_IOERR_FSTAT;
}
bool Failure::constraint() const {
  return (extended_ & 0xFF) == SQLITE_CONSTRAINT;
}
bool Failure::no_memory() const {
  return (extended_ & 0xFF) == SQLITE_NOMEM || extended_ == SQLITE_IOERR_NOMEM;
}

void raise_error(Error error) {
  throw Failure(std::move(error));
}

void raise_damaged(const std::string& what) {
  raise_error({ErrorCode::corrupt, {"加密数据的形式有误", what + " has not the form it was written in"}});
}

Error Failure::to_error() const {
  if (said_) return *said_;
  const std::string code = " (SQLite " + std::to_string(extended_) + ")";
  if (disk_full()) {
    return {ErrorCode::read_only, {"磁盘已满，暂停写入" + code, "the disk is full; writing is suspended" + code}};
  }
  if (read_only()) {
    return {ErrorCode::read_only, {"存储只读，暂停写入" + code, "the store is read-only; writing is suspended" + code}};
  }
  if (busy()) {
    return {ErrorCode::unavailable, {"存储正忙，请重试" + code, "the store is busy; try again" + code}};
  }
  if (no_memory()) {
    return {ErrorCode::unavailable, {"内存不足，请稍后重试" + code, "there is no memory left; try again" + code}};
  }
  if (damaged()) {
    return {ErrorCode::corrupt,
            {"存储文件已损坏，请从备份恢复" + code, "the store's file is damaged; restore a backup" + code}};
  }
  return {ErrorCode::io, {"读写存储失败" + code, "reading or writing the store failed" + code}};
}

}  // namespace hejie::storage::sqlite
