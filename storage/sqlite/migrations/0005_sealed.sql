-- Schema 5. Personal data is sealed (docs/adr/0009): what a person is called, numbers, addresses, free texts and drafts
-- stand in the file encrypted, and are found by keyed hashes. What was there before is sealed in this step and the plain
-- tables are dropped. Two indexes serve the search for titles and running numbers.

DROP INDEX persons_by_credit_code;
DROP INDEX persons_by_id_number;
ALTER TABLE persons RENAME TO plain_persons;
ALTER TABLE texts RENAME TO plain_texts;
ALTER TABLE drafts RENAME TO plain_drafts;

CREATE TABLE persons (
  no INTEGER PRIMARY KEY,        -- this file's own key, rising
  id TEXT NOT NULL UNIQUE,       -- the one used outside
  kind TEXT NOT NULL,            -- worker, employer, relative, other
  sealed BLOB                    -- name, numbers, phone, address, extra; NULL once erased
);
CREATE INDEX persons_employers ON persons (no) WHERE kind = 'employer';

CREATE TABLE person_tokens (
  token INTEGER NOT NULL,        -- keyed hash of two characters of a name, or of a whole number
  person INTEGER NOT NULL,       -- persons.no
  PRIMARY KEY (token, person)
) WITHOUT ROWID;

CREATE TABLE texts (
  id TEXT PRIMARY KEY,
  case_id TEXT NOT NULL,
  sealed BLOB NOT NULL           -- free text
) WITHOUT ROWID;
CREATE INDEX texts_of_case ON texts (case_id) WHERE case_id <> '';

CREATE TABLE drafts (
  account TEXT NOT NULL,
  key TEXT NOT NULL,
  sealed BLOB NOT NULL,          -- what a person has typed so far
  updated_at INTEGER NOT NULL,   -- instant
  PRIMARY KEY (account, key)
) WITHOUT ROWID;

CREATE INDEX numbers_by_n ON numbers (n);
CREATE INDEX cases_by_title ON cases (title_zh);
