#include "api/memory.h"

#include <unistd.h>

#include <new>
#include <string_view>

namespace hejie::api {
namespace {

constexpr int kExit = 70;  // as after a failed write to disk (storage/sqlite/sqlite_store.h)

thread_local int t_scopes = 0;

void throw_or_exit() {
  if (t_scopes > 0) throw std::bad_alloc();
  constexpr std::string_view kLine = "{\"level\":\"fatal\",\"component\":\"server\",\"code\":\"memory_ended\"}\n";
  [[maybe_unused]] const auto written = write(STDERR_FILENO, kLine.data(), kLine.size());
  _exit(kExit);
}

}  // namespace

MayLackMemory::MayLackMemory(bool may) : may_(may) {
  t_scopes += may_ ? 1 : 0;
}
MayLackMemory::~MayLackMemory() {
  t_scopes -= may_ ? 1 : 0;
}

void exit_when_memory_ends() {
  std::set_new_handler(throw_or_exit);
}

}  // namespace hejie::api
