#include "tests/crash/fault_vfs.h"

#include <sqlite3.h>

#include <atomic>
#include <cstring>
#include <mutex>
#include <vector>

namespace hejie::crash {
namespace {

struct State {
  std::mutex mutex;
  FaultPlan plan;
  long long count = 0;
  bool struck = false;
  bool gone = false;
};
State& state() {
  static State instance;
  return instance;
}

bool about_reads(FaultKind kind) {
  return kind == FaultKind::read_error || kind == FaultKind::short_read;
}

enum class Operation { write, sync, truncate, read };

/// The fault this operation must suffer.
FaultKind next(Operation operation) {
  State& s = state();
  const std::lock_guard lock(s.mutex);
  const bool read = operation == Operation::read;
  if (s.gone && !read) return FaultKind::io_error;
  if (about_reads(s.plan.kind) != read) return FaultKind::none;
  ++s.count;
  const bool hit = s.plan.sticky ? s.count >= s.plan.at : s.count == s.plan.at;
  if (s.plan.kind == FaultKind::none || s.plan.at == 0 || !hit) return FaultKind::none;
  s.struck = true;
  if (s.plan.kind == FaultKind::torn_write && operation != Operation::write) return FaultKind::io_error;
  return s.plan.kind;
}

struct File {
  sqlite3_file base;
  sqlite3_file* real;
};
sqlite3_file* real(sqlite3_file* file) {
  return reinterpret_cast<File*>(file)->real;
}

int close_file(sqlite3_file* file) {
  const int code = real(file)->pMethods != nullptr ? real(file)->pMethods->xClose(real(file)) : SQLITE_OK;
  sqlite3_free(real(file));
  return code;
}

int read_file(sqlite3_file* file, void* to, int amount, sqlite3_int64 offset) {
  switch (next(Operation::read)) {
    case FaultKind::read_error:
      return SQLITE_IOERR_READ;
    case FaultKind::short_read: {
      const int half = amount / 2;
      (void)real(file)->pMethods->xRead(real(file), to, half, offset);
      std::memset(static_cast<char*>(to) + half, 0, static_cast<std::size_t>(amount - half));
      return SQLITE_IOERR_SHORT_READ;
    }
    case FaultKind::none:
    case FaultKind::io_error:
    case FaultKind::disk_full:
    case FaultKind::torn_write:
      break;
  }
  return real(file)->pMethods->xRead(real(file), to, amount, offset);
}

int write_file(sqlite3_file* file, const void* from, int amount, sqlite3_int64 offset) {
  switch (next(Operation::write)) {
    case FaultKind::io_error:
      return SQLITE_IOERR_WRITE;
    case FaultKind::disk_full:
      return SQLITE_FULL;
    case FaultKind::torn_write:
      (void)real(file)->pMethods->xWrite(real(file), from, amount / 2, offset);
      return SQLITE_IOERR_WRITE;
    case FaultKind::none:
    case FaultKind::read_error:
    case FaultKind::short_read:
      break;
  }
  return real(file)->pMethods->xWrite(real(file), from, amount, offset);
}

int truncate_file(sqlite3_file* file, sqlite3_int64 size) {
  const auto fault = next(Operation::truncate);
  if (fault == FaultKind::disk_full) return SQLITE_FULL;
  return fault != FaultKind::none ? SQLITE_IOERR_TRUNCATE : real(file)->pMethods->xTruncate(real(file), size);
}

int sync_file(sqlite3_file* file, int flags) {
  const auto fault = next(Operation::sync);
  if (fault == FaultKind::disk_full) return SQLITE_FULL;
  return fault != FaultKind::none ? SQLITE_IOERR_FSYNC : real(file)->pMethods->xSync(real(file), flags);
}

int file_size(sqlite3_file* file, sqlite3_int64* size) {
  return real(file)->pMethods->xFileSize(real(file), size);
}
int lock_file(sqlite3_file* file, int level) {
  return real(file)->pMethods->xLock(real(file), level);
}
int unlock_file(sqlite3_file* file, int level) {
  return real(file)->pMethods->xUnlock(real(file), level);
}
int check_lock(sqlite3_file* file, int* out) {
  return real(file)->pMethods->xCheckReservedLock(real(file), out);
}
int control_file(sqlite3_file* file, int op, void* arg) {
  return real(file)->pMethods->xFileControl(real(file), op, arg);
}
int sector_size(sqlite3_file* file) {
  return real(file)->pMethods->xSectorSize(real(file));
}
int characteristics(sqlite3_file* file) {
  return real(file)->pMethods->xDeviceCharacteristics(real(file));
}
int shm_map(sqlite3_file* file, int page, int size, int extend, void volatile** out) {
  return real(file)->pMethods->xShmMap(real(file), page, size, extend, out);
}
int shm_lock(sqlite3_file* file, int offset, int n, int flags) {
  return real(file)->pMethods->xShmLock(real(file), offset, n, flags);
}
void shm_barrier(sqlite3_file* file) {
  real(file)->pMethods->xShmBarrier(real(file));
}
int shm_unmap(sqlite3_file* file, int remove) {
  return real(file)->pMethods->xShmUnmap(real(file), remove);
}

const sqlite3_io_methods kMethods = {
    2,         close_file,  read_file,  write_file,   truncate_file, sync_file,       file_size,
    lock_file, unlock_file, check_lock, control_file, sector_size,   characteristics, shm_map,
    shm_lock,  shm_barrier, shm_unmap,  nullptr,      nullptr};

sqlite3_vfs* system_vfs() {
  static sqlite3_vfs* vfs = sqlite3_vfs_find(nullptr);
  return vfs;
}

int open_file(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* out_flags) {
  auto* shim = reinterpret_cast<File*>(file);
  shim->base.pMethods = nullptr;
  shim->real = static_cast<sqlite3_file*>(sqlite3_malloc(system_vfs()->szOsFile));
  if (shim->real == nullptr) return SQLITE_NOMEM;
  const int code = system_vfs()->xOpen(system_vfs(), name, shim->real, flags, out_flags);
  if (code != SQLITE_OK) {
    sqlite3_free(shim->real);
    return code;
  }
  shim->base.pMethods = &kMethods;
  return SQLITE_OK;
}

int delete_file(sqlite3_vfs*, const char* name, int sync_folder) {
  {
    State& s = state();
    const std::lock_guard lock(s.mutex);
    if (s.gone) return SQLITE_IOERR_DELETE;
  }
  return system_vfs()->xDelete(system_vfs(), name, sync_folder);
}
int access_file(sqlite3_vfs*, const char* name, int flags, int* out) {
  return system_vfs()->xAccess(system_vfs(), name, flags, out);
}
int full_path(sqlite3_vfs*, const char* name, int n, char* out) {
  return system_vfs()->xFullPathname(system_vfs(), name, n, out);
}
int randomness(sqlite3_vfs*, int n, char* out) {
  return system_vfs()->xRandomness(system_vfs(), n, out);
}
int sleep_us(sqlite3_vfs*, int us) {
  return system_vfs()->xSleep(system_vfs(), us);
}
int current_time(sqlite3_vfs*, double* out) {
  return system_vfs()->xCurrentTime(system_vfs(), out);
}
int last_error(sqlite3_vfs*, int n, char* out) {
  return system_vfs()->xGetLastError(system_vfs(), n, out);
}

sqlite3_vfs make_vfs() {
  sqlite3_vfs out{};
  out.iVersion = 1;
  out.szOsFile = sizeof(File);
  out.mxPathname = system_vfs()->mxPathname;
  out.zName = "hejie-fault";
  out.xOpen = open_file;
  out.xDelete = delete_file;
  out.xAccess = access_file;
  out.xFullPathname = full_path;
  out.xRandomness = randomness;
  out.xSleep = sleep_us;
  out.xCurrentTime = current_time;
  out.xGetLastError = last_error;
  return out;
}

}  // namespace

const char* fault_vfs_name() {
  static sqlite3_vfs vfs = make_vfs();
  static const int registered = sqlite3_vfs_register(&vfs, 0);
  (void)registered;
  return vfs.zName;
}

void arm(FaultPlan plan) {
  State& s = state();
  const std::lock_guard lock(s.mutex);
  s.plan = plan;
  s.count = 0;
  s.struck = false;
  s.gone = false;
}

long long operations() {
  State& s = state();
  const std::lock_guard lock(s.mutex);
  return s.count;
}

bool struck() {
  State& s = state();
  const std::lock_guard lock(s.mutex);
  return s.struck;
}

void crash() {
  State& s = state();
  const std::lock_guard lock(s.mutex);
  s.gone = true;
}

}  // namespace hejie::crash
