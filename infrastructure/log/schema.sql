-- The log of one office (ADR 0002). {log} is the office's schema, owned by a role nobody signs in as.
-- Whoever serves may read it and may call append; nobody may change or delete what was appended.

-- Domains and not CHECKs of columns: a CHECK is read anew from the catalogue at every append.
CREATE DOMAIN {log}.plain AS text CHECK (VALUE ~ '^[A-Za-z0-9_.:/-]+$');  -- stands in a leaf as it is
CREATE DOMAIN {log}.always AS boolean CHECK (VALUE);

CREATE TABLE {log}.head (
    the_one  {log}.always PRIMARY KEY DEFAULT true,
    office   {log}.plain NOT NULL,
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
    stream_id  {log}.plain NOT NULL,
    version    integer NOT NULL,
    name       {log}.plain NOT NULL,
    at         timestamptz NOT NULL,
    command_id uuid NOT NULL,
    register   {log}.plain,
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
    register {log}.plain NOT NULL,
    year     integer NOT NULL,
    last     bigint NOT NULL,
    PRIMARY KEY (register, year)
);

-- SHA-256(0x00 ‖ entry); entry is RFC 8785 JSON: keys in order, no spaces, ASCII by the domain above.
-- One format() and not a chain of ||: what costs is not the work but the number of expressions.
CREATE FUNCTION {log}.leaf(
    office text, stream_id text, version integer, name text, at timestamptz, command_id uuid,
    state bytea, az bytea, register text, year integer, number bigint
) RETURNS bytea LANGUAGE sql STABLE AS $leaf$
    SELECT pg_catalog.sha256('\x00'::bytea || pg_catalog.convert_to(pg_catalog.format(
        '{{"at":"%s","az":"%s","cmd":"%s"%s,"office":"%s","ph":"%s"%s,"stream":"%s","type":"%s","v":1,"ver":%s%s}}',
        pg_catalog.to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
        pg_catalog.encode(az, 'hex'), command_id, ',"number":' || number, office,
        pg_catalog.encode(pg_catalog.sha256(state), 'hex'), ',"register":"' || register || '"',
        stream_id, name, version, ',"year":' || year), 'UTF8'))
$leaf$;

-- The B.E. calendar year in which a number is issued (R-N05, R-T01).
CREATE FUNCTION {log}.calendar_year(at timestamptz) RETURNS integer LANGUAGE sql STABLE AS $year$
    SELECT (pg_catalog.date_part('year', at AT TIME ZONE 'Asia/Bangkok') + 543)::integer
$year$;

-- A command that was appended before: give back the positions that p_count events would have taken, and
-- say where the first append stands. The head row is written either way, so the answer waits for a synced
-- commit and never vouches for what a failover lost. (The time stays risen; it need only rise.)
CREATE FUNCTION {log}.repeat(p_command uuid, p_fingerprint bytea, p_count integer) RETURNS text
LANGUAGE plpgsql VOLATILE AS $repeat$
DECLARE v_answer text;
BEGIN
    UPDATE {log}.head SET position = position - p_count;
    SELECT concat_ws(' ', CASE WHEN c.fingerprint = p_fingerprint THEN 'repeated' ELSE 'reused' END,
                     c.first, c.last)
        INTO v_answer FROM {log}.commands c WHERE c.command_id = p_command;
    RETURN v_answer;
END
$repeat$;

-- Take the next numbers of a register's year; return the last of them.
CREATE FUNCTION {log}.take_numbers(wanted {log}.plain, in_year integer, how_many integer) RETURNS bigint
LANGUAGE plpgsql VOLATILE AS $take$
DECLARE issued bigint;
BEGIN
    UPDATE {log}.registers SET last = last + how_many
        WHERE register = wanted AND year = in_year RETURNING last INTO issued;
    IF NOT FOUND THEN
        INSERT INTO {log}.registers (register, year, last) VALUES (wanted, in_year, how_many)
            RETURNING last INTO issued;
    END IF;
    RETURN issued;
END
$take$;

-- Microseconds since 1970: a time as a number.
CREATE FUNCTION {log}.microseconds(at timestamptz) RETURNS bigint LANGUAGE sql STABLE AS $microseconds$
    SELECT (EXTRACT(epoch FROM at) * 1000000)::bigint
$microseconds$;

-- Both append functions answer in one line of words, which costs less than a row of columns:
--   appended FIRST LAST AT YEARS NUMBERS   first and last position, time of the first event in
--                                          microseconds since 1970; years and numbers of registers only
--                                          if there are any, one per event, commas between
--   repeated FIRST LAST                    this command was appended before, there
--   reused FIRST LAST                      so was another of the same id
-- A guard that moved on raises TH001 with the stream's id, and nothing has happened.

-- One command with one event: the common case, with arrays for the guards only.
CREATE FUNCTION {log}.append_one(
    p_command uuid, p_fingerprint bytea, p_act bytea, p_at timestamptz,
    p_stream {log}.plain, p_version integer, p_name {log}.plain, p_state bytea, p_register {log}.plain,
    p_guards {log}.plain[], p_guard_versions integer[]
) RETURNS text
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $append_one$
DECLARE
    v_office text; v_position bigint; v_at timestamptz; v_az bytea := sha256(p_act);
    v_year integer; v_number bigint; v_version integer;
