"""A real PostgreSQL for the tests: one server for the session, a fresh database per module.

``THABIAN_TEST_DATABASE_URL`` names a server to use instead of the embedded one; its login must be
allowed to create databases. The demonstration office is loaded once for the session; each module that
asks for ``office`` or ``service`` gets a copy of its own.
"""

from __future__ import annotations

import logging
import os
import shutil
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
import structlog
from psycopg.conninfo import make_conninfo

from api.main import Service
from infrastructure.postgres_server import PostgresServer
from tests.acting import Acting
from tests.hands import matter
from tests.served import CODE, Demonstration, ServedOffice

# Every command of a test is not worth a line below each failure; what was refused is.
structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))


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


@pytest.fixture(scope="session")
def demonstration(
    server_url: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Demonstration]:
    """The demonstration office, loaded once and closed: the template of every copy."""
    loaded = Demonstration.loaded(server_url, tmp_path_factory.mktemp("demonstration"))
    try:
        yield loaded
    finally:
        loaded.drop()


def whole(office: ServedOffice) -> None:
    """Play one whole matter, into which an administrator looks afterwards; somebody will be away."""
    played = matter(office)
    played.play()
    row = played.row("case_status", played.case)
    fields = {
        "thing": "case",
        "number": f"{row['number']}/{row['year']}",
        "reason": "หน้าเรื่องแสดงผลไม่ครบ ต้องตรวจข้อมูลที่บันทึก",
    }
    played.hand.do("BreakGlass", fields, by="administrator")
    away = {"from_on": played.today, "until_on": played.today + timedelta(days=9)}
    task = {
        "post_id": office.ids["monitor"],
        "text": "ติดตามผลการใช้เงินเหลือจ่าย",
        "order_reference": "คำสั่งตัวอย่างที่ 5",
        "from_on": played.today,
    }
    played.hand.do("AssignTask", task, by="policy_director")
    played.hand.do("RecordAbsence", away, of=office.ids["person:analyst4"], by="analyst_4")


@pytest.fixture(scope="session")
def played_demonstration(
    demonstration: Demonstration, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Demonstration]:
    """The demonstration office after one whole matter: at least one stream of every kind."""
    played = demonstration.played(tmp_path_factory.mktemp("played"), whole)
    try:
        yield played
    finally:
        played.drop()


@pytest.fixture(scope="module")
def office(
    demonstration: Demonstration, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[ServedOffice]:
    """A copy of the demonstration office, served to this module: ``office.as_("registrar")``."""
    with demonstration.served(tmp_path_factory.mktemp("office")) as served:
        yield served


@pytest.fixture(scope="module")
def played_office(
    played_demonstration: Demonstration, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[ServedOffice]:
    """A copy of the office after a whole matter, served to this module."""
    with played_demonstration.served(tmp_path_factory.mktemp("played_office")) as served:
        yield served


@pytest.fixture(scope="module")
def empty(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """An office with nothing in its log, its runner going."""
    service = Service(database_url, tmp_path_factory.mktemp("empty"), CODE)
    service.start()
    try:
        yield service
    finally:
        service.stop()


@pytest.fixture(scope="module")
def service(
    demonstration: Demonstration, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Service]:
    """A copy of the demonstration office without its pages, its runner going."""
    with demonstration.copied(tmp_path_factory.mktemp("service")) as (conninfo, data):
        started = Service(conninfo, data, CODE)
        started.start()
        try:
            yield started
        finally:
            started.stop()


@pytest.fixture(scope="module")
def acting(service: Service, demonstration: Demonstration) -> Acting:
    """The demonstration's people at work on ``service``."""
    return Acting(service, demonstration.ids)


@pytest.fixture
def client(office: ServedOffice) -> object:
    """``client("registrar")`` is the office's client signed in as that person."""
    return office.as_
