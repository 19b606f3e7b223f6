-- +goose Up
CREATE TABLE policy_versions (
    number        INTEGER PRIMARY KEY,
    change_class  TEXT NOT NULL CHECK (change_class IN ('material', 'editorial')),
    created_at    TIMESTAMPTZ NOT NULL,
    published_at  TIMESTAMPTZ,
    effective_at  TIMESTAMPTZ,
    cancelled_at  TIMESTAMPTZ,
    previous_hash TEXT NOT NULL,
    hash          TEXT NOT NULL,
    CHECK ((published_at IS NULL) = (effective_at IS NULL)),
    CHECK (
        cancelled_at IS NULL
        OR published_at IS NOT NULL AND cancelled_at >= published_at AND cancelled_at < effective_at)
);

CREATE TABLE policy_texts (
    version  INTEGER NOT NULL REFERENCES policy_versions (number) ON DELETE CASCADE,
    language TEXT NOT NULL CHECK (language IN ('fa', 'en')),
    title    TEXT NOT NULL,
    body     TEXT NOT NULL,
    summary  TEXT NOT NULL,
    PRIMARY KEY (version, language)
);

CREATE TABLE policy_acknowledgement_counts (
    version INTEGER NOT NULL REFERENCES policy_versions (number) ON DELETE CASCADE,
    day     TEXT NOT NULL,
    count   BIGINT NOT NULL,
    PRIMARY KEY (version, day)
);

-- What was published stays as it was, whoever asks. The one thing that may still happen to it is that it is called off
-- before it takes effect, and before anything else is published.
-- +goose StatementBegin
CREATE FUNCTION refuse_change_of_published_policy() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'TRUNCATE' THEN
        RAISE EXCEPTION 'a published privacy policy cannot be changed';
    END IF;
    IF TG_TABLE_NAME = 'policy_texts' THEN
        -- A publication that is under way is waited for.
        PERFORM 1 FROM policy_versions v
            WHERE TG_OP <> 'INSERT' AND v.number = OLD.version OR TG_OP <> 'DELETE' AND v.number = NEW.version
            FOR SHARE;
        IF EXISTS (
            SELECT 1 FROM policy_versions v WHERE v.published_at IS NOT NULL AND (
                (TG_OP <> 'INSERT' AND v.number = OLD.version) OR (TG_OP <> 'DELETE' AND v.number = NEW.version))
        ) THEN
            RAISE EXCEPTION 'a published privacy policy cannot be changed';
        END IF;
    ELSIF OLD.published_at IS NOT NULL AND NOT (
        TG_OP = 'UPDATE' AND OLD.cancelled_at IS NULL
        AND NOT EXISTS (SELECT 1 FROM policy_versions v WHERE v.number > OLD.number AND v.published_at IS NOT NULL)
        AND to_jsonb(NEW) - 'cancelled_at' = to_jsonb(OLD) - 'cancelled_at'
    ) THEN
        RAISE EXCEPTION 'a published privacy policy cannot be changed';
    ELSIF TG_OP = 'UPDATE' AND NEW.number <> OLD.number THEN
        RAISE EXCEPTION 'a version of the privacy policy keeps its number';
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    RETURN NEW;
END $$;
-- +goose StatementEnd

CREATE TRIGGER policy_versions_published BEFORE UPDATE OR DELETE ON policy_versions
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_published_policy();
CREATE TRIGGER policy_versions_truncated BEFORE TRUNCATE ON policy_versions
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_published_policy();
CREATE TRIGGER policy_texts_published BEFORE INSERT OR UPDATE OR DELETE ON policy_texts
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_published_policy();
CREATE TRIGGER policy_texts_truncated BEFORE TRUNCATE ON policy_texts
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_published_policy();

CREATE TABLE announcements (
    id             UUID PRIMARY KEY,
    severity       TEXT NOT NULL CHECK (severity IN ('info', 'warning', 'critical')),
    dismissible    BOOLEAN NOT NULL,
    from_at        TIMESTAMPTZ NOT NULL,
    to_at          TIMESTAMPTZ,
    title_fa       TEXT NOT NULL,
    title_en       TEXT NOT NULL,
    body_fa        TEXT NOT NULL,
    body_en        TEXT NOT NULL,
    policy_version INTEGER REFERENCES policy_versions (number)
);

CREATE TABLE links (
    id               UUID PRIMARY KEY,
    url              TEXT NOT NULL,
    host             TEXT NOT NULL,
    policy_url       TEXT NOT NULL,
    policy_host      TEXT NOT NULL,
    title_fa         TEXT NOT NULL,
    title_en         TEXT NOT NULL,
    notice_fa        TEXT NOT NULL,
    notice_en        TEXT NOT NULL,
    trusted          BOOLEAN NOT NULL,
    checked_at       TIMESTAMPTZ,
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
DROP FUNCTION refuse_change_of_published_policy();
