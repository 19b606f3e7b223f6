-- +goose Up
CREATE TABLE consents (
    consent_id     UUID NOT NULL,
    number         INTEGER NOT NULL,
    at             TIMESTAMPTZ NOT NULL CHECK (at = date_trunc('minute', at)),
    withdrawn      BOOLEAN NOT NULL,
    shown          TEXT NOT NULL,
    made           TEXT NOT NULL,
    policy_version INTEGER NOT NULL REFERENCES policy_versions (number),
    policy_hash    TEXT NOT NULL,
    language       TEXT NOT NULL,
    gpc            BOOLEAN NOT NULL,
    expires_at     TIMESTAMPTZ NOT NULL,
    mac            BYTEA NOT NULL,
    PRIMARY KEY (consent_id, number)
);

CREATE INDEX consents_expires_at ON consents (expires_at);

-- +goose StatementBegin
CREATE FUNCTION refuse_change_of_consent() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a decision that was made cannot be changed';
END $$;
-- +goose StatementEnd

CREATE TRIGGER consents_append_only BEFORE UPDATE ON consents
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_consent();
CREATE TRIGGER consents_truncated BEFORE TRUNCATE ON consents
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_consent();

-- +goose Down
DROP TABLE consents;
DROP FUNCTION refuse_change_of_consent();
