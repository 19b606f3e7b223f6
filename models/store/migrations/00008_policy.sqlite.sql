-- +goose Up
CREATE TABLE policy_versions (
    number        INTEGER PRIMARY KEY,
    change_class  TEXT NOT NULL CHECK (change_class IN ('material', 'editorial')),
    created_at    TIMESTAMP NOT NULL,
    published_at  TIMESTAMP,
    effective_at  TIMESTAMP,
    cancelled_at  TIMESTAMP,
    previous_hash TEXT NOT NULL,
    hash          TEXT NOT NULL,
    CHECK ((published_at IS NULL) = (effective_at IS NULL)),
    CHECK (
        cancelled_at IS NULL
        OR published_at IS NOT NULL AND cancelled_at >= published_at AND cancelled_at < effective_at)
);

-- Without a rowid, no row can be replaced by naming that of another one.
CREATE TABLE policy_texts (
    version  INTEGER NOT NULL REFERENCES policy_versions (number) ON DELETE CASCADE,
    language TEXT NOT NULL CHECK (language IN ('fa', 'en')),
    title    TEXT NOT NULL,
    body     TEXT NOT NULL,
    summary  TEXT NOT NULL,
    PRIMARY KEY (version, language)
) WITHOUT ROWID;

CREATE TABLE policy_acknowledgement_counts (
    version INTEGER NOT NULL REFERENCES policy_versions (number) ON DELETE CASCADE,
    day     TEXT NOT NULL,
    count   INTEGER NOT NULL,
    PRIMARY KEY (version, day)
);

-- What was published stays as it was, whoever asks. The one thing that may still happen to it is that it is called off
-- before it takes effect, and before anything else is published. Triggers before an insert are there because REPLACE
-- deletes without firing any other.
-- +goose StatementBegin
CREATE TRIGGER policy_versions_published_update BEFORE UPDATE ON policy_versions
WHEN NEW.number <> OLD.number OR OLD.published_at IS NOT NULL AND NOT (
    OLD.cancelled_at IS NULL
    AND NOT EXISTS (SELECT 1 FROM policy_versions v WHERE v.number > OLD.number AND v.published_at IS NOT NULL)
    AND NEW.change_class = OLD.change_class AND NEW.created_at = OLD.created_at
    AND NEW.published_at IS OLD.published_at AND NEW.effective_at IS OLD.effective_at
    AND NEW.previous_hash = OLD.previous_hash AND NEW.hash = OLD.hash
) BEGIN SELECT RAISE(ABORT, 'a published privacy policy cannot be changed'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER policy_versions_published_delete BEFORE DELETE ON policy_versions
WHEN OLD.published_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'a published privacy policy cannot be changed'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER policy_versions_published_insert BEFORE INSERT ON policy_versions
WHEN EXISTS (SELECT 1 FROM policy_versions v WHERE v.number = NEW.number AND v.published_at IS NOT NULL)
BEGIN SELECT RAISE(ABORT, 'a published privacy policy cannot be changed'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER policy_texts_published_update BEFORE UPDATE ON policy_texts
WHEN EXISTS (
    SELECT 1 FROM policy_versions v WHERE v.number IN (OLD.version, NEW.version) AND v.published_at IS NOT NULL)
BEGIN SELECT RAISE(ABORT, 'a published privacy policy cannot be changed'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER policy_texts_published_delete BEFORE DELETE ON policy_texts
WHEN EXISTS (SELECT 1 FROM policy_versions v WHERE v.number = OLD.version AND v.published_at IS NOT NULL)
BEGIN SELECT RAISE(ABORT, 'a published privacy policy cannot be changed'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER policy_texts_published_insert BEFORE INSERT ON policy_texts
WHEN EXISTS (SELECT 1 FROM policy_versions v WHERE v.number = NEW.version AND v.published_at IS NOT NULL)
BEGIN SELECT RAISE(ABORT, 'a published privacy policy cannot be changed'); END;
-- +goose StatementEnd

CREATE TABLE announcements (
    id             TEXT PRIMARY KEY,
    severity       TEXT NOT NULL CHECK (severity IN ('info', 'warning', 'critical')),
    dismissible    BOOLEAN NOT NULL,
    from_at        TIMESTAMP NOT NULL,
    to_at          TIMESTAMP,
    title_fa       TEXT NOT NULL,
    title_en       TEXT NOT NULL,
    body_fa        TEXT NOT NULL,
    body_en        TEXT NOT NULL,
    policy_version INTEGER REFERENCES policy_versions (number)
);

CREATE TABLE links (
    id               TEXT PRIMARY KEY,
    url              TEXT NOT NULL,
    host             TEXT NOT NULL,
    policy_url       TEXT NOT NULL,
    policy_host      TEXT NOT NULL,
    title_fa         TEXT NOT NULL,
    title_en         TEXT NOT NULL,
    notice_fa        TEXT NOT NULL,
    notice_en        TEXT NOT NULL,
    trusted          BOOLEAN NOT NULL,
    checked_at       TIMESTAMP,
    condition        TEXT NOT NULL,
    status           INTEGER NOT NULL,
    policy_condition TEXT NOT NULL,
    policy_status    INTEGER NOT NULL
);

-- +goose Down
DROP TABLE links;
DROP TABLE announcements;
DROP TABLE policy_acknowledgement_counts;
DROP TABLE policy_texts;
DROP TABLE policy_versions;
