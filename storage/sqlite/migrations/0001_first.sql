-- Schema 1. Days are counted from 1970-01-01, moments in minutes of the bureau's civil time from then, instants in
-- milliseconds UTC. Lists and typed values are canonical JSON. case_no is this file's own key; ids go outside.

-- ---- the log: written once, never changed

CREATE TABLE events (
  seq INTEGER PRIMARY KEY,       -- position in the store, from 1, without gaps
  case_no INTEGER NOT NULL,      -- cases.case_no
  version INTEGER NOT NULL,      -- position in the case, from 1, without gaps
  kind INTEGER NOT NULL,         -- 0 act, 1 occurrence, 2 re-derivation: deciding loads acts only
  codec INTEGER NOT NULL,        -- version of the byte form
  payload TEXT NOT NULL,         -- the canonical bytes; everything but seq
  chain BLOB                     -- kept for a hash over seq, payload and the link before
);
CREATE UNIQUE INDEX events_of_case ON events (case_no, version);  -- also what refuses a stale writer

-- ---- cases: the pin is first-hand, the rest can be made again from the log

CREATE TABLE cases (
  case_no INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,             -- opaque, the one used outside
  version INTEGER NOT NULL,            -- number of events
  updated INTEGER NOT NULL,            -- seq of the last event
  procedure TEXT NOT NULL,             -- pin: definition the case runs on
  procedure_version INTEGER NOT NULL,  -- pin
  sha256 TEXT NOT NULL,                -- pin: definitions.sha256
  overlays TEXT NOT NULL,              -- pin: ids of overlays merged in
  switches TEXT NOT NULL,              -- pin: values of the bureau's switches
  number TEXT NOT NULL,                -- case number, '' = none yet
  number_rank INTEGER,                 -- year * 10000000 + n, for sorting
  number_cancelled INTEGER NOT NULL,   -- 1: shown as cancelled
  state TEXT NOT NULL,
  phase INTEGER NOT NULL,              -- 0 open, 1 closed, 2 final
  stage TEXT NOT NULL,                 -- mediation, arbitration, inspection, after, ''
  title_zh TEXT NOT NULL,              -- procedure and cause, no names
  title_en TEXT NOT NULL,
  handler TEXT NOT NULL,               -- account id
  employer TEXT NOT NULL,              -- person id
  sector TEXT NOT NULL,
  cause TEXT NOT NULL,
  flags TEXT NOT NULL,                 -- list
  opened_on INTEGER NOT NULL,          -- day
  filed_on INTEGER,                    -- day of acceptance
  closed_on INTEGER,                   -- day
  through INTEGER NOT NULL,            -- moment up to which all that fell due has happened
  next_moment INTEGER,                 -- moment at which the case wants a tick
  next_due INTEGER,                    -- day
  next_clock TEXT NOT NULL,            -- label of the clock of next_due
  rows_hash INTEGER NOT NULL           -- of the other derived rows as last written: equal = nothing to compare
);
CREATE INDEX cases_waiting ON cases (next_moment) WHERE next_moment IS NOT NULL;  -- the scheduler's question
CREATE INDEX cases_by_due ON cases (ifnull(next_due, 2147483647));     -- undated last, here and below
CREATE INDEX cases_by_updated ON cases (updated);
CREATE INDEX cases_by_filed ON cases (ifnull(filed_on, 2147483647));
CREATE INDEX cases_by_number ON cases (ifnull(number_rank, 9000000000000000000));
CREATE INDEX cases_by_handler ON cases (handler);
CREATE INDEX cases_by_employer ON cases (employer);

CREATE TABLE clocks (
  case_no INTEGER NOT NULL,
  rule TEXT NOT NULL,            -- register id
  key TEXT NOT NULL,             -- party, ''
  ordinal INTEGER NOT NULL,      -- instance, from 1
  kind INTEGER NOT NULL,         -- 0 duty, 1 window, 2 timer
  owner TEXT NOT NULL,           -- role that must or may act
  status INTEGER NOT NULL,       -- 0 running, 1 breached, 2 expired, 3 stopped, 4 left, 5 superseded
  base INTEGER NOT NULL,         -- day of the triggering act
  nominal INTEGER,               -- day
  due INTEGER,                   -- day
  ended_on INTEGER,              -- day
  next_on INTEGER,               -- day at whose start it wants attention
  due_at INTEGER,                -- moment, hour clocks
  provisional INTEGER NOT NULL,  -- 1: beyond the published calendar
  halted INTEGER NOT NULL,       -- 1: no date while an exclusion is open
  PRIMARY KEY (case_no, rule, key, ordinal)
) WITHOUT ROWID;
CREATE INDEX clocks_open ON clocks (ifnull(due, 2147483647)) WHERE status < 2;

