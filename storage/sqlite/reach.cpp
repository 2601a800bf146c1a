#include "storage/sqlite/reach.h"

namespace hejie::storage::sqlite {

// The file stays read-only; only the connection's own tables are written.
void limit(Connection& db) {
  db.execute(R"(PRAGMA query_only = 0;
CREATE TEMP TABLE reach_units (mark TEXT NOT NULL);
CREATE TEMP TABLE reach_account (account TEXT NOT NULL);
CREATE TEMP TABLE reach_grants (case_no INTEGER PRIMARY KEY);
CREATE TEMP VIEW cases AS
  SELECT * FROM main.cases AS m
  WHERE (EXISTS (SELECT 1 FROM temp.reach_units AS u WHERE instr(m.flags, u.mark) > 0)
         OR m.handler = (SELECT account FROM temp.reach_account)
         OR m.case_no IN (SELECT case_no FROM temp.reach_grants))
    AND instr(m.flags, '"recused:' || (SELECT account FROM temp.reach_account) || '"') = 0;
CREATE TEMP VIEW kept AS
  SELECT * FROM main.kept AS k WHERE k.case_no IS NULL OR EXISTS (SELECT 1 FROM temp.cases AS v WHERE v.case_no = k.case_no);
)");
}

void set_reach(Connection& db, const Reach& reach, AuthorityGuard* guard) {
  db.query("DELETE FROM temp.reach_units").run();
  db.query("DELETE FROM temp.reach_grants").run();
  db.query("DELETE FROM temp.reach_account").run();
  for (const auto& unit : reach.units)
    db.query("INSERT INTO temp.reach_units VALUES (?)")
        .bind(unit == kEveryUnit ? std::string{} : '"' + (kUnitMark + unit) + '"')
        .run();
  db.query("INSERT INTO temp.reach_account VALUES (?)").bind(reach.account).run();
  Query grants = db.query(
      "SELECT case_no, period FROM main.kept WHERE kind = 'exception' AND subject = 'break_glass' AND made_by = ? AND "
      "case_no IS NOT NULL AND json_extract(body, '$.until_ms') > ?");
  grants.bind(reach.account, reach.granted_at);
  while (grants.step()) {
    if (guard != nullptr && !guard->holds(db, Guarded::kept, kept_key("exception", "break_glass", grants.text(1))))
      continue;
    db.query("INSERT OR REPLACE INTO temp.reach_grants VALUES (?)").bind(grants.integer(0)).run();
  }
}

}  // namespace hejie::storage::sqlite
