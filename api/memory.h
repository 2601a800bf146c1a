// What the program does when its memory ends (docs/adr/0016). What a peer sends it may be too much: there it throws,
// and the request is refused. Anywhere else it ends the process, as a failed disk does: what was answered is on disk,
// and who watches over the program starts it again.
#pragma once

namespace hejie::api {

/// While one lives, memory that ends on this thread throws std::bad_alloc. Only around code that is known to survive
/// it.
class MayLackMemory {
 public:
  explicit MayLackMemory(bool may = true);
  ~MayLackMemory();
  MayLackMemory(const MayLackMemory&) = delete;
  MayLackMemory& operator=(const MayLackMemory&) = delete;

 private:
  bool may_;
};

/// From now on memory that ends outside MayLackMemory is one line of log and exit code 70. Call it once, before threads
/// start.
void exit_when_memory_ends();

}  // namespace hejie::api
