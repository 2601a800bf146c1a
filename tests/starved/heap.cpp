// A heap of which one allocation fails (T08): those of the program (operator new) and those of the embedded database.
// Who tests says which by a file that the program maps: four integers of 64 bits in the order of `Told`.
#include <fcntl.h>
#include <sqlite3.h>
#include <sys/mman.h>
#include <unistd.h>

#include <atomic>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <new>

namespace {

struct Told {
  std::atomic<std::int64_t> fail_at;  ///< the how-manieth allocation from now on fails; 0: none, and none is counted
  std::atomic<std::int64_t> count;    ///< so many there were
  std::atomic<std::int64_t> struck;   ///< so many failed
  std::atomic<std::int64_t> sticky;   ///< 1: all later ones fail too
};
static_assert(std::atomic<std::int64_t>::is_always_lock_free, "shared with another process");

Told* g_told = nullptr;  // constant initialization: allocations come before any constructor

bool fails() {
  if (g_told == nullptr) return false;
  const std::int64_t at = g_told->fail_at.load();
  if (at == 0) return false;
  const std::int64_t now = g_told->count.fetch_add(1) + 1;
  if (now != at && (now < at || g_told->sticky.load() == 0)) return false;
  g_told->struck.fetch_add(1);
  return true;
}

sqlite3_mem_methods g_database;

void* database_malloc(int size) {
  return fails() ? nullptr : g_database.xMalloc(size);
}
void* database_realloc(void* memory, int size) {
  return fails() ? nullptr : g_database.xRealloc(memory, size);
}

const bool kReady = [] {
  const char* path = std::getenv("HEJIE_STARVE");
  if (path == nullptr) return false;
  const int file = open(path, O_RDWR | O_CLOEXEC);
  void* at = file < 0 ? MAP_FAILED : mmap(nullptr, sizeof(Told), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  if (at == MAP_FAILED) {
    std::perror("HEJIE_STARVE");
    std::_Exit(3);
  }
  close(file);
  sqlite3_config(SQLITE_CONFIG_GETMALLOC, &g_database);
  sqlite3_mem_methods failing = g_database;
  failing.xMalloc = database_malloc;
  failing.xRealloc = database_realloc;
  if (sqlite3_config(SQLITE_CONFIG_MALLOC, &failing) != SQLITE_OK) {
    std::fputs("the database was in use before its heap was set\n", stderr);
    std::_Exit(3);
  }
  g_told = static_cast<Told*>(at);
  return true;
}();

}  // namespace

void* operator new(std::size_t size) {
  if (!fails()) {
    if (void* memory = std::malloc(size == 0 ? 1 : size)) return memory;
  }
  if (const std::new_handler handler = std::get_new_handler()) handler();  // throws, or ends the process
  throw std::bad_alloc();
}

void operator delete(void* memory) noexcept {
  std::free(memory);
}

void operator delete(void* memory, std::size_t) noexcept {
  std::free(memory);
}