BEGIN
    -- The head row is taken first: from here on the office's appends follow each other.
    UPDATE {log}.head AS h
        SET position = h.position + 1, at = greatest(p_at, h.at + interval '1 microsecond')
        RETURNING h.office, h.position, h.at INTO v_office, v_position, v_at;
    INSERT INTO {log}.commands VALUES (p_command, p_fingerprint, p_act, v_position, v_position)
        ON CONFLICT (command_id) DO NOTHING;
    IF NOT FOUND THEN RETURN {log}.repeat(p_command, p_fingerprint, 1); END IF;
    FOR i IN 1..cardinality(p_guards) LOOP
        SELECT e.version INTO v_version FROM {log}.events e WHERE e.stream_id = p_guards[i]
            ORDER BY e.version DESC LIMIT 1;
        IF p_guard_versions[i] <> coalesce(v_version, 0) THEN
            RAISE EXCEPTION '%', p_guards[i] USING ERRCODE = 'TH001';
        END IF;
    END LOOP;
    IF p_register IS NOT NULL THEN
        v_year := {log}.calendar_year(v_at);
        v_number := {log}.take_numbers(p_register, v_year, 1);
    END IF;
    INSERT INTO {log}.events VALUES (
        v_position, p_stream, p_version, p_name, v_at, p_command, p_register, v_year, v_number,
        p_state, v_az,
        {log}.leaf(v_office, p_stream, p_version, p_name, v_at, p_command, p_state, v_az,
                   p_register, v_year, v_number));
    RETURN concat_ws(' ', 'appended', v_position, v_position, {log}.microseconds(v_at), v_year, v_number);
END
$append_one$;

-- Commands that share a transaction. p_begins and p_ends say which of the events (1, 2, …) are a command's
-- first and last, p_of to which of the commands an event belongs; p_opens… set the last number before the
-- first of a register's year (R-N07). All or none: where one cannot be appended the caller tries each alone.
CREATE FUNCTION {log}.append(
    p_commands uuid[], p_fingerprints bytea[], p_acts bytea[], p_begins integer[], p_ends integer[],
    p_at timestamptz, p_of integer[], p_streams {log}.plain[], p_versions integer[], p_names {log}.plain[],
    p_states bytea[], p_registers {log}.plain[], p_guards {log}.plain[], p_guard_versions integer[],
    p_opens {log}.plain[], p_open_years integer[], p_open_lasts bigint[]
) RETURNS text
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $append$
DECLARE
    v_office text; v_head bigint; v_last bigint; v_at timestamptz; v_moved text;
    v_count integer := cardinality(p_streams); v_new integer;
    v_years integer[]; v_numbers bigint[]; v_register text; v_year integer; v_number bigint;
BEGIN
    UPDATE {log}.head AS h
        SET position = h.position + v_count,
            at = greatest(p_at, h.at + interval '1 microsecond') + (v_count - 1) * interval '1 microsecond'
        RETURNING h.office, h.position, h.at - (v_count - 1) * interval '1 microsecond'
        INTO v_office, v_last, v_at;
    v_head := v_last - v_count;
    INSERT INTO {log}.commands
        SELECT c.command_id, c.fingerprint, c.act, v_head + c.begins, v_head + c.ends
        FROM unnest(p_commands, p_fingerprints, p_acts, p_begins, p_ends)
             AS c (command_id, fingerprint, act, begins, ends)
        ON CONFLICT (command_id) DO NOTHING;
    GET DIAGNOSTICS v_new = ROW_COUNT;
    IF v_new < cardinality(p_commands) THEN
        IF v_new > 0 THEN RAISE EXCEPTION 'one of the group' USING ERRCODE = 'TH002'; END IF;
        RETURN {log}.repeat(p_commands[1], p_fingerprints[1], v_count);
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
        v_years := array_fill(NULL::integer, ARRAY[v_count]);
        v_numbers := array_fill(NULL::bigint, ARRAY[v_count]);
        FOR i IN 1..v_count LOOP
            IF p_registers[i] IS NOT NULL THEN
                v_years[i] := {log}.calendar_year(v_at + (i - 1) * interval '1 microsecond');
            END IF;
        END LOOP;
        -- A register is written once, however many of its numbers are asked for.
        FOR v_register, v_year, v_new IN
            SELECT w.register, w.year, count(*) FROM unnest(p_registers, v_years) AS w (register, year)
                WHERE w.register IS NOT NULL GROUP BY w.register, w.year
        LOOP
            v_number := {log}.take_numbers(v_register, v_year, v_new) - v_new;
            FOR i IN 1..v_count LOOP
                IF p_registers[i] = v_register AND v_years[i] = v_year THEN
                    v_number := v_number + 1;
                    v_numbers[i] := v_number;
                END IF;
            END LOOP;
        END LOOP;
    END IF;
    INSERT INTO {log}.events
        SELECT v_head + e.i, e.stream_id, e.version, e.name, e.at, p_commands[e.c], e.register, e.year,
               e.number, e.state, e.az,
               {log}.leaf(v_office, e.stream_id, e.version, e.name, e.at, p_commands[e.c], e.state, e.az,
                          e.register, e.year, e.number)
        FROM (SELECT u.*, v_at + (u.i - 1) * interval '1 microsecond' AS at, sha256(p_acts[u.c]) AS az
              FROM unnest(p_of, p_streams, p_versions, p_names, p_states, p_registers, v_years, v_numbers)
                   WITH ORDINALITY AS u (c, stream_id, version, name, state, register, year, number, i)
             ) AS e;
    RETURN concat_ws(' ', 'appended', v_head + 1, v_last, {log}.microseconds(v_at),
                     array_to_string(v_years, ',', ''), array_to_string(v_numbers, ',', ''));
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
GRANT EXECUTE ON FUNCTION {log}.append, {log}.append_one, {log}.repeated, {log}.leaf TO {service};
