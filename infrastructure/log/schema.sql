-- The log of one office (ADR 0002). {log} is the office's schema, owned by a role nobody signs in as.
-- Whoever serves may read it and may call append; nobody may change or delete what was appended.

CREATE TABLE {log}.head (
    the_one  boolean PRIMARY KEY DEFAULT true CHECK (the_one),
    office   text NOT NULL CHECK (office ~ '^[!-~]+$'),
    position bigint NOT NULL,
    at       timestamptz NOT NULL
);

CREATE TABLE {log}.commands (
    command_id  uuid PRIMARY KEY,
    fingerprint bytea NOT NULL,
    act         bytea NOT NULL,   -- the authorisation record, exact bytes; az is its SHA-256
    first       bigint NOT NULL,
    last        bigint NOT NULL
);

CREATE TABLE {log}.events (
    position   bigint NOT NULL,
    stream_id  text NOT NULL CHECK (stream_id ~ '^[A-Za-z0-9_.:/-]+$'),  -- stands in the leaf as it is
    version    integer NOT NULL,
    name       text NOT NULL CHECK (name ~ '^[A-Za-z0-9_.:/-]+$'),
    at         timestamptz NOT NULL,
    command_id uuid NOT NULL,
    register   text CHECK (register ~ '^[A-Za-z0-9_.:/-]+$'),
    year       integer,
    number     bigint,
    state      bytea NOT NULL,
    az         bytea NOT NULL,
    leaf       bytea NOT NULL,
    PRIMARY KEY (stream_id, version)
);
CREATE UNIQUE INDEX events_position ON {log}.events (position);
CREATE UNIQUE INDEX events_number ON {log}.events (register, year, number) WHERE register IS NOT NULL;

-- A cache: `verify` recomputes it from the events.
CREATE TABLE {log}.registers (
    register text NOT NULL,
    year     integer NOT NULL,
    last     bigint NOT NULL,
    PRIMARY KEY (register, year)
);

-- Accounts and sessions are secrets of the machine, not facts of the office: they are not events.
CREATE TABLE {log}.accounts (
    person_id     uuid PRIMARY KEY,
    sign_in_name  text NOT NULL UNIQUE,
    password_hash text NOT NULL,
    disabled      boolean NOT NULL DEFAULT false,
    failures      integer NOT NULL DEFAULT 0,
    locked_until  timestamptz
);
CREATE TABLE {log}.sessions (
    token_hash bytea PRIMARY KEY,
    person_id  uuid NOT NULL REFERENCES {log}.accounts ON DELETE CASCADE,
    post_id    uuid,
    created_at timestamptz NOT NULL,
    seen_at    timestamptz NOT NULL
);
CREATE INDEX sessions_person ON {log}.sessions (person_id);

-- SHA-256(0x00 ‖ entry); entry is RFC 8785 JSON: keys in order, no spaces, ASCII by the checks above.
CREATE FUNCTION {log}.leaf(
    office text, stream_id text, version integer, name text, at timestamptz, command_id uuid,
    state bytea, az bytea, register text, year integer, number bigint
) RETURNS bytea LANGUAGE sql STABLE AS $leaf$
    SELECT pg_catalog.sha256('\x00'::bytea || pg_catalog.convert_to(
        '{{"at":"' || pg_catalog.to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
        || '","az":"' || pg_catalog.encode(az, 'hex')
        || '","cmd":"' || command_id::text
        || CASE WHEN number IS NULL THEN '"' ELSE '","number":' || number::text END
        || ',"office":"' || office
        || '","ph":"' || pg_catalog.encode(pg_catalog.sha256(state), 'hex')
        || CASE WHEN register IS NULL THEN '' ELSE '","register":"' || register END
        || '","stream":"' || stream_id
        || '","type":"' || name
        || '","v":1,"ver":' || version::text
        || CASE WHEN year IS NULL THEN '' ELSE ',"year":' || year::text END
        || '}}', 'UTF8'))
$leaf$;

-- The B.E. calendar year in which a number is issued (R-N05, R-T01).
CREATE FUNCTION {log}.calendar_year(at timestamptz) RETURNS integer LANGUAGE sql STABLE AS $year$
    SELECT (pg_catalog.date_part('year', at AT TIME ZONE 'Asia/Bangkok') + 543)::integer
$year$;

