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
    id            TEXT PRIMARY KEY,
    master_key_id INTEGER NOT NULL,
    wrapped       BLOB NOT NULL,
    created_at    TIMESTAMP NOT NULL
);

CREATE TABLE cases (
    id                TEXT PRIMARY KEY,
    reference         TEXT NOT NULL UNIQUE,
    receipt_hash      BLOB NOT NULL UNIQUE,
    kind              TEXT NOT NULL CHECK (kind IN ('complaint', 'feedback')),
    feedback_kind     TEXT CHECK (feedback_kind IN ('criticism', 'suggestion', 'praise')),
    category          TEXT REFERENCES complaint_categories (code),
    state             TEXT NOT NULL,
    received_at       TIMESTAMP NOT NULL,
    due_at            TIMESTAMP,
    ended_at          TIMESTAMP,
    statement_version INTEGER NOT NULL,
    identity_sealed   BLOB NOT NULL,
    content_sealed    BLOB NOT NULL
);

CREATE INDEX cases_ended_at ON cases (ended_at) WHERE ended_at IS NOT NULL;

CREATE TABLE case_events (
    id      TEXT PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES cases (id) ON DELETE CASCADE,
    at      TIMESTAMP NOT NULL,
    event   TEXT NOT NULL
);

CREATE INDEX case_events_case_id ON case_events (case_id, id);

CREATE TABLE case_messages (
    id          TEXT PRIMARY KEY,
    case_id     TEXT NOT NULL REFERENCES cases (id) ON DELETE CASCADE,
    at          TIMESTAMP NOT NULL,
    sender      TEXT NOT NULL CHECK (sender IN ('you', 'organisation')),
    body_sealed BLOB NOT NULL
);

CREATE INDEX case_messages_case_id ON case_messages (case_id, id);

CREATE TABLE erased_case_counts (
    month    TEXT NOT NULL,
    kind     TEXT NOT NULL,
    category TEXT NOT NULL,
    count    INTEGER NOT NULL,
    PRIMARY KEY (month, kind, category)
);

CREATE TABLE idempotency_records (
    key_hash        BLOB PRIMARY KEY,
    response_sealed BLOB NOT NULL,
    expires_at      TIMESTAMP NOT NULL
);

CREATE INDEX idempotency_records_expires_at ON idempotency_records (expires_at);

CREATE TABLE keyring_marks (
    id   INTEGER PRIMARY KEY,
    hash BLOB NOT NULL
);

-- +goose Down
DROP TABLE keyring_marks;
DROP TABLE idempotency_records;
DROP TABLE erased_case_counts;
DROP TABLE case_messages;
DROP TABLE case_events;
DROP TABLE cases;
DROP TABLE data_keys;
DROP TABLE complaint_categories;
