#include "storage/sqlite/reach.h"

namespace hejie::storage::sqlite {

// The file stays read-only; only the connection's own tables are written.
void limit(Connection& db) {
  db.execute(R"(PRAGMA query_only = 0;
CREATE TEMP TABLE reach_units (mark TEXT NOT NULL);
CREATE TEMP TABLE reach_account (account TEXT NOT NULL, at INTEGER NOT NULL);
CREATE TEMP VIEW cases AS
  SELECT * FROM main.cases AS m
  WHERE (EXISTS (SELECT 1 FROM temp.reach_units AS u WHERE instr(m.flags, u.mark) > 0)
         OR m.handler = (SELECT account FROM temp.reach_account)
         OR m.case_no IN (SELECT g.case_no FROM main.kept AS g, temp.reach_account AS r
                          WHERE g.kind = 'exception' AND g.subject = 'break_glass' AND g.made_by = r.account
                            AND json_extract(g.body, '$.until_ms') > r.at))
    AND instr(m.flags, '"recused:' || (SELECT account FROM temp.reach_account) || '"') = 0;
CREATE TEMP VIEW kept AS
  SELECT * FROM main.kept AS k WHERE k.case_no IS NULL OR EXISTS (SELECT 1 FROM temp.cases AS v WHERE v.case_no = k.case_no);
)");
}

void set_reach(Connection& db, const Reach& reach) {
  db.query("DELETE FROM temp.reach_units").run();
  db.query("DELETE FROM temp.reach_account").run();
  for (const auto& unit : reach.units)
    db.query("INSERT INTO temp.reach_units VALUES (?)")
        .bind(unit == kEveryUnit ? std::string{} : '"' + (kUnitMark + unit) + '"')
        .run();
  db.query("INSERT INTO temp.reach_account VALUES (?, ?)").bind(reach.account, reach.granted_at).run();
}

}  // namespace hejie::storage::sqlite
