-- +goose Up
CREATE TABLE surveys (
    id                    UUID PRIMARY KEY,
    slug                  TEXT NOT NULL UNIQUE,
    privacy               TEXT NOT NULL CHECK (privacy IN ('standard', 'blind')),
    access                TEXT NOT NULL CHECK (access IN ('open', 'invitation')),
    created_at            TIMESTAMPTZ NOT NULL,
    invited               BIGINT NOT NULL,
    credential_key_sealed BYTEA,
    credential_public_key BYTEA
);

CREATE TABLE survey_versions (
    id                   UUID PRIMARY KEY,
    survey_id            UUID NOT NULL REFERENCES surveys (id) ON DELETE CASCADE,
    number               INTEGER NOT NULL,
    definition           TEXT NOT NULL,
    hash                 TEXT NOT NULL,
    k                    INTEGER NOT NULL CHECK (k >= 3),
    opens_at             TIMESTAMPTZ,
    closes_at            TIMESTAMPTZ,
    created_at           TIMESTAMPTZ NOT NULL,
    published_at         TIMESTAMPTZ,
    paused_at            TIMESTAMPTZ,
    closed_at            TIMESTAMPTZ,
    settled_at           TIMESTAMPTZ,
    results_published_at TIMESTAMPTZ,
    erased_at            TIMESTAMPTZ,
    UNIQUE (survey_id, number)
);

CREATE INDEX survey_versions_unsettled ON survey_versions (id) WHERE published_at IS NOT NULL AND settled_at IS NULL;

-- What was published stays as it was: people answered these questions, and no others.
-- +goose StatementBegin
CREATE FUNCTION refuse_change_of_published_survey() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'TRUNCATE' THEN
        RAISE EXCEPTION 'a published survey cannot be changed';
    END IF;
    IF OLD.published_at IS NOT NULL AND (TG_OP = 'DELETE' OR (
        NEW.id, NEW.survey_id, NEW.number, NEW.definition, NEW.hash, NEW.k, NEW.created_at, NEW.published_at
    ) IS DISTINCT FROM (
        OLD.id, OLD.survey_id, OLD.number, OLD.definition, OLD.hash, OLD.k, OLD.created_at, OLD.published_at
    ) OR OLD.settled_at IS NOT NULL AND (NEW.settled_at, NEW.closed_at, NEW.closes_at) IS DISTINCT FROM (
        OLD.settled_at, OLD.closed_at, OLD.closes_at)) THEN
        RAISE EXCEPTION 'a published survey cannot be changed';
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    RETURN NEW;
END $$;
-- +goose StatementEnd

CREATE TRIGGER survey_versions_published BEFORE UPDATE OR DELETE ON survey_versions
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_published_survey();
CREATE TRIGGER survey_versions_truncated BEFORE TRUNCATE ON survey_versions
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_published_survey();

CREATE TABLE survey_overrides (
    id         UUID PRIMARY KEY,
    survey_id  UUID NOT NULL REFERENCES surveys (id) ON DELETE CASCADE,
    question   TEXT NOT NULL,
    demand     TEXT NOT NULL,
    wording    TEXT NOT NULL,
    reason     TEXT NOT NULL,
    account_id UUID NOT NULL,
    at         TIMESTAMPTZ NOT NULL,
    UNIQUE (survey_id, question, demand, wording)
);

CREATE TABLE survey_waiting (
    id             UUID PRIMARY KEY,
    version_id     UUID NOT NULL REFERENCES survey_versions (id),
    answers_sealed BYTEA NOT NULL
);

CREATE INDEX survey_waiting_version ON survey_waiting (version_id, id);

CREATE TABLE survey_answers (
    id             UUID PRIMARY KEY,
    version_id     UUID NOT NULL REFERENCES survey_versions (id),
    week           TEXT NOT NULL CHECK (week ~ '^[0-9]{4}-W[0-9]{2}$'),
    answers_sealed BYTEA NOT NULL
);

CREATE INDEX survey_answers_version ON survey_answers (version_id, week, id);

CREATE TABLE survey_texts (
    id          UUID PRIMARY KEY,
    version_id  UUID NOT NULL REFERENCES survey_versions (id),
    question    TEXT NOT NULL,
    text_sealed BYTEA NOT NULL
);

CREATE INDEX survey_texts_version ON survey_texts (version_id, question, id);

CREATE TABLE survey_tallies (
    version_id    UUID PRIMARY KEY REFERENCES survey_versions (id),
    answers       BIGINT NOT NULL,
    counts_sealed BYTEA NOT NULL
);

CREATE TABLE survey_respondents (
    id            UUID PRIMARY KEY,
    version_id    UUID NOT NULL REFERENCES survey_versions (id),
    person_sealed BYTEA NOT NULL,
    fresh         BOOLEAN NOT NULL
);

CREATE INDEX survey_respondents_version ON survey_respondents (version_id, id);

CREATE TABLE survey_invitations (
    token_hash   BYTEA PRIMARY KEY,
    survey_id    UUID NOT NULL REFERENCES surveys (id) ON DELETE CASCADE,
    blinded_hash BYTEA
);

CREATE INDEX survey_invitations_survey ON survey_invitations (survey_id);

CREATE TABLE survey_spent_credentials (
    credential_hash BYTEA PRIMARY KEY,
    survey_id       UUID NOT NULL REFERENCES surveys (id) ON DELETE CASCADE
);

-- What is taken out of the buffer, spent or erased is to be vacuumed soon.
ALTER TABLE survey_waiting SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1);
ALTER TABLE survey_invitations SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1);
ALTER TABLE survey_respondents SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1);

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
DROP FUNCTION refuse_change_of_published_survey();
