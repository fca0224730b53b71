"""What must be true of the database before an office is served from it, said in words.

A fault stops the start; a warning is shown. Checked on a connection that acts as the service's role.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import psycopg
from psycopg import sql

from infrastructure.log.migrate import OWNER, SERVICE, Schemas, statements

OLDEST = 150000
APPEND_ONLY = ("events", "commands", "access_log")
DURABLE = {
    "fsync": {"on"},
    "full_page_writes": {"on"},
    "synchronous_commit": {"on", "remote_apply"},
}


class Finding(NamedTuple):
    """``fatal`` findings stop the start. ``mend`` says what to do."""

    fatal: bool
    what: str
    mend: str


class NotFitToServe(Exception):  # noqa: N818
    """The database does not keep what the office needs kept."""


def examine(connection: psycopg.Connection[Any], schemas: Schemas) -> list[Finding]:
    """Return what is wrong with the database, the fatal findings first."""
    found = [
        *_settings(connection),
        *_privileges(connection, schemas),
        *_triggers(connection, schemas),
    ]
    return sorted(found, key=lambda finding: not finding.fatal)


def require_fit(connection: psycopg.Connection[Any], schemas: Schemas) -> list[Finding]:
    """Return the warnings.

    Raises:
        NotFitToServe: naming every fatal finding and its mend.
    """
    found = examine(connection, schemas)
    fatal = [finding for finding in found if finding.fatal]
    if fatal:
        raise NotFitToServe("; ".join(f"{finding.what}: {finding.mend}" for finding in fatal))
    return found


def founding_sql(database: str, schemas: Schemas) -> str:
    """Return the SQL by which an administrator makes an office where the login may not."""
    return ";\n".join(statement.as_string() for statement in statements(database, schemas)) + ";"


def _settings(connection: psycopg.Connection[Any]) -> list[Finding]:
    found = []
    if connection.info.server_version < OLDEST:
        found.append(Finding(True, "PostgreSQL is older than 15", "use version 15 or later"))
    for name, good in DURABLE.items():
        value = _one(connection, "SELECT current_setting(%s)", name)
        if value not in good:
            found.append(Finding(True, f"{name} is {value}", f"set {name} = on"))
    if _one(connection, "SELECT current_setting('data_checksums')") != "on":
        found.append(
            Finding(
                False, "data checksums are off", "make the cluster with initdb --data-checksums"
            )
        )
    if not _one(connection, "SELECT cardinality(public.show_trgm('ก'))"):
        found.append(
            Finding(
                False,
                "a search in Thai cannot use its index",
                "make the database with LC_CTYPE 'C.UTF-8', or another that knows Thai letters",
            )
        )
    if _one(connection, "SELECT rolsuper FROM pg_roles WHERE rolname = session_user"):
        found.append(
            Finding(
                False,
                "the login is a superuser",
                f"sign in as a role that is only a member of {SERVICE}",
            )
        )
    return found


def _privileges(connection: psycopg.Connection[Any], schemas: Schemas) -> list[Finding]:
    found = []
    for table in APPEND_ONLY:
        name = f"{schemas.log}.{table}"
        # The trail of access is written by the service itself, and no more than written.
        for right in ("INSERT", "UPDATE", "DELETE", "TRUNCATE")[table == "access_log" :]:
            if _one(connection, "SELECT has_table_privilege(%s, %s, %s)", SERVICE, name, right):
                found.append(
                    Finding(
                        True,
                        f"{SERVICE} may {right} {name}",
                        f"REVOKE {right} ON {name} FROM {SERVICE}",
                    )
                )
        owner = _one(
            connection,
            "SELECT pg_get_userbyid(relowner) FROM pg_class WHERE oid = to_regclass(%s)",
            name,
        )
        if owner != OWNER:
            found.append(Finding(True, f"{name} is owned by {owner}", f"give it to {OWNER}"))
    return found


def _triggers(connection: psycopg.Connection[Any], schemas: Schemas) -> list[Finding]:
    found = []
    for table in APPEND_ONLY:
        name = f"{schemas.log}.{table}"
        state = _one(
            connection,
            "SELECT tgenabled FROM pg_trigger WHERE tgrelid = to_regclass(%s)"
            " AND tgname = 'append_only'",
            name,
        )
        if state not in ("A", b"A"):
            found.append(
                Finding(
                    True,
                    f"the append-only trigger of {name} is not always on",
                    f"ALTER TABLE {name} ENABLE ALWAYS TRIGGER append_only",
                )
            )
    return found


def _one(connection: psycopg.Connection[Any], query: str, *parameters: Any) -> Any:
    row = connection.execute(sql.SQL(query), parameters).fetchone()
    return row[0] if row else None
