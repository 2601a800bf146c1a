// Running a prepared statement with its parameters, for the floors only: no exceptions, no cache, a failure ends the
// process. Under 150 lines.
#pragma once

#include <sqlite3.h>

#include <cstdio>
#include <cstdlib>
#include <string>

namespace hejie::bench {

inline void must(int code, sqlite3* db) {
  if (code == SQLITE_OK || code == SQLITE_DONE || code == SQLITE_ROW) return;
  std::fprintf(stderr, "floor: %s\n", sqlite3_errmsg(db));
  std::exit(3);
}

inline void put(sqlite3_stmt* s, int i, long long value) {
  sqlite3_bind_int64(s, i, value);
}
inline void put(sqlite3_stmt* s, int i, const std::string& value) {
  sqlite3_bind_text(s, i, value.data(), static_cast<int>(value.size()), SQLITE_STATIC);
}

template <typename... Args>
void run(sqlite3* db, sqlite3_stmt* s, const Args&... args) {
  int i = 0;
  (put(s, ++i, args), ...);
  must(sqlite3_step(s), db);
  sqlite3_reset(s);
}

}  // namespace hejie::bench