-- A command that was appended before: give back the positions that p_count events would have taken, and
-- say where the first append stands. The head row is written either way, so the answer waits for a synced
-- commit and never vouches for what a failover lost. (The time stays risen; it need only rise.)
CREATE FUNCTION {log}.repeat(p_command uuid, p_fingerprint bytea, p_count integer,
    OUT outcome text, OUT first bigint, OUT last bigint
) LANGUAGE plpgsql VOLATILE AS $repeat$
BEGIN
    UPDATE {log}.head SET position = position - p_count;
    SELECT CASE WHEN c.fingerprint = p_fingerprint THEN 'repeated' ELSE 'reused' END, c.first, c.last
        INTO outcome, first, last FROM {log}.commands c WHERE c.command_id = p_command;
END
$repeat$;

CREATE FUNCTION {log}.next_number(wanted text, in_year integer) RETURNS bigint
LANGUAGE plpgsql VOLATILE AS $next$
DECLARE issued bigint;
BEGIN
    UPDATE {log}.registers SET last = last + 1
        WHERE register = wanted AND year = in_year RETURNING last INTO issued;
    IF NOT FOUND THEN
        INSERT INTO {log}.registers (register, year, last) VALUES (wanted, in_year, 1)
            RETURNING last INTO issued;
    END IF;
    RETURN issued;
END
$next$;

-- One command with one event: the common case, without arrays. p_guards holds a stream and its version
-- per line, with a space between. Outcomes: appended; repeated (this command was appended before: first
-- and last say where); reused (same command id, other contents). A guard that moved on raises TH001 with
-- the stream's id, and nothing has happened.
CREATE FUNCTION {log}.append_one(
    p_command uuid, p_fingerprint bytea, p_act bytea, p_at timestamptz,
    p_stream text, p_version integer, p_name text, p_state bytea, p_register text, p_guards text,
    OUT outcome text, OUT first bigint, OUT last bigint, OUT at timestamptz,
    OUT numbers bigint[], OUT years integer[]
) LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $append_one$
DECLARE
    v_office text; v_az bytea := sha256(p_act); v_year integer; v_number bigint; v_moved text;
BEGIN
    -- The head row is taken first: from here on the office's appends follow each other.
    UPDATE {log}.head AS h
        SET position = h.position + 1, at = greatest(p_at, h.at + interval '1 microsecond')
        RETURNING h.office, h.position, h.at INTO v_office, append_one.first, append_one.at;
    last := first;
    INSERT INTO {log}.commands VALUES (p_command, p_fingerprint, p_act, first, last)
        ON CONFLICT (command_id) DO NOTHING;
    IF NOT FOUND THEN
        SELECT * FROM {log}.repeat(p_command, p_fingerprint, 1) INTO outcome, first, last;
        at := NULL;
        RETURN;
    END IF;
    IF p_guards IS NOT NULL THEN
        SELECT split_part(g.line, ' ', 1) INTO v_moved
            FROM string_to_table(p_guards, E'\n') AS g (line)
            WHERE split_part(g.line, ' ', 2)::integer <> coalesce(
                (SELECT max(e.version) FROM {log}.events e
                 WHERE e.stream_id = split_part(g.line, ' ', 1)), 0) LIMIT 1;
        IF FOUND THEN RAISE EXCEPTION '%', v_moved USING ERRCODE = 'TH001'; END IF;
    END IF;
    IF p_register IS NOT NULL THEN
        v_year := {log}.calendar_year(at);
        v_number := {log}.next_number(p_register, v_year);
        numbers := ARRAY[v_number]; years := ARRAY[v_year];
    END IF;
    INSERT INTO {log}.events VALUES (
        first, p_stream, p_version, p_name, at, p_command, p_register, v_year, v_number, p_state, v_az,
        {log}.leaf(v_office, p_stream, p_version, p_name, at, p_command, p_state, v_az,
                   p_register, v_year, v_number));
    outcome := 'appended';
END
$append_one$;

-- Commands that share a transaction: p_of says to which of the commands (1, 2, …) an event belongs;
-- p_opens… set the last number before the first of a register's year (R-N07).
-- All or none: where one cannot be appended the caller tries them one by one.
CREATE FUNCTION {log}.append(
    p_commands uuid[], p_fingerprints bytea[], p_acts bytea[], p_counts integer[], p_at timestamptz,
    p_of integer[], p_streams text[], p_versions integer[], p_names text[], p_states bytea[],
    p_registers text[], p_guards text[], p_guard_versions integer[],
    p_opens text[], p_open_years integer[], p_open_lasts bigint[],
    OUT outcome text, OUT first bigint, OUT last bigint, OUT at timestamptz,
    OUT numbers bigint[], OUT years integer[]
) LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $append$
DECLARE
    v_office text; v_head bigint; v_count integer := cardinality(p_streams);
    v_kept integer; v_moved text;
