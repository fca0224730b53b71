"""A real PostgreSQL for the tests: one server for the session, a fresh database per module.

``THABIAN_TEST_DATABASE_URL`` names a server to use instead of the embedded one; its login must be
allowed to create databases.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from infrastructure.postgres_server import PostgresServer


@pytest.fixture(scope="session")
def server_url() -> Iterator[str]:
    """The URL of a running server; its login may create databases and roles."""
    given = os.environ.get("THABIAN_TEST_DATABASE_URL")
    if given:
        yield given
        return
    # Not pytest's own folder: that is closed to the account the server runs as under root.
    folder = Path(tempfile.mkdtemp(prefix="thabian-tests-"))
    try:
        with PostgresServer(folder) as server:
            yield server.url()
    finally:
        shutil.rmtree(folder.resolve(), ignore_errors=True)
        folder.unlink() if folder.is_symlink() else None


@pytest.fixture(scope="module")
def database_url(server_url: str) -> Iterator[str]:
    """The conninfo of an empty database of this module's own."""
    name = f"test_{uuid4().hex}"
    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute(f"create database {name} template template0")
    try:
        yield make_conninfo(server_url, dbname=name)
    finally:
        with psycopg.connect(server_url, autocommit=True) as connection:
            connection.execute(f"drop database {name} with (force)")
