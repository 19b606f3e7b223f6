-- +goose Up
CREATE TABLE complaint_categories (
    code             TEXT PRIMARY KEY,
    position         INTEGER NOT NULL,
    title_fa         TEXT NOT NULL,
    title_en         TEXT NOT NULL,
    acknowledge_days INTEGER NOT NULL CHECK (acknowledge_days > 0),
    answer_days      INTEGER NOT NULL CHECK (answer_days > 0)
);

CREATE TABLE data_keys (
    id            UUID PRIMARY KEY,
    master_key_id BIGINT NOT NULL,
    wrapped       BYTEA NOT NULL,
    created_at    TIMESTAMPTZ NOT NULL
);

CREATE TABLE cases (
    id                UUID PRIMARY KEY,
    reference         TEXT NOT NULL UNIQUE,
    receipt_hash      BYTEA NOT NULL UNIQUE,
    kind              TEXT NOT NULL CHECK (kind IN ('complaint', 'feedback')),
    feedback_kind     TEXT CHECK (feedback_kind IN ('criticism', 'suggestion', 'praise')),
    category          TEXT REFERENCES complaint_categories (code),
    state             TEXT NOT NULL,
    received_at       TIMESTAMPTZ NOT NULL,
    due_at            TIMESTAMPTZ,
    ended_at          TIMESTAMPTZ,
    statement_version INTEGER NOT NULL,
    identity_sealed   BYTEA NOT NULL,
    content_sealed    BYTEA NOT NULL
);

CREATE INDEX cases_ended_at ON cases (ended_at) WHERE ended_at IS NOT NULL;

CREATE TABLE case_events (
    id      UUID PRIMARY KEY,
    case_id UUID NOT NULL REFERENCES cases (id) ON DELETE CASCADE,
    at      TIMESTAMPTZ NOT NULL,
    event   TEXT NOT NULL
);

CREATE INDEX case_events_case_id ON case_events (case_id, id);

CREATE TABLE case_messages (
    id          UUID PRIMARY KEY,
    case_id     UUID NOT NULL REFERENCES cases (id) ON DELETE CASCADE,
    at          TIMESTAMPTZ NOT NULL,
    sender      TEXT NOT NULL CHECK (sender IN ('you', 'organisation')),
    body_sealed BYTEA NOT NULL
);

CREATE INDEX case_messages_case_id ON case_messages (case_id, id);

CREATE TABLE erased_case_counts (
    month    TEXT NOT NULL,
    kind     TEXT NOT NULL,
    category TEXT NOT NULL,
    count    BIGINT NOT NULL,
    PRIMARY KEY (month, kind, category)
);

CREATE TABLE idempotency_records (
    key_hash        BYTEA PRIMARY KEY,
    response_sealed BYTEA NOT NULL,
    expires_at      TIMESTAMPTZ NOT NULL
);

CREATE INDEX idempotency_records_expires_at ON idempotency_records (expires_at);

CREATE TABLE keyring_marks (
    id   INTEGER PRIMARY KEY,
    hash BYTEA NOT NULL
);

-- What is erased is to be vacuumed soon, not when a fifth of a large table is gone.
ALTER TABLE data_keys SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1);
ALTER TABLE cases SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1);
ALTER TABLE case_messages SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1);

-- +goose Down
DROP TABLE keyring_marks;
DROP TABLE idempotency_records;
DROP TABLE erased_case_counts;
DROP TABLE case_messages;
DROP TABLE case_events;
DROP TABLE cases;
DROP TABLE data_keys;
DROP TABLE complaint_categories;