BEGIN
    UPDATE {log}.head AS h
        SET position = h.position + v_count,
            at = greatest(p_at, h.at + interval '1 microsecond') + (v_count - 1) * interval '1 microsecond'
        RETURNING h.office, h.position, h.at - (v_count - 1) * interval '1 microsecond'
        INTO v_office, append.last, append.at;
    v_head := last - v_count; first := v_head + 1;
    INSERT INTO {log}.commands
        SELECT c.command_id, c.fingerprint, c.act, v_head + c.upto - c.n + 1, v_head + c.upto
        FROM (SELECT u.*, sum(u.n) OVER (ORDER BY u.i) AS upto
              FROM unnest(p_commands, p_fingerprints, p_acts, p_counts)
                   WITH ORDINALITY AS u (command_id, fingerprint, act, n, i)) AS c
        ON CONFLICT (command_id) DO NOTHING;
    GET DIAGNOSTICS v_kept = ROW_COUNT;
    IF v_kept < cardinality(p_commands) THEN
        IF v_kept > 0 THEN RAISE EXCEPTION 'one of the group' USING ERRCODE = 'TH002'; END IF;
        SELECT * FROM {log}.repeat(p_commands[1], p_fingerprints[1], v_count) INTO outcome, first, last;
        at := NULL;
        RETURN;
    END IF;
    SELECT g.stream INTO v_moved FROM unnest(p_guards, p_guard_versions) AS g (stream, version)
        WHERE g.version <> coalesce(
            (SELECT max(e.version) FROM {log}.events e WHERE e.stream_id = g.stream), 0) LIMIT 1;
    IF FOUND THEN RAISE EXCEPTION '%', v_moved USING ERRCODE = 'TH001'; END IF;
    IF p_opens IS NOT NULL THEN
        INSERT INTO {log}.registers (register, year, last)
            SELECT * FROM unnest(p_opens, p_open_years, p_open_lasts);
    END IF;
    IF p_registers IS NOT NULL THEN
        numbers := array_fill(NULL::bigint, ARRAY[v_count]);
        years := array_fill(NULL::integer, ARRAY[v_count]);
        FOR i IN 1..v_count LOOP
            IF p_registers[i] IS NOT NULL THEN
                years[i] := {log}.calendar_year(at + (i - 1) * interval '1 microsecond');
                numbers[i] := {log}.next_number(p_registers[i], years[i]);
            END IF;
        END LOOP;
    END IF;
    INSERT INTO {log}.events
        SELECT v_head + e.i, e.stream_id, e.version, e.name, e.at, p_commands[e.c], e.register, e.year,
               e.number, e.state, e.az,
               {log}.leaf(v_office, e.stream_id, e.version, e.name, e.at, p_commands[e.c], e.state, e.az,
                          e.register, e.year, e.number)
        FROM (SELECT u.*, append.at + (u.i - 1) * interval '1 microsecond' AS at,
                     sha256(p_acts[u.c]) AS az
              FROM unnest(p_of, p_streams, p_versions, p_names, p_states, p_registers, years, numbers)
                   WITH ORDINALITY AS u (c, stream_id, version, name, state, register, year, number, i)
             ) AS e;
    outcome := 'appended';
END
$append$;

-- Where a command was appended before, if it was; behind a write, like a repeat of the append.
CREATE FUNCTION {log}.repeated(
    p_command uuid, p_fingerprint bytea, OUT outcome text, OUT first bigint, OUT last bigint
) LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $repeated$
BEGIN
    SELECT CASE WHEN c.fingerprint = p_fingerprint THEN 'repeated' ELSE 'reused' END, c.first, c.last
        INTO outcome, first, last FROM {log}.commands c WHERE c.command_id = p_command;
    IF FOUND THEN UPDATE {log}.head SET position = position; END IF;
END
$repeated$;

CREATE FUNCTION {log}.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $refuse$
BEGIN
    RAISE EXCEPTION 'the log is append-only: % of % is refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
END
$refuse$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {log}.events
    FOR EACH STATEMENT EXECUTE FUNCTION {log}.refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {log}.commands
    FOR EACH STATEMENT EXECUTE FUNCTION {log}.refuse_change();
ALTER TABLE {log}.events ENABLE ALWAYS TRIGGER append_only;
ALTER TABLE {log}.commands ENABLE ALWAYS TRIGGER append_only;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA {log} FROM PUBLIC;
GRANT USAGE ON SCHEMA {log} TO {service};
GRANT SELECT ON {log}.events, {log}.commands, {log}.head, {log}.registers TO {service};
GRANT SELECT, INSERT, UPDATE, DELETE ON {log}.accounts, {log}.sessions TO {service};
GRANT EXECUTE ON FUNCTION {log}.append, {log}.append_one, {log}.repeated, {log}.leaf TO {service};
