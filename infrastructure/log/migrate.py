"""Make an office's roles and schemas, once.

Three schemas: ``office_4203`` (the log and the accounts; owned by a role nobody signs in as),
``office_4203_read`` (read models) and ``office_4203_shadow`` (rebuilds), both owned by the service's
role, so that it can rebuild and swap them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

OWNER = "thabian_log"
SERVICE = "thabian_service"
SCHEMA = Path(__file__).with_name("schema.sql")
ACCESS = Path(__file__).parents[1] / "access" / "access.sql"
MIGRATION_LOCK = 4203_0001


@dataclass(frozen=True)
class Schemas:
    """The names of one office's schemas. ``code`` is the office's code (``4203``)."""

    code: str

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[a-z0-9]{1,20}", self.code):
            raise ValueError(f"an office code is lower-case letters and digits: {self.code!r}")

    @property
    def log(self) -> str:
        return f"office_{self.code}"

    @property
    def read(self) -> str:
        return f"office_{self.code}_read"

    @property
    def shadow(self) -> str:
        return f"office_{self.code}_shadow"


def migrate(conninfo: str, schemas: Schemas) -> bool:
    """Create what is missing; return whether the office is new. Safe to run by many at once.

    Raises:
        psycopg.errors.InsufficientPrivilege: the login may not create roles or schemas; ``doctor``
            prints the SQL that an administrator runs instead.
    """
    with psycopg.connect(conninfo, autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", [MIGRATION_LOCK])
        found = connection.execute("SELECT to_regnamespace(%s)", [schemas.log]).fetchone()
        if found and found[0]:
            return False
        for statement in statements(connection.info.dbname, schemas):
            connection.execute(statement)
        return True


def statements(database: str, schemas: Schemas) -> list[sql.Composed]:
    """Return the SQL that makes one office, in order."""
    names = {
        "log": sql.Identifier(schemas.log),
        "read": sql.Identifier(schemas.read),
        "shadow": sql.Identifier(schemas.shadow),
        "service": sql.Identifier(SERVICE),
        "owner": sql.Identifier(OWNER),
        "office": sql.Literal(schemas.code),
        "database": sql.Identifier(database),
    }
    roles = [
        sql.SQL(
            "DO $$ BEGIN CREATE ROLE {role} NOLOGIN;"
            " EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$"
        ).format(role=sql.Identifier(role))
        for role in (OWNER, SERVICE)
    ]
    once = [
        "GRANT {service} TO CURRENT_USER",
        "GRANT {owner} TO CURRENT_USER",
        "CREATE EXTENSION IF NOT EXISTS pg_trgm SCHEMA public",
        "GRANT USAGE ON SCHEMA public TO {service}",
    ]
    whole = (
        "BEGIN;"
        "CREATE SCHEMA {read} AUTHORIZATION {service};"
        "CREATE SCHEMA {shadow} AUTHORIZATION {service};"
        "CREATE SCHEMA {log} AUTHORIZATION {owner};"
        "SET LOCAL ROLE {owner};"
        + SCHEMA.read_text(encoding="utf-8")
        + ACCESS.read_text(encoding="utf-8")
        + "INSERT INTO {log}.head (office, position, at) VALUES ({office}, 0, '-infinity');"
        "COMMIT;"
    )
    return roles + [sql.SQL(text).format(**names) for text in (*once, whole)]
