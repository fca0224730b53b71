"""Where figures are taken: a server of our own, the demonstration office in it, and its people."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID, uuid4

import psycopg
import structlog
from psycopg.conninfo import make_conninfo

from api.main import Service
from application.act import body_of
from application.catalogue import ACTS
from application.execute import Answer, Who, execute
from domain.organization.post import holder_on, post
from domain.thai_time import bangkok_date
from infrastructure.demo.load import load
from infrastructure.postgres_server import PostgresServer

CODE = "4203"


@contextmanager
def database() -> Iterator[tuple[str, Path]]:
    """Yield a database of one's own and a folder; both are gone afterwards."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    folder = Path(tempfile.mkdtemp(prefix="thabian-bench-"))
    given = os.environ.get("THABIAN_BENCH_DATABASE_URL")
    server = None if given else PostgresServer(folder / "postgres")
    try:
        if server is not None:
            server.start()
        address = given or server.url()  # type: ignore[union-attr]
        name = f"bench_{uuid4().hex}"
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(f"create database {name} template template0")
        data = folder / "data"
        data.mkdir()
        try:
            yield make_conninfo(address, dbname=name), data
        finally:
            with psycopg.connect(address, autocommit=True) as connection:
                connection.execute(f"drop database {name} with (force)")
    finally:
        if server is not None:
            server.stop()
        # The server's folder may be a link to one that its account can enter.
        shutil.rmtree((folder / "postgres").resolve(), ignore_errors=True)
        shutil.rmtree(folder, ignore_errors=True)


class People:
    """The demonstration's people at work on a service: whole commands, as HTTP would ask them."""

    def __init__(self, service: Service, ids: Mapping[str, Any]) -> None:
        self.service = service
        self.ids = ids
        self._known: dict[str, Who] = {}

    def who(self, name: str) -> Who:
        if name not in self._known:
            state = self.service.office.streams.known(
                post, f"post/{self.ids[name]}", fresh=False
            ).state
            holder = holder_on(state, bangkok_date(datetime.now(UTC)))
            assert holder is not None
            self._known[name] = Who(holder, self.ids[name])
        return self._known[name]

    def do(
        self,
        act: str,
        fields: Mapping[str, Any],
        by: str,
        of: UUID | str = "new",
        at: datetime | None = None,
    ) -> Answer:
        """Carry out an act in the post ``by``, now or as if it were asked ``at`` another moment."""
        declared = ACTS[act]
        body = body_of(declared.command).model_validate(dict(fields))
        return execute(
            self.service.office, declared, of, body, self.who(by),
            command_id=uuid4(), at=at or datetime.now(UTC),
        )  # fmt: skip

    def letter(self, number: int) -> dict[str, Any]:
        return {
            "kind": "external",
            "received_on": "2569-11-01",
            "to_unit_id": str(self.ids["policy"]),
            "subject": f"ขอรับการสนับสนุนงบประมาณค่าสาธารณูปโภคและค่าซ่อมแซมอาคารเรียน ครั้งที่ {number}",
            "sender_name": "โรงเรียนบ้านตัวอย่าง",
            "reference": "",
        }

    def handle(self, seed: int) -> int:
        """Take one letter through its days, some farther than others; return the events made."""
        chance = Random(seed)
        letter = UUID(self.do("ReceiveLetter", self.letter(seed), "registrar").id)
        self.do("TakeInLetter", {}, "clerk", letter)
        if chance.random() < 0.1:
            self.do("ReturnLetter", {"reason": "ส่งผิดกลุ่ม"}, "clerk", letter)
            self.do("RerouteLetter", {"to_unit_id": str(self.ids["policy"])}, "registrar", letter)
            return 4
        if chance.random() < 0.4:
            return 2
        endorsement = {"opinion": "มอบดำเนินการ", "assigned_post_id": str(self.ids["analyst"])}
        self.do("EndorseLetter", endorsement, "policy_director", letter)
        if chance.random() < 0.3:
            return 3
        self.do("AcknowledgeLetter", {"note": "ทราบ"}, "policy_director", letter)
        return 4


@contextmanager
def office(*, running: bool = False, pool_size: int = 24) -> Iterator[People]:
    """Yield the demonstration office; with its runner going, or with nothing going."""
    with database() as (conninfo, data):
        service = Service(conninfo, data, CODE, pool_size=pool_size, workers=False)
        names: dict[str, Any] = {}
        service.start()
        try:
            people = load(service.office, service.access.accounts, service.runner.wait, names=names)
            (data / "demonstration.json").write_text(json.dumps(people), "utf-8")
            if not running:
                service.pause()
                service.recorder.on_append = None
            yield People(service, names)
        finally:
            service.stop()