CREATE TABLE parties (
  case_no INTEGER NOT NULL,
  key TEXT NOT NULL,
  role TEXT NOT NULL,
  kind TEXT NOT NULL,
  person TEXT NOT NULL,          -- persons.id
  representative INTEGER NOT NULL,
  PRIMARY KEY (case_no, key)
) WITHOUT ROWID;
CREATE INDEX parties_by_person ON parties (person);

CREATE TABLE documents (
  case_no INTEGER NOT NULL,
  document TEXT NOT NULL,        -- kind
  copy INTEGER NOT NULL,         -- from 1
  id TEXT NOT NULL,              -- opaque, the one used outside
  issued_on INTEGER NOT NULL,    -- day
  act INTEGER NOT NULL,          -- version of the issuing act
  addressees TEXT NOT NULL,      -- list of party keys
  PRIMARY KEY (case_no, document, copy)
) WITHOUT ROWID;
CREATE UNIQUE INDEX documents_by_id ON documents (id);

CREATE TABLE services (
  case_no INTEGER NOT NULL,
  act INTEGER NOT NULL,          -- version of the act that recorded it
  document TEXT NOT NULL,
  copy INTEGER NOT NULL,
  addressee TEXT NOT NULL,       -- party key
  mode TEXT NOT NULL,
  made_on INTEGER NOT NULL,      -- day
  deemed_on INTEGER NOT NULL,    -- day
  complete INTEGER NOT NULL,     -- 1: the deemed day has come
  PRIMARY KEY (case_no, act, document, copy, addressee)
) WITHOUT ROWID;

CREATE TABLE links (
  case_no INTEGER NOT NULL,
  kind TEXT NOT NULL,
  other TEXT NOT NULL,           -- cases.id
  direction TEXT NOT NULL,       -- opened, origin, adopted
  procedure TEXT NOT NULL,       -- of the other case
  since INTEGER NOT NULL,        -- day
  milestones TEXT NOT NULL,      -- list
  PRIMARY KEY (case_no, kind, other, direction)
) WITHOUT ROWID;

CREATE TABLE proposals (
  case_no INTEGER NOT NULL,
  version INTEGER NOT NULL,      -- of the proposing act
  event TEXT NOT NULL,
  by_account TEXT NOT NULL,
  approver_roles TEXT NOT NULL,  -- list
  made_on INTEGER NOT NULL,      -- day
  PRIMARY KEY (case_no, version)
) WITHOUT ROWID;

CREATE TABLE hearings (
  case_no INTEGER NOT NULL,
  at INTEGER NOT NULL,           -- moment
  kind TEXT NOT NULL,
  place TEXT NOT NULL,
  PRIMARY KEY (case_no, at, kind)
) WITHOUT ROWID;
CREATE INDEX hearings_by_time ON hearings (at);

-- ---- given once: numbers, alerts, commands

CREATE TABLE numbers (
  series TEXT NOT NULL,
  unit TEXT NOT NULL,
  year INTEGER NOT NULL,
  n INTEGER NOT NULL,            -- from 1, without gaps
  number TEXT NOT NULL,          -- as written on papers
  case_no INTEGER NOT NULL,
  cancelled INTEGER NOT NULL,    -- 1: stays visible, never given again
  PRIMARY KEY (series, unit, year, n)
) WITHOUT ROWID;
CREATE INDEX numbers_of_case ON numbers (case_no);

CREATE TABLE alerts (
  id INTEGER PRIMARY KEY,
  case_no INTEGER NOT NULL,
  clock TEXT NOT NULL,
  key TEXT NOT NULL,
  ordinal INTEGER NOT NULL,
  rung TEXT NOT NULL,
  recipient TEXT NOT NULL,       -- role
  due INTEGER NOT NULL,          -- day
  told_on INTEGER NOT NULL,      -- day it should be told
  told_at INTEGER NOT NULL,      -- instant it was
  superseded INTEGER NOT NULL,   -- 1: no longer true
  acknowledged_by TEXT NOT NULL, -- account id, ''
  acknowledged_at INTEGER        -- instant
);
CREATE UNIQUE INDEX alerts_once ON alerts (case_no, clock, key, ordinal, rung, recipient, due);

