#include "bench/floor/row_copy.h"

#include <chrono>

#include "bench/floor/statement.h"

namespace hejie::bench {
namespace {

/// One statement for a range of cases (?1 exclusive to ?2 inclusive).
struct Step {
  Step(sqlite3* d, const char* sql) : db(d) {
    must(sqlite3_prepare_v3(db, sql, -1, SQLITE_PREPARE_PERSISTENT, &query, nullptr), db);
  }
  ~Step() { sqlite3_finalize(query); }
  Step(const Step&) = delete;
  Step& operator=(const Step&) = delete;
  void run(long long after = 0, long long until = 0) {
    if (sqlite3_bind_parameter_count(query) > 0) {
      sqlite3_bind_int64(query, 1, after);
      sqlite3_bind_int64(query, 2, until);
    }
    must(sqlite3_step(query), db);
    sqlite3_reset(query);
  }
  sqlite3* db;
  sqlite3_stmt* query = nullptr;
};

long long last_case(sqlite3* db) {
  Step step(db, "SELECT max(case_no) FROM source.cases");
  must(sqlite3_step(step.query), db);
  return sqlite3_column_int64(step.query, 0);
}

}  // namespace

double copy_rows(const std::string& from, const std::string& to, int cases_a_commit) {
  sqlite3* db = nullptr;
  must(sqlite3_open_v2(to.c_str(), &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr), db);
  const std::string set_up =
      "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0; PRAGMA journal_size_limit "
      "= "
      "16777216; PRAGMA mmap_size = 0; PRAGMA cache_size = -65536; ATTACH '" +
      from + "' AS source";
  must(sqlite3_exec(db, set_up.c_str(), nullptr, nullptr, nullptr), db);
  const long long last = last_case(db);
  const auto start = std::chrono::steady_clock::now();
  {
    Step begin(db, "BEGIN IMMEDIATE");
    Step commit(db, "COMMIT");
    Step cases(db, "INSERT INTO cases SELECT * FROM source.cases WHERE case_no > ?1 AND case_no <= ?2");
    Step events(db,
                "INSERT INTO events SELECT * FROM source.events WHERE seq IN (SELECT seq FROM source.events e WHERE "
                "e.case_no > ?1 AND e.case_no <= ?2)");
    Step clocks(db, "INSERT INTO clocks SELECT * FROM source.clocks WHERE case_no > ?1 AND case_no <= ?2");
    Step parties(db, "INSERT INTO parties SELECT * FROM source.parties WHERE case_no > ?1 AND case_no <= ?2");
    Step documents(db, "INSERT INTO documents SELECT * FROM source.documents WHERE case_no > ?1 AND case_no <= ?2");
    Step persons(db,
                 "INSERT INTO persons SELECT * FROM source.persons WHERE id IN (SELECT person FROM source.parties "
                 "WHERE case_no > ?1 AND case_no <= ?2)");
    for (long long done = 0; done < last; done += cases_a_commit) {
      begin.run();
      for (Step* step : {&cases, &events, &clocks, &parties, &documents, &persons}) {
        step->run(done, done + cases_a_commit);
      }
      commit.run();
      if (done / cases_a_commit % 8 == 7) {  // as the real writer, about every thousand pages
        must(sqlite3_wal_checkpoint_v2(db, "main", SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr), db);
      }
    }
  }
  const double took = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  must(sqlite3_close(db), db);
  return took;
}

}  // namespace hejie::bench
