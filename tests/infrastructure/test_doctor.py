"""What is wrong with a database is said before an office is served from it."""

from __future__ import annotations

from uuid import uuid4

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from infrastructure.connections import connect
from infrastructure.doctor import examine
from infrastructure.log.migrate import Schemas, migrate

SCHEMAS = Schemas("4203")


@pytest.mark.parametrize(("ctype", "warned"), [("C.UTF-8", False), ("C", True)])
def test_a_database_whose_search_knows_no_thai_letters_is_warned_of(
    server_url: str, ctype: str, warned: bool
) -> None:
    name = f"test_{uuid4().hex}"
    with psycopg.connect(server_url, autocommit=True) as server:
        server.execute(f"create database {name} template template0 lc_ctype '{ctype}'")
        try:
            address = make_conninfo(server_url, dbname=name)
            migrate(address, SCHEMAS)
            with connect(address) as connection:
                found = [finding.what for finding in examine(connection, SCHEMAS)]
        finally:
            server.execute(f"drop database {name} with (force)")
    assert ("a search in Thai cannot use its index" in found) is warned
