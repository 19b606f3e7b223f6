-- +goose Up
-- Without a rowid, rows lie in the order of their random ids, which says nothing of when they came.
CREATE TABLE consents (
    consent_id     TEXT NOT NULL,
    number         INTEGER NOT NULL,
    at             TIMESTAMP NOT NULL CHECK (at LIKE '%:00.000000Z'),
    withdrawn      BOOLEAN NOT NULL,
    shown          TEXT NOT NULL,
    made           TEXT NOT NULL,
    policy_version INTEGER NOT NULL REFERENCES policy_versions (number),
    policy_hash    TEXT NOT NULL,
    language       TEXT NOT NULL,
    gpc            BOOLEAN NOT NULL,
    expires_at     TIMESTAMP NOT NULL,
    mac            BLOB NOT NULL,
    PRIMARY KEY (consent_id, number)
) WITHOUT ROWID;

CREATE INDEX consents_expires_at ON consents (expires_at);

-- +goose StatementBegin
CREATE TRIGGER consents_append_only BEFORE UPDATE ON consents
BEGIN SELECT RAISE(ABORT, 'a decision that was made cannot be changed'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER consents_not_replaced BEFORE INSERT ON consents
WHEN EXISTS (SELECT 1 FROM consents c WHERE c.consent_id = NEW.consent_id AND c.number = NEW.number)
BEGIN SELECT RAISE(ABORT, 'a decision that was made cannot be changed'); END;
-- +goose StatementEnd

-- +goose Down
DROP TABLE consents;
