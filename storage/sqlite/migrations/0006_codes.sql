-- Schema 6. What decides authority carries codes (docs/adr/0015): a keyed hash of each row of accounts, sessions, marks
-- of units and recusals, and kept records that give authority; and one over each of these sets as a whole, bound to the
-- end of the access log. The key is not in this file. An older store is coded in this step's wake, once.

CREATE TABLE IF NOT EXISTS codes (
  kind INTEGER NOT NULL,         -- 1 accounts, 2 sessions, 3 marks, 4 kept
  key TEXT NOT NULL,             -- of the row in its table
  code BLOB NOT NULL,            -- keyed hash of the row
  PRIMARY KEY (kind, key)
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS codes_end (
  only INTEGER PRIMARY KEY CHECK (only = 1),
  data_key INTEGER NOT NULL,     -- number of the key in the key file
  access INTEGER NOT NULL,       -- last entry of the access log it belongs to
  sets BLOB NOT NULL             -- keyed hash of the set of codes of each kind
);