CREATE TABLE commands (
  id TEXT PRIMARY KEY,           -- command id of a tick
  recorded_at INTEGER NOT NULL   -- instant
) WITHOUT ROWID;

CREATE TABLE answers (
  account TEXT NOT NULL,
  key TEXT NOT NULL,             -- Idempotency-Key
  request_hash TEXT NOT NULL,    -- of method, path and body
  status INTEGER NOT NULL,
  etag TEXT NOT NULL,
  location TEXT NOT NULL,
  body TEXT NOT NULL,            -- without personal data
  expires_at INTEGER,            -- instant; NULL = kept for ever
  PRIMARY KEY (account, key)
);
CREATE INDEX answers_expiring ON answers (expires_at) WHERE expires_at IS NOT NULL;

CREATE TABLE outbox (
  id INTEGER PRIMARY KEY,
  case_id TEXT NOT NULL,
  channel TEXT NOT NULL,
  payload TEXT NOT NULL,         -- JSON without personal data
  created_at INTEGER NOT NULL,   -- instant
  attempts INTEGER NOT NULL,
  next_try_at INTEGER NOT NULL,  -- instant
  done INTEGER NOT NULL
);
CREATE INDEX outbox_waiting ON outbox (next_try_at) WHERE done = 0;

-- ---- private: the only tables with personal data

CREATE TABLE persons (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  id_number TEXT NOT NULL,
  credit_code TEXT NOT NULL,
  phone TEXT NOT NULL,
  address TEXT NOT NULL,
  extra TEXT NOT NULL            -- JSON
) WITHOUT ROWID;
CREATE INDEX persons_by_credit_code ON persons (credit_code) WHERE credit_code <> '';
CREATE INDEX persons_by_id_number ON persons (id_number) WHERE id_number <> '';

CREATE TABLE texts (
  id TEXT PRIMARY KEY,
  case_id TEXT NOT NULL,
  body TEXT NOT NULL             -- free text
) WITHOUT ROWID;

CREATE TABLE drafts (
  account TEXT NOT NULL,
  key TEXT NOT NULL,
  body TEXT NOT NULL,            -- what a person has typed so far
  updated_at INTEGER NOT NULL,   -- instant
  PRIMARY KEY (account, key)
) WITHOUT ROWID;

-- ---- administration

CREATE TABLE accounts (
  id TEXT PRIMARY KEY,
  username TEXT NOT NULL UNIQUE,
  display_name TEXT NOT NULL,
  roles TEXT NOT NULL,           -- list
  password_hash TEXT NOT NULL,
  disabled INTEGER NOT NULL,
  created_at INTEGER NOT NULL    -- instant
) WITHOUT ROWID;

CREATE TABLE sessions (
  token_hash TEXT PRIMARY KEY,   -- never the token itself
  account TEXT NOT NULL,
  created_at INTEGER NOT NULL,   -- instants
  seen_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX sessions_of_account ON sessions (account);

CREATE TABLE preferences (
  account TEXT PRIMARY KEY,
  body TEXT NOT NULL             -- JSON
) WITHOUT ROWID;

CREATE TABLE definitions (
  sha256 TEXT PRIMARY KEY,       -- of the canonical merged text
  procedure TEXT NOT NULL,
  version INTEGER NOT NULL,
  overlays TEXT NOT NULL,        -- list
  body TEXT NOT NULL             -- so that a newer program can still run the case
) WITHOUT ROWID;

CREATE TABLE notices (
  position INTEGER PRIMARY KEY,  -- order of loading
  calendar TEXT NOT NULL,
  id TEXT NOT NULL,
  body TEXT NOT NULL,            -- the notice's file
  by_account TEXT NOT NULL,
  loaded_at INTEGER NOT NULL,    -- instant
  UNIQUE (calendar, id)
);

CREATE TABLE marks (
  name TEXT PRIMARY KEY,         -- settings and marks of the store, e.g. demo
  value TEXT NOT NULL
) WITHOUT ROWID;
