"""The demonstration office, served to tests: signed-in clients that send what a careful caller sends."""

from __future__ import annotations

import json
import re
import shutil
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import psycopg
from psycopg.conninfo import make_conninfo
from starlette.testclient import TestClient

from api.catalogue import ROUTES
from api.main import Service, create_app
from api.routes import Route
from application.desk import OFFICE
from infrastructure.access.limits import Allowance, Limits
from infrastructure.access.oidc import Registration
from infrastructure.demo.load import load

CODE = "4203"
API = "/api/v1"
PATIENCE_SECONDS = 20.0
GENEROUS = Limits(Allowance(10_000, 60_000), Allowance(100_000, 600_000))


class Client:
    """A program signed in as somebody, acting in one post."""

    def __init__(self, office: ServedOffice, login: str, role: str | None) -> None:
        self.office = office
        self.login = login
        answer = office.http.post(
            f"{API}/session", json={"login": login, "password": office.passwords[login]}
        )
        assert answer.status_code == 201, answer.text
        session = answer.json()
        office.http.cookies.clear()
        self.headers = {"Authorization": f"Bearer {session['token']}"}
        self.person_id = UUID(session["person_id"])
        post = session["posts"][0]
        if role is not None:
            post = next(held for held in session["posts"] if held["role"] == role)
            chosen = self.post(f"{API}/session/post", json={"post_id": post["post_id"]})
            office.http.cookies.clear()
            self.headers = {"Authorization": f"Bearer {chosen.json()['token']}"}
        self.post_id = UUID(post["post_id"])

    def request(self, method: str, path: str, **kwargs: Any) -> Any:
        headers = {**self.headers, **kwargs.pop("headers", {})}
        kwargs.setdefault("follow_redirects", False)
        return self.office.http.request(method, path, headers=headers, **kwargs)

    def get(self, path: str, **kwargs: Any) -> Any:
        """GET a page or, under ``/api/v1``, what programs read."""
        return self.request("GET", path, **kwargs)

    def post(self, path: str, **kwargs: Any) -> Any:
        """POST as it is: no header is added but who is signed in."""
        return self.request("POST", path, **kwargs)

    def act(
        self,
        path: str,
        body: Mapping[str, Any] | None = None,
        *,
        version: int | None = None,
        key: str | None = None,
    ) -> Any:
        """Carry out an act: ``path`` below ``/api/v1``, ``body`` as JSON.

        ``Idempotency-Key`` is new unless given; ``If-Match`` is the stream's latest version unless
        given. Returns when every read model has taken in what was appended.
        """
        route, stream_key = found(path)
        headers = {"Idempotency-Key": key or str(uuid4())}
        if not route.act.creates:
            if version is None:
                version = self.office.version(route, stream_key)
            headers["If-Match"] = f'"{version}"'
        answer = self.post(f"{API}{path}", json=jsonable(body or {}), headers=headers)
        if answer.status_code < 300:
            self.office.wait(answer.json()["position"])
        return answer

    def done(self, path: str, body: Mapping[str, Any] | None = None, **kwargs: Any) -> Any:
        """Carry out an act that must succeed; return the answer's JSON."""
        answer = self.act(path, body, **kwargs)
        assert answer.status_code < 300, f"{path}: {answer.status_code} {answer.text}"
        return answer.json()

    def refused(self, path: str, body: Mapping[str, Any] | None = None, **kwargs: Any) -> Any:
        """Carry out an act that must be refused; return the problem's JSON."""
        answer = self.act(path, body, **kwargs)
        assert 400 <= answer.status_code < 500, f"{path}: {answer.status_code} {answer.text}"
        assert answer.headers["content-type"] == "application/problem+json"
        return answer.json()

    def rows(self, view: str, **filters: Any) -> list[dict[str, Any]]:
        """Return the first page of a read model."""
        answer = self.get(f"{API}/views/{view}", params=jsonable(filters))
        assert answer.status_code == 200, answer.text
        return answer.json()["items"]

    def row(self, view: str, key: object, **parameters: Any) -> dict[str, Any]:
        """Return one row of a read model."""
        answer = self.get(f"{API}/views/{view}/{key}", params=jsonable(parameters))
        assert answer.status_code == 200, answer.text
        return answer.json()

    def upload(self, content: bytes, name: str = "enclosure.pdf") -> str:
        """Hand in a file; return its digest."""
        answer = self.post(f"{API}/files", files={"file": (name, content)})
        assert answer.status_code == 201, answer.text
        return answer.json()["digest"]


