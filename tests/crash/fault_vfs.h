// A file system below SQLite that fails on purpose (T03): passes everything on to the system's, but the k-th operation
// of a kind fails, once or from then on. After a "crash" nothing more reaches the disk, as if the process had ended
// there.
#pragma once

#include <string>

namespace hejie::crash {

enum class FaultKind {
  none,
  io_error,    ///< a write, sync or truncate fails with EIO
  disk_full,   ///< a write fails with ENOSPC
  torn_write,  ///< half of a write reaches the disk, then EIO
  read_error,  ///< a read fails with EIO
  short_read,  ///< a read gives only half of the bytes, the rest zero
};

struct FaultPlan {
  FaultKind kind = FaultKind::none;
  long long at = 0;     ///< which operation of that kind, from 1
  bool sticky = false;  ///< all later ones fail too
};

/// Name to open stores with; registered at first use.
const char* fault_vfs_name();

/// Arms the file system and counts from 0.
void arm(FaultPlan plan);
/// Operations since arm(): writes, syncs and truncates; or reads, when the plan is about reads.
long long operations();
/// Did the fault happen?
bool struck();
/// From now on every write fails: the process is as good as gone.
void crash();

}  // namespace hejie::crash
