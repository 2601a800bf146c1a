-- Schema 3. The logs can be proved: beside each entry stands its link, SHA-256 over the link before, seq and payload, and
-- the complete subtrees of the Merkle tree (RFC 6962) are kept from 256 leaves up. Events written before are chained in
-- this step. Accounts get a second factor, sessions a name of their own.

CREATE TABLE access (
  seq INTEGER PRIMARY KEY,       -- position in this log, from 1, without gaps
  payload TEXT NOT NULL,         -- the canonical bytes: who did what, from where, when, and how it ended
  chain BLOB NOT NULL            -- link
);

CREATE TABLE tree (
  log INTEGER NOT NULL,          -- 0 events, 1 access
  level INTEGER NOT NULL,        -- 2^level leaves
  position INTEGER NOT NULL,     -- begins at leaf position * 2^level
  hash BLOB NOT NULL,
  PRIMARY KEY (log, level, position)
) WITHOUT ROWID;

ALTER TABLE accounts ADD COLUMN password_at INTEGER NOT NULL DEFAULT 0;   -- instant
ALTER TABLE accounts ADD COLUMN old_passwords TEXT NOT NULL DEFAULT '[]'; -- list of hashes, newest first
ALTER TABLE accounts ADD COLUMN totp TEXT NOT NULL DEFAULT '';            -- secret in base32, '' = none
ALTER TABLE accounts ADD COLUMN totp_step INTEGER NOT NULL DEFAULT 0;     -- last time step accepted
ALTER TABLE accounts ADD COLUMN recovery TEXT NOT NULL DEFAULT '[]';      -- list of hashes of unused codes

ALTER TABLE sessions ADD COLUMN id TEXT NOT NULL DEFAULT '';              -- names it in lists
ALTER TABLE sessions ADD COLUMN is_token INTEGER NOT NULL DEFAULT 0;      -- 1: made for a program
ALTER TABLE sessions ADD COLUMN label TEXT NOT NULL DEFAULT '';           -- of a token
ALTER TABLE sessions ADD COLUMN scopes TEXT NOT NULL DEFAULT '[]';        -- list, of a token
UPDATE accounts SET password_at = created_at;
