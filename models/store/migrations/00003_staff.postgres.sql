-- +goose Up
CREATE TABLE staff_accounts (
    id                 UUID PRIMARY KEY,
    email_hash         BYTEA NOT NULL UNIQUE,
    subject_hash       BYTEA UNIQUE,
    role               TEXT NOT NULL CHECK (role IN ('admin', 'officer', 'lead', 'editor', 'analyst', 'privacy')),
    created_at         TIMESTAMPTZ NOT NULL,
    disabled_at        TIMESTAMPTZ,
    password_temporary BOOLEAN NOT NULL,
    second_factor      BOOLEAN NOT NULL,
    totp_step          BIGINT NOT NULL,
    profile_sealed     BYTEA NOT NULL,
    credentials_sealed BYTEA NOT NULL
);

CREATE TABLE staff_sessions (
    id         UUID PRIMARY KEY,
    token_hash BYTEA NOT NULL UNIQUE,
    account_id UUID NOT NULL REFERENCES staff_accounts (id) ON DELETE CASCADE,
    created_at TIMESTAMPTZ NOT NULL,
    used_at    TIMESTAMPTZ NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL,
    sign_on    BOOLEAN NOT NULL,
    vouched    BOOLEAN NOT NULL
);

CREATE INDEX staff_sessions_account_id ON staff_sessions (account_id);
CREATE INDEX staff_sessions_expires_at ON staff_sessions (expires_at);

CREATE TABLE staff_recovery_codes (
    code_hash  BYTEA PRIMARY KEY,
    account_id UUID NOT NULL REFERENCES staff_accounts (id) ON DELETE CASCADE
);

CREATE INDEX staff_recovery_codes_account_id ON staff_recovery_codes (account_id);

CREATE TABLE sign_in_failures (
    key_hash   BYTEA PRIMARY KEY,
    failures   INTEGER NOT NULL,
    retry_at   TIMESTAMPTZ NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL
);

CREATE INDEX sign_in_failures_expires_at ON sign_in_failures (expires_at);

CREATE TABLE sign_on_logins (
    state_hash     BYTEA PRIMARY KEY,
    pending_sealed BYTEA NOT NULL,
    expires_at     TIMESTAMPTZ NOT NULL
);

CREATE INDEX sign_on_logins_expires_at ON sign_on_logins (expires_at);

CREATE TABLE leases (
    name       TEXT PRIMARY KEY,
    holder     UUID NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL
);

-- +goose Down
DROP TABLE leases;
DROP TABLE sign_on_logins;
DROP TABLE sign_in_failures;
DROP TABLE staff_recovery_codes;
DROP TABLE staff_sessions;
DROP TABLE staff_accounts;
