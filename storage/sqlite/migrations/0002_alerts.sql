-- Schema 2: alerts that wait for an answer, risks found over cases, and what became of messages to the outside.
-- Counted as in schema 1: days from 1970-01-01, moments in minutes of the bureau's time, instants in milliseconds UTC.

ALTER TABLE alerts ADD COLUMN wait_until INTEGER;  -- moment at which the next in line is told; NULL = nobody is
CREATE INDEX alerts_waiting ON alerts (wait_until) WHERE wait_until IS NOT NULL;

-- done of the outbox: 0 waiting, 1 sent, 2 dead (given up, may be sent again by a person)
ALTER TABLE outbox ADD COLUMN alert INTEGER NOT NULL DEFAULT 0;        -- alerts.id
ALTER TABLE outbox ADD COLUMN last_error TEXT NOT NULL DEFAULT '';     -- of the last try, without personal data
ALTER TABLE outbox ADD COLUMN ended_at INTEGER;                        -- instant it was sent or given up
DROP INDEX outbox_waiting;
CREATE INDEX outbox_waiting ON outbox (channel, next_try_at) WHERE done = 0;
CREATE INDEX outbox_dead ON outbox (channel) WHERE done = 2;
CREATE UNIQUE INDEX outbox_once ON outbox (channel, alert) WHERE alert > 0;  -- one message an alert and channel

CREATE TABLE risks (
  id INTEGER PRIMARY KEY,
  rule TEXT NOT NULL,            -- id in workflows/alerts/risks.json
  subject TEXT NOT NULL,         -- case id, or employer:, handler:, sector: and an id
  level INTEGER NOT NULL,        -- of the rule, from 1
  period TEXT NOT NULL,          -- what makes it new again: a month, a year, a day; '' = once for ever
  case_no INTEGER NOT NULL,      -- the case at which it was found
  found_on INTEGER NOT NULL,     -- day
  found_at INTEGER NOT NULL,     -- instant
  grounds TEXT NOT NULL          -- JSON: the figures and the records behind it, by id
);
CREATE UNIQUE INDEX risks_once ON risks (rule, subject, level, period);
CREATE INDEX risks_of_case ON risks (case_no);

-- What rules over many cases count; kept in step with the log by the risk watch, made again from it at will.
CREATE TABLE watched (
  case_no INTEGER PRIMARY KEY,
  employer TEXT NOT NULL,        -- persons.id
  handler TEXT NOT NULL,         -- accounts.id
  sector TEXT NOT NULL,
  cause TEXT NOT NULL,
  opened_on INTEGER NOT NULL,    -- day
  open INTEGER NOT NULL          -- 1: not closed
);
CREATE INDEX watched_by_employer ON watched (employer, opened_on) WHERE employer <> '';
CREATE INDEX watched_by_handler ON watched (handler) WHERE open = 1;
CREATE INDEX watched_by_sector ON watched (sector, opened_on) WHERE sector <> '';

-- When a rule wants to look at a case again.
CREATE TABLE risk_timers (
  rule TEXT NOT NULL,
  case_no INTEGER NOT NULL,
  at INTEGER NOT NULL,           -- moment
  PRIMARY KEY (rule, case_no)
) WITHOUT ROWID;
CREATE INDEX risk_timers_due ON risk_timers (at);

-- Cases of weight (key cases): marked by a rule or by a leader, until closure or a leader ends it.
CREATE TABLE key_cases (
  id INTEGER PRIMARY KEY,
  case_no INTEGER NOT NULL,
  since INTEGER NOT NULL,        -- day
  rule TEXT NOT NULL,            -- risk rule, '' = marked by a person
  marked_by TEXT NOT NULL,       -- account id, '' = by rule
  leader TEXT NOT NULL,          -- account id of who is in charge, '' = not named yet
  reason TEXT NOT NULL,          -- texts.id, ''
  every_days INTEGER NOT NULL,   -- working days from one report to the next
  report_due INTEGER,            -- day; NULL = ended
  reported_on INTEGER,           -- day of the last report
  reports INTEGER NOT NULL,
  ended_on INTEGER,              -- day
  ended_by TEXT NOT NULL,        -- account id; '' with ended_on = closure of the case
  ended_reason TEXT NOT NULL     -- texts.id, ''
);
CREATE UNIQUE INDEX key_cases_open ON key_cases (case_no) WHERE ended_on IS NULL;  -- one open mark a case
CREATE INDEX key_cases_due ON key_cases (report_due) WHERE ended_on IS NULL;
