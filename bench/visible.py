"""How soon a committed event is in the read models, and how long commands take beside a rebuild.

Commands come at a steady pace from several threads, as clerks' do. The rebuild is that of
``thabian replay``: a process of its own, over the same log, again and again. And how soon what one person
did is on the page another has open, both asking a serving process as browsers do.
"""

from __future__ import annotations

import json
import multiprocessing
import re
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from http import HTTPStatus
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from queue import SimpleQueue
from statistics import median, quantiles
from threading import Barrier, Thread
from typing import Any
from uuid import uuid4

from psycopg import sql

from api.context import BY_ITSELF
from api.main import Service
from bench.figure import Figure, against, counted
from bench.history import make
from bench.office import CODE, People, office
from bench.server import Server, token_of
from infrastructure.read_model.rebuild import Aborted, give_way

EVENTS = {"small": 15_000, "medium": 50_000, "large": 100_000}
ROUNDS = {"small": 3, "medium": 3, "large": 5}
A_SECOND = 200
BESIDE_A_SECOND = 50
SECONDS = 5
THREADS = 4
PERSONS = ("registrar", "clerk")
LETTERS, WARM = 40, 5
APART_SECONDS = 0.2
LIVE_FROM = re.compile(rb'data-live="(\d+)"')


def paced(people: People, a_second: float, seconds: float) -> list[float]:
    """Receive letters at a pace for some seconds; return what each command took, in ms."""
    taken: list[float] = []
    together = Barrier(THREADS)

    def work(thread: int) -> None:
        together.wait()
        began = time.perf_counter()
        for turn in range(thread, int(a_second * seconds), THREADS):
            time.sleep(max(0.0, began + turn / a_second - time.perf_counter()))
            at = time.perf_counter()
            people.do("ReceiveLetter", people.letter(turn), "registrar")
            taken.append((time.perf_counter() - at) * 1000)

    threads = [Thread(target=work, args=[thread]) for thread in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return taken


def seen(people: People, work: Callable[[], object]) -> list[float]:
    """Return how long after its commit each event of ``work`` was in every read model, in ms."""
    service = people.service
    committed: SimpleQueue[tuple[int, float] | None] = SimpleQueue()
    appended = service.recorder.on_append
    assert appended is not None
    late: list[float] = []

    def told(position: int) -> None:
        committed.put((position, time.perf_counter()))
        appended(position)

    def watch() -> None:
        while (one := committed.get()) is not None:
            position, at = one
            if service.runner.wait(position, timeout=30):
                late.append((time.perf_counter() - at) * 1000)

    watching = Thread(target=watch)
    watching.start()
    service.recorder.on_append = told
    try:
        work()
    finally:
        service.recorder.on_append = appended
        committed.put(None)
        watching.join()
    return late


def missed(people: People) -> int:
    """Return how many events have no line in the history, which has one of each."""
    service = people.service
    service.runner.wait(service.recorder.max_notification_id() or 0, timeout=30)
    with service.pool.connection() as connection:
        row = connection.execute(
            sql.SQL(
                "SELECT count(*) FROM {}.events e WHERE NOT EXISTS"
                " (SELECT FROM {}.audit_history a WHERE a.position = e.position)"
            ).format(
                sql.Identifier(service.recorder.schemas.log),
                sql.Identifier(service.recorder.schemas.read),
            )
        ).fetchone()
    assert row is not None
    return int(row[0])


def rebuild_on(conninfo: str, data: Path, going: Any, enough: Any) -> None:
    """Rebuild everything again and again until it is enough: what a process of its own does."""
    give_way()
    service = Service(conninfo, data, CODE, pool_size=4, workers=False)
    going.set()
    while not enough.is_set():
        with suppress(Aborted):
            service.rebuild().run(aborted=enough.is_set)


@contextmanager
def rebuilding(people: People) -> Iterator[None]:
    """Another process rebuilds meanwhile."""
    context = multiprocessing.get_context("spawn")
    going, enough = context.Event(), context.Event()
    service = people.service
    process = context.Process(
        target=rebuild_on, args=(service.conninfo, service.data, going, enough)
    )
    process.start()
    assert going.wait(60)
    try:
        yield
    finally:
        enough.set()
        process.join()


def on_pages(people: People) -> list[float]:
    """Return how long after the registrar's answer a letter was on the clerk's open inbox, in ms."""
    service = people.service
    tokens = {who: {"Authorization": f"Bearer {token_of(service, who)}"} for who in PERSONS}
    service.pause()  # the server runs the projections
    server = Server(service, workers=False)
    try:
        server.ready()
        shown: list[tuple[int, float]] = []
        stream = HTTPConnection("127.0.0.1", server.port, timeout=60)
        stream.request("GET", "/live", headers=tokens["clerk"])
        said = stream.getresponse()
        Thread(target=follow, args=[said, server.port, tokens["clerk"], shown], daemon=True).start()
        wire = HTTPConnection("127.0.0.1", server.port, timeout=60)
        answered: list[tuple[int, float]] = []
        for turn in range(LETTERS + WARM):
            headers = tokens["registrar"] | {"Idempotency-Key": str(uuid4())}
            headers["Content-Type"] = "application/json"
            wire.request("POST", "/api/v1/letters", json.dumps(people.letter(turn)), headers)
            answer = wire.getresponse()
            body = json.loads(answer.read())
            assert answer.status == HTTPStatus.CREATED, body
            answered.append((body["position"], time.perf_counter()))
            time.sleep(APART_SECONDS)
        return [
            (min(at for reached, at in shown if reached >= position) - since) * 1000
            for position, since in answered[WARM:]
        ]
    finally:
        server.kill()


def follow(
    said: HTTPResponse, port: int, who: Mapping[str, str], shown: list[tuple[int, float]]
) -> None:
    """Do as a page does: when it is told of a position, ask for itself again. Note what it showed when."""
    wire = HTTPConnection("127.0.0.1", port, timeout=60)
    while line := said.readline():
        if line.startswith(b"id: "):
            address = f"/inbox?after={int(line[4:])}"
            wire.request("GET", address, headers={**who, BY_ITSELF: "1"})
            found = LIVE_FROM.search(wire.getresponse().read())
            assert found is not None
            shown.append((int(found[1]), time.perf_counter()))


def p99(taken: list[float]) -> float:
    return quantiles(taken, n=100)[98]


def run(size: str) -> list[Figure]:
    delays: list[list[float]] = []
    idle: list[float] = []
    beside: list[float] = []
    with office(running=True) as people:
        events = make(people, EVENTS[size])
        paced(people, A_SECOND, 1)
        for _ in range(ROUNDS[size]):
            delays.append(seen(people, lambda: paced(people, A_SECOND, SECONDS / 2)))
            idle.append(p99(paced(people, BESIDE_A_SECOND, SECONDS)))
            with rebuilding(people):
                beside.append(p99(paced(people, BESIDE_A_SECOND, SECONDS)))
        lost = missed(people)
        pages = on_pages(people)
    return [
        Figure(f"committed → visible at {A_SECOND} commands/s, p50", median(map(median, delays)), "ms",
               None, None, "< 5 ms"),
        Figure(f"committed → visible at {A_SECOND} commands/s, p99", median(map(p99, delays)), "ms",
               None, None, "< 25 ms"),
        Figure("answered → on another's open page, p50", median(pages), "ms"),
        Figure("answered → on another's open page, p99", p99(pages), "ms", None, None, "< 1,000"),
        counted("events that are in no read model", lost),
        against(f"command p99 beside a rebuild of {events:,} events", beside, "ms", idle, "≤ 2"),
    ]  # fmt: skip
