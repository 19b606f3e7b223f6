-- +goose Up
CREATE TABLE ledger_pending (
    id     UUID PRIMARY KEY,
    acts   BYTEA NOT NULL,
    mac    BYTEA NOT NULL,
    spoilt BOOLEAN NOT NULL DEFAULT FALSE
);

CREATE TABLE ledger_entries (
    sequence      BIGINT PRIMARY KEY,
    at            TIMESTAMPTZ NOT NULL,
    actor_role    TEXT NOT NULL,
    actor         TEXT NOT NULL,
    action        TEXT NOT NULL,
    subject       TEXT NOT NULL,
    detail        TEXT NOT NULL,
    previous_hash BYTEA NOT NULL,
    hash          BYTEA NOT NULL
);

CREATE INDEX ledger_entries_subject ON ledger_entries (subject, sequence);
CREATE INDEX ledger_entries_actor ON ledger_entries (actor, sequence);

CREATE TABLE ledger_heads (
    number        BIGINT PRIMARY KEY,
    sequence      BIGINT NOT NULL,
    hash          BYTEA NOT NULL,
    previous_head BYTEA NOT NULL,
    at            TIMESTAMPTZ NOT NULL,
    proof         TEXT NOT NULL
);

CREATE TABLE ledger_tips (
    id        INTEGER PRIMARY KEY,
    sequence  BIGINT NOT NULL,
    hash      BYTEA NOT NULL,
    heads     BIGINT NOT NULL,
    last_head BYTEA NOT NULL,
    mac       BYTEA NOT NULL
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
