-- Accounts, sessions, factors, tokens: secrets of the machine, not facts of the office, so no events.
-- Of every password, code and token only a hash is kept; a factor's secret is sealed with a key that lies
-- outside the database. What was done with an account is kept for ever in access_log.

CREATE TABLE {log}.accounts (
    person_id       uuid PRIMARY KEY,
    sign_in_name    text NOT NULL UNIQUE,
    password_hash   text,                     -- null: an invitation is out, nobody signs in by password
    password_set_at timestamptz,
    disabled        boolean NOT NULL DEFAULT false,
    opened_at       timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE {log}.invitations (
    person_id  uuid PRIMARY KEY REFERENCES {log}.accounts ON DELETE CASCADE,
    code_hash  bytea NOT NULL UNIQUE,
    until_at   timestamptz NOT NULL
);
-- Attempts in a row by the hash of what was tried: of an account's name, known or not, or of a factor.
CREATE TABLE {log}.attempts (
    of_hash      bytea PRIMARY KEY,
    attempts     integer NOT NULL,
    at           timestamptz NOT NULL,
    locked_until timestamptz
);
CREATE INDEX attempts_at ON {log}.attempts (at);

-- id names a session in records for ever; its token changes at each step-up and change of post.
CREATE TABLE {log}.sessions (
    id            uuid PRIMARY KEY,
    token_hash    bytea NOT NULL UNIQUE,
    person_id     uuid NOT NULL REFERENCES {log}.accounts ON DELETE CASCADE,
    post_id       uuid,
    instrument_id uuid,                       -- by which he chose to stand in for the holder of the post
    complete      boolean NOT NULL,           -- false: the second factor is still wanted
    created_at    timestamptz NOT NULL,
    seen_at       timestamptz NOT NULL,
    stepped_up_at timestamptz,
    address       text NOT NULL,
    agent         text NOT NULL,
    method        text NOT NULL               -- password, sign_on
);
CREATE INDEX sessions_person ON {log}.sessions (person_id);

CREATE TABLE {log}.second_factors (
    person_id    uuid PRIMARY KEY REFERENCES {log}.accounts ON DELETE CASCADE,
    secret       jsonb NOT NULL,              -- sealed under the person's key
    begun_at     timestamptz NOT NULL,
    confirmed_at timestamptz,
    last_step    bigint NOT NULL DEFAULT 0    -- of the last code taken: none counts twice
);
CREATE TABLE {log}.recovery_codes (
    person_id uuid NOT NULL REFERENCES {log}.second_factors ON DELETE CASCADE,
    code_hash bytea NOT NULL,
    used_at   timestamptz,
    PRIMARY KEY (person_id, code_hash)
);

CREATE TABLE {log}.sign_ons (
    issuer    text NOT NULL,
    subject   text NOT NULL,
    person_id uuid NOT NULL REFERENCES {log}.accounts ON DELETE CASCADE,
    linked_at timestamptz NOT NULL,
    PRIMARY KEY (issuer, subject)
);
CREATE TABLE {log}.sign_on_requests (
    state_hash   bytea PRIMARY KEY,
    browser_hash bytea NOT NULL,
    nonce        text NOT NULL,
    verifier     text NOT NULL,
    next         text NOT NULL,
    link_person  uuid,
    until_at     timestamptz NOT NULL
);

CREATE TABLE {log}.service_tokens (
    id         uuid PRIMARY KEY,
    token_hash bytea NOT NULL UNIQUE,
    name       text NOT NULL,
    person_id  uuid NOT NULL REFERENCES {log}.accounts ON DELETE CASCADE,
    post_id    uuid NOT NULL,
    instrument_id uuid,                       -- by which its owner stands in for the post's holder
    scopes     text[] NOT NULL,
    issued_at  timestamptz NOT NULL,
    until_at   timestamptz NOT NULL,
    revoked_at timestamptz,
    used_at    timestamptz,
    used_from  text
);
CREATE INDEX service_tokens_person ON {log}.service_tokens (person_id);

CREATE TABLE {log}.access_log (
    number     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at         timestamptz NOT NULL,
    act        text NOT NULL,
    person_id  uuid,                          -- whose account; null where nobody has that name
    by_id      uuid,                          -- who did it, if not he himself
    session_id uuid,
    address    text NOT NULL,
    agent      text NOT NULL,
    note       text NOT NULL
);
CREATE INDEX access_log_person ON {log}.access_log (person_id, number);
-- When somebody last signed in: a program of his writes a line a minute, which none shall read through.
CREATE INDEX access_log_signed_in ON {log}.access_log (person_id, at) WHERE act = 'signed_in';
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {log}.access_log
    FOR EACH STATEMENT EXECUTE FUNCTION {log}.refuse_change();
ALTER TABLE {log}.access_log ENABLE ALWAYS TRIGGER append_only;

GRANT SELECT, INSERT, UPDATE, DELETE ON {log}.accounts, {log}.invitations, {log}.attempts, {log}.sessions,
    {log}.second_factors, {log}.recovery_codes, {log}.sign_ons, {log}.sign_on_requests,
    {log}.service_tokens TO {service};
GRANT SELECT, INSERT ON {log}.access_log TO {service};
