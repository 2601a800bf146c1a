-- Schema 4. What the bureau made at a day and keeps as made; rules count what a street's, park's or trade's mediation
-- organization takes in.

CREATE TABLE kept (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,            -- bulletin, work_list, draw, file_review, exception, answer
  subject TEXT NOT NULL,         -- what it is about, by id
  period TEXT NOT NULL,          -- of what time, or what sort
  case_no INTEGER,               -- NULL = of no single case
  made_at INTEGER NOT NULL,      -- instant
  made_by TEXT NOT NULL,         -- accounts.id, '' = the scheduler
  revision INTEGER NOT NULL,     -- counted up with each change
  body TEXT NOT NULL             -- JSON without personal data
);
CREATE UNIQUE INDEX kept_once ON kept (kind, subject, period);
CREATE INDEX kept_by_case ON kept (case_no) WHERE case_no IS NOT NULL;

ALTER TABLE watched ADD COLUMN body TEXT NOT NULL DEFAULT '';  -- mediation organization, '' = none
CREATE INDEX watched_by_body ON watched (body, opened_on) WHERE body <> '';
