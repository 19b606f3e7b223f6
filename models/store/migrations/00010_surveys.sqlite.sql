-- +goose Up
CREATE TABLE surveys (
    id                    TEXT PRIMARY KEY,
    slug                  TEXT NOT NULL UNIQUE,
    privacy               TEXT NOT NULL CHECK (privacy IN ('standard', 'blind')),
    access                TEXT NOT NULL CHECK (access IN ('open', 'invitation')),
    created_at            TIMESTAMP NOT NULL,
    invited               INTEGER NOT NULL,
    credential_key_sealed BLOB,
    credential_public_key BLOB
);

CREATE TABLE survey_versions (
    id                   TEXT PRIMARY KEY,
    survey_id            TEXT NOT NULL REFERENCES surveys (id) ON DELETE CASCADE,
    number               INTEGER NOT NULL,
    definition           TEXT NOT NULL,
    hash                 TEXT NOT NULL,
    k                    INTEGER NOT NULL CHECK (k >= 3),
    opens_at             TIMESTAMP,
    closes_at            TIMESTAMP,
    created_at           TIMESTAMP NOT NULL,
    published_at         TIMESTAMP,
    paused_at            TIMESTAMP,
    closed_at            TIMESTAMP,
    settled_at           TIMESTAMP,
    results_published_at TIMESTAMP,
    erased_at            TIMESTAMP,
    UNIQUE (survey_id, number)
);

CREATE INDEX survey_versions_unsettled ON survey_versions (id) WHERE published_at IS NOT NULL AND settled_at IS NULL;

-- What was published stays as it was: people answered these questions, and no others. No version takes another one's
-- place, and the trigger before an insert is there because REPLACE deletes without firing any other.
-- +goose StatementBegin
CREATE TRIGGER survey_versions_published_update BEFORE UPDATE ON survey_versions
WHEN NEW.rowid <> OLD.rowid OR NEW.id <> OLD.id OR NEW.survey_id <> OLD.survey_id OR NEW.number <> OLD.number
OR OLD.published_at IS NOT NULL AND (
    NEW.definition <> OLD.definition OR NEW.hash <> OLD.hash OR NEW.k <> OLD.k
    OR NEW.created_at <> OLD.created_at OR NEW.published_at IS NOT OLD.published_at
    OR OLD.settled_at IS NOT NULL AND (
        NEW.settled_at IS NOT OLD.settled_at OR NEW.closed_at IS NOT OLD.closed_at OR NEW.closes_at IS NOT OLD.closes_at)
) BEGIN SELECT RAISE(ABORT, 'a published survey cannot be changed'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER survey_versions_published_delete BEFORE DELETE ON survey_versions
WHEN OLD.published_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'a published survey cannot be changed'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER survey_versions_published_insert BEFORE INSERT ON survey_versions
WHEN EXISTS (
    SELECT 1 FROM survey_versions v WHERE v.published_at IS NOT NULL
        AND (v.rowid = NEW.rowid OR v.id = NEW.id OR v.survey_id = NEW.survey_id AND v.number = NEW.number))
BEGIN SELECT RAISE(ABORT, 'a published survey cannot be changed'); END;
-- +goose StatementEnd

CREATE TABLE survey_overrides (
    id         TEXT PRIMARY KEY,
    survey_id  TEXT NOT NULL REFERENCES surveys (id) ON DELETE CASCADE,
    question   TEXT NOT NULL,
    demand     TEXT NOT NULL,
    wording    TEXT NOT NULL,
    reason     TEXT NOT NULL,
    account_id TEXT NOT NULL,
    at         TIMESTAMP NOT NULL,
    UNIQUE (survey_id, question, demand, wording)
);

-- Without a rowid, rows lie in the order of their random ids, which says nothing of when they came.
CREATE TABLE survey_waiting (
    id             TEXT PRIMARY KEY NOT NULL,
    version_id     TEXT NOT NULL REFERENCES survey_versions (id),
    answers_sealed BLOB NOT NULL
) WITHOUT ROWID;

CREATE INDEX survey_waiting_version ON survey_waiting (version_id, id);

CREATE TABLE survey_answers (
    id             TEXT PRIMARY KEY NOT NULL,
    version_id     TEXT NOT NULL REFERENCES survey_versions (id),
    week           TEXT NOT NULL CHECK (week GLOB '[0-9][0-9][0-9][0-9]-W[0-9][0-9]'),
    answers_sealed BLOB NOT NULL
) WITHOUT ROWID;

CREATE INDEX survey_answers_version ON survey_answers (version_id, week, id);

CREATE TABLE survey_texts (
    id          TEXT PRIMARY KEY NOT NULL,
    version_id  TEXT NOT NULL REFERENCES survey_versions (id),
    question    TEXT NOT NULL,
    text_sealed BLOB NOT NULL
) WITHOUT ROWID;

CREATE INDEX survey_texts_version ON survey_texts (version_id, question, id);

CREATE TABLE survey_tallies (
    version_id    TEXT PRIMARY KEY NOT NULL REFERENCES survey_versions (id),
    answers       INTEGER NOT NULL,
    counts_sealed BLOB NOT NULL
);

CREATE TABLE survey_respondents (
    id            TEXT PRIMARY KEY NOT NULL,
    version_id    TEXT NOT NULL REFERENCES survey_versions (id),
    person_sealed BLOB NOT NULL,
    fresh         BOOLEAN NOT NULL
) WITHOUT ROWID;

CREATE INDEX survey_respondents_version ON survey_respondents (version_id, id);

CREATE TABLE survey_invitations (
    token_hash   BLOB PRIMARY KEY NOT NULL,
    survey_id    TEXT NOT NULL REFERENCES surveys (id) ON DELETE CASCADE,
    blinded_hash BLOB
) WITHOUT ROWID;

CREATE INDEX survey_invitations_survey ON survey_invitations (survey_id);

CREATE TABLE survey_spent_credentials (
    credential_hash BLOB PRIMARY KEY NOT NULL,
    survey_id       TEXT NOT NULL REFERENCES surveys (id) ON DELETE CASCADE
) WITHOUT ROWID;

-- +goose Down
DROP TABLE survey_spent_credentials;
DROP TABLE survey_invitations;
DROP TABLE survey_respondents;
DROP TABLE survey_tallies;
DROP TABLE survey_texts;
DROP TABLE survey_answers;
DROP TABLE survey_waiting;
DROP TABLE survey_overrides;
DROP TABLE survey_versions;
DROP TABLE surveys;
