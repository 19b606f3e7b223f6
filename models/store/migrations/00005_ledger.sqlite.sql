-- +goose Up
CREATE TABLE ledger_pending (
    id     TEXT PRIMARY KEY,
    acts   BLOB NOT NULL,
    mac    BLOB NOT NULL,
    spoilt BOOLEAN NOT NULL DEFAULT FALSE
);

CREATE TABLE ledger_entries (
    sequence      INTEGER PRIMARY KEY,
    at            TIMESTAMP NOT NULL,
    actor_role    TEXT NOT NULL,
    actor         TEXT NOT NULL,
    action        TEXT NOT NULL,
    subject       TEXT NOT NULL,
    detail        TEXT NOT NULL,
    previous_hash BLOB NOT NULL,
    hash          BLOB NOT NULL
);

CREATE INDEX ledger_entries_subject ON ledger_entries (subject, sequence);
CREATE INDEX ledger_entries_actor ON ledger_entries (actor, sequence);

CREATE TABLE ledger_heads (
    number        INTEGER PRIMARY KEY,
    sequence      INTEGER NOT NULL,
    hash          BLOB NOT NULL,
    previous_head BLOB NOT NULL,
    at            TIMESTAMP NOT NULL,
    proof         TEXT NOT NULL
);

CREATE TABLE ledger_tips (
    id        INTEGER PRIMARY KEY,
    sequence  INTEGER NOT NULL,
    hash      BLOB NOT NULL,
    heads     INTEGER NOT NULL,
    last_head BLOB NOT NULL,
    mac       BLOB NOT NULL
);

CREATE TABLE ledger_digests (
    name   TEXT PRIMARY KEY,
    digest TEXT NOT NULL
);

-- +goose Down
DROP TABLE ledger_digests;
DROP TABLE ledger_tips;
DROP TABLE ledger_heads;
DROP TABLE ledger_entries;
DROP TABLE ledger_pending;
