-- +goose Up
CREATE TABLE calendars (
    id      INTEGER PRIMARY KEY,
    version BIGINT NOT NULL,
    weekend TEXT NOT NULL
);

CREATE TABLE holidays (
    date     TEXT PRIMARY KEY,
    title_fa TEXT NOT NULL,
    title_en TEXT NOT NULL
);

ALTER TABLE cases ADD COLUMN acknowledge_due_at TIMESTAMPTZ;
ALTER TABLE cases ADD COLUMN deadline_at TIMESTAMPTZ;
ALTER TABLE cases ADD COLUMN clock_days INTEGER NOT NULL DEFAULT 0;
ALTER TABLE cases ADD COLUMN calendar_version BIGINT NOT NULL DEFAULT 0;
ALTER TABLE cases ADD COLUMN clock_started_at TIMESTAMPTZ;
ALTER TABLE cases ADD COLUMN acknowledged_at TIMESTAMPTZ;
ALTER TABLE cases ADD COLUMN answered_at TIMESTAMPTZ;
ALTER TABLE cases ADD COLUMN overdue_at TIMESTAMPTZ;
ALTER TABLE cases ADD COLUMN extension_days INTEGER NOT NULL DEFAULT 0;
ALTER TABLE cases ADD COLUMN reviewed BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE cases ADD COLUMN rated BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE cases ADD COLUMN assignee_id UUID REFERENCES staff_accounts (id);
ALTER TABLE cases ADD COLUMN decided_by_id UUID REFERENCES staff_accounts (id);
ALTER TABLE cases ADD COLUMN duplicate_of_id UUID REFERENCES cases (id) ON DELETE SET NULL;

UPDATE cases SET clock_days = COALESCE((SELECT answer_days FROM complaint_categories WHERE code = category), 10)
WHERE kind = 'complaint';

CREATE INDEX cases_received_at ON cases (received_at, id);
CREATE INDEX cases_state ON cases (state, received_at, id);
CREATE INDEX cases_assignee_id ON cases (assignee_id, received_at, id) WHERE assignee_id IS NOT NULL;
CREATE INDEX cases_deadline_at ON cases (deadline_at) WHERE deadline_at IS NOT NULL;
CREATE INDEX cases_answered_at ON cases (answered_at) WHERE answered_at IS NOT NULL;
CREATE INDEX cases_duplicate_of_id ON cases (duplicate_of_id) WHERE duplicate_of_id IS NOT NULL;

ALTER TABLE case_events ADD COLUMN internal BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE case_events ADD COLUMN text_sealed BYTEA;

ALTER TABLE case_events ADD COLUMN account_id UUID REFERENCES staff_accounts (id);

ALTER TABLE case_messages ADD COLUMN author_id UUID REFERENCES staff_accounts (id);

CREATE TABLE case_pauses (
    id      UUID PRIMARY KEY,
    case_id UUID NOT NULL REFERENCES cases (id) ON DELETE CASCADE,
    from_at TIMESTAMPTZ NOT NULL,
    to_at   TIMESTAMPTZ
);

CREATE INDEX case_pauses_case_id ON case_pauses (case_id, from_at);

CREATE TABLE case_notes (
    id          UUID PRIMARY KEY,
    case_id     UUID NOT NULL REFERENCES cases (id) ON DELETE CASCADE,
    at          TIMESTAMPTZ NOT NULL,
    author_id   UUID NOT NULL REFERENCES staff_accounts (id),
    body_sealed BYTEA NOT NULL
);

CREATE INDEX case_notes_case_id ON case_notes (case_id, id);

CREATE TABLE case_accesses (
    id            UUID PRIMARY KEY,
    case_id       UUID NOT NULL REFERENCES cases (id) ON DELETE CASCADE,
    at            TIMESTAMPTZ NOT NULL,
    account_id    UUID NOT NULL REFERENCES staff_accounts (id),
    role          TEXT NOT NULL,
    purpose       TEXT NOT NULL,
    reason_sealed BYTEA NOT NULL
);

CREATE INDEX case_accesses_case_id ON case_accesses (case_id, id);

CREATE TABLE case_attachments (
    id          UUID PRIMARY KEY,
    case_id     UUID NOT NULL REFERENCES cases (id) ON DELETE CASCADE,
    at          TIMESTAMPTZ NOT NULL,
    sender      TEXT NOT NULL CHECK (sender IN ('you', 'organisation')),
    author_id   UUID REFERENCES staff_accounts (id),
    media_type  TEXT NOT NULL,
    bytes       BIGINT NOT NULL,
    name_sealed BYTEA NOT NULL,
    data_sealed BYTEA NOT NULL
);

CREATE INDEX case_attachments_case_id ON case_attachments (case_id, id);

CREATE TABLE canned_replies (
    id       UUID PRIMARY KEY,
    state    TEXT NOT NULL,
    title_fa TEXT NOT NULL,
    title_en TEXT NOT NULL,
    body_fa  TEXT NOT NULL,
    body_en  TEXT NOT NULL
);

CREATE TABLE satisfaction_counts (
    month    TEXT NOT NULL,
    category TEXT NOT NULL,
    score    INTEGER NOT NULL CHECK (score BETWEEN 1 AND 5),
    resolved BOOLEAN NOT NULL,
    count    BIGINT NOT NULL,
    PRIMARY KEY (month, category, score, resolved)
);

-- Ciphertext cannot be compressed.
ALTER TABLE case_attachments ALTER COLUMN data_sealed SET STORAGE EXTERNAL;
-- What is erased is to be vacuumed soon.
ALTER TABLE case_attachments SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1);
ALTER TABLE case_notes SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1);
ALTER TABLE case_accesses SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1);
ALTER TABLE case_events SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1);

-- +goose Down
DROP TABLE satisfaction_counts;
DROP TABLE canned_replies;
DROP TABLE case_attachments;
DROP TABLE case_accesses;
DROP TABLE case_notes;
DROP TABLE case_pauses;
ALTER TABLE case_messages DROP COLUMN author_id;
ALTER TABLE case_events DROP COLUMN account_id;
ALTER TABLE case_events DROP COLUMN text_sealed;
ALTER TABLE case_events DROP COLUMN internal;
DROP INDEX cases_duplicate_of_id;
DROP INDEX cases_answered_at;
DROP INDEX cases_deadline_at;
DROP INDEX cases_assignee_id;
DROP INDEX cases_state;
DROP INDEX cases_received_at;
ALTER TABLE cases DROP COLUMN duplicate_of_id;
ALTER TABLE cases DROP COLUMN decided_by_id;
ALTER TABLE cases DROP COLUMN assignee_id;
ALTER TABLE cases DROP COLUMN rated;
ALTER TABLE cases DROP COLUMN reviewed;
ALTER TABLE cases DROP COLUMN extension_days;
ALTER TABLE cases DROP COLUMN overdue_at;
ALTER TABLE cases DROP COLUMN answered_at;
ALTER TABLE cases DROP COLUMN acknowledged_at;
ALTER TABLE cases DROP COLUMN clock_started_at;
ALTER TABLE cases DROP COLUMN calendar_version;
ALTER TABLE cases DROP COLUMN clock_days;
ALTER TABLE cases DROP COLUMN deadline_at;
ALTER TABLE cases DROP COLUMN acknowledge_due_at;
DROP TABLE holidays;
DROP TABLE calendars;