class ServedOffice:
    """One office, served. ``ids`` are the names of the demonstration's file: units, posts, people.

    ``ids["policy"]`` is a unit, ``ids["analyst"]`` a post, ``ids["person:analyst"]`` who holds it,
    ``ids["school:42010149"]`` a school.
    """

    def __init__(self, service: Service, http: TestClient, ids: Mapping[str, Any]) -> None:
        self.service = service
        self.http = http
        self.ids = ids
        self._clients: dict[tuple[str, str | None], Client] = {}

    @cached_property
    def passwords(self) -> dict[str, str]:
        people = json.loads((self.service.data / "demonstration.json").read_text("utf-8"))
        return {row["login"]: row["password"] for row in people}

    def as_(self, login: str, role: str | None = None) -> Client:
        """Return a client signed in as ``login``, in his own post or in the one with ``role``."""
        if (login, role) not in self._clients:
            self._clients[login, role] = Client(self, login, role)
        return self._clients[login, role]

    def wait(self, position: int | None = None) -> None:
        """Wait until every read model has taken in the log as far as ``position``."""
        if position is None:
            position = self.service.recorder.max_notification_id() or 0
        assert self.service.runner.wait(position, timeout=PATIENCE_SECONDS), (
            f"read models stay behind {position}: {self.service.runner.positions}"
            f" {self.service.runner.stopped}"
        )

    def printed(self) -> None:
        """Wait until the paper of every letter sent is kept, and every read model knows of it."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while True:
            self.wait()
            sent = self.service.rows.rows("outgoing_letters", state="dispatched")
            left = [row["id"] for row in sent if row["paper_digest"] is None]
            if not left:
                return
            assert time.monotonic() < deadline, f"no paper yet of {left}"
            time.sleep(0.05)

    def version(self, route: Route, key: str) -> int:
        decider = route.act.decider
        stream = f"{decider.kind}/{key}"
        return self.service.office.streams.known(decider, stream, fresh=True).version

    def state(self, decider: Any, key: object) -> Any:
        """Return the present state of a stream."""
        stream = f"{decider.kind}/{key}"
        return self.service.office.streams.known(decider, stream, fresh=True).state

    def events(self, stream: str) -> list[Any]:
        """Return the events of a stream (``letter/…``)."""
        return [self.service.decode(row).event for row in self.service.recorder.stream(stream)]


PATTERNS = [
    (re.compile(re.escape(route.path).replace(r"\{id\}", "(?P<id>[^/]+)")), route)
    for route in sorted(ROUTES, key=lambda route: route.path.count("{"))
]


def found(path: str) -> tuple[Route, str]:
    """Return the route of a path below ``/api/v1`` and the key of the stream it names."""
    for pattern, route in PATTERNS:
        match = pattern.fullmatch(path)
        if match:
            return route, route.key or match.groupdict().get("id", "")
    raise LookupError(f"no act is asked at {path}")


def jsonable(value: Any) -> Any:
    """Return what ``json`` can write: ids and dates become text."""
    if isinstance(value, Mapping):
        return {name: jsonable(inner) for name, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [jsonable(inner) for inner in value]
    if value is None or isinstance(value, (str, int, float, bool)):
        return value
    return str(value)


class Demonstration:
    """A database with the demonstration office in it, closed, and the folder of its keys and files.

    ``ids`` are the names of the demonstration's file.
    """

    def __init__(self, server_url: str, name: str, data: Path, ids: dict[str, Any]) -> None:
        self.server_url = server_url
        self.name = name
        self.data = data
        self.ids = ids

    @classmethod
    def loaded(cls, server_url: str, folder: Path) -> Demonstration:
        """Load the demonstration office into a database of its own."""
        name, data = f"test_demo_{uuid4().hex}", folder / "demo"
        data.mkdir()
        create(server_url, name, "template0")
        made = cls(server_url, name, data, {})
        service = Service(make_conninfo(server_url, dbname=name), data, CODE)
        try:
            service.start()
            people = load(
                service.office, service.access.accounts, service.runner.wait, names=made.ids
            )
            head = service.recorder.max_notification_id() or 0
            assert service.runner.wait(head, timeout=PATIENCE_SECONDS), service.runner.stopped
        finally:
            service.stop()
        (data / "demonstration.json").write_text(json.dumps(people), "utf-8")
        return made

    def played(self, folder: Path, play: Callable[[ServedOffice], object]) -> Demonstration:
        """Return another one in which ``play`` has been at work."""
        name, data = f"test_played_{uuid4().hex}", folder / "played"
        shutil.copytree(self.data, data)
        create(self.server_url, name, self.name)
        made = Demonstration(self.server_url, name, data, self.ids)
        with served(make_conninfo(self.server_url, dbname=name), data, self.ids) as office:
            play(office)
            office.printed()
        return made

    def drop(self) -> None:
        drop(self.server_url, self.name)

    @contextmanager
    def copied(self, folder: Path) -> Iterator[tuple[str, Path]]:
        """Yield the conninfo and the folder of a copy of one's own."""
        name = f"test_{uuid4().hex}"
        data = folder / name
        shutil.copytree(self.data, data)
        create(self.server_url, name, self.name)
        try:
            yield make_conninfo(self.server_url, dbname=name), data
        finally:
            drop(self.server_url, name)

    @contextmanager
    def served(
        self, folder: Path, limits: Limits = GENEROUS, provider: Registration | None = None
    ) -> Iterator[ServedOffice]:
        """Yield a copy of the office, served; a program may ask more of it than a person can."""
        with (
            self.copied(folder) as (conninfo, data),
            served(conninfo, data, self.ids, limits, provider) as office,
        ):
            yield office


@contextmanager
def served(
    conninfo: str,
    data: Path,
    ids: Mapping[str, Any],
    limits: Limits = GENEROUS,
    provider: Registration | None = None,
    *,
    workers: bool = True,
) -> Iterator[ServedOffice]:
    """Yield the office in this database and folder, served and caught up."""
    service = Service(conninfo, data, CODE, workers=workers, limits=limits, provider=provider)
    with TestClient(create_app(service), raise_server_exceptions=False) as http:
        office = ServedOffice(service, http, ids)
        office.wait()
        yield office


def create(server_url: str, name: str, template: str) -> None:
    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute(f"create database {name} template {template}")


def drop(server_url: str, name: str) -> None:
    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute(f"drop database if exists {name} with (force)")


__all__ = ["API", "CODE", "OFFICE", "Client", "Demonstration", "ServedOffice"]
