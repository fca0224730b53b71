"""Joins the rooms: the one module of ``api/`` that knows what the service is kept with."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import psycopg
import structlog
from fastapi import FastAPI, Request, Response
from fastapi.middleware.gzip import GZipMiddleware
from fastapi.staticfiles import StaticFiles
from psycopg_pool import PoolTimeout

from api import catalogue
from api.access import entry
from api.access import reading as access_reading
from api.access.deeds import deed_api, deed_pages
from api.audit.exports import router as exports_router
from api.context import now
from api.files import router as files_router
from api.form_pages import form_pages
from api.guards import SAFE, Guards
from api.health import router as health_router
from api.lists import router as lists_router
from api.live import Live
from api.live import pages as live_pages
from api.organization.authority import router as authority_router
from api.organization.powers import router as powers_router
from api.page_problem import problem_page
from api.problems import answer, install
from api.routes import api as api_of
from api.session import api_router as session_api
from api.sign_in_page import open_pages
from api.sign_in_page import page_router as session_pages
from api.web.render import STATIC
from application.correspondence.paper import Paper
from application.desk import OFFICE
from application.organization.handover import HandoverPaper
from domain.access.rules import AccessRules, access_rules
from domain.message import AnyRecorded
from infrastructure.access.access import Access
from infrastructure.access.limits import Limits
from infrastructure.access.oidc import Registration
from infrastructure.connections import connect, open_pool
from infrastructure.doctor import require_fit
from infrastructure.files import Files, TooLarge, UnknownKind
from infrastructure.log.keys import Keys, signing_secret
from infrastructure.log.mapper import EventMapper
from infrastructure.log.migrate import Schemas, migrate
from infrastructure.log.recorder import LogRecorder
from infrastructure.log.save import OutcomeUnknown
from infrastructure.log.wakeup import Wakeup
from infrastructure.office import CaughtUpRows, PostgresOffice, recorded
from infrastructure.outbox import Outbox
from infrastructure.paper import PrintError, pictures, render
from infrastructure.read_model.query import Rows
from infrastructure.read_model.rebuild import Rebuild
from infrastructure.read_model.runner import Runner, prepare
from infrastructure.streams_at import StreamsAt
from projections.ask import BadCursor
from projections.catalogue import TABLES

log = structlog.get_logger("service")


class Service:
    """One office, served: everything a request or a command of the line needs."""

    def __init__(
        self,
        conninfo: str,
        data: Path,
        code: str,
        *,
        pool_size: int = 12,
        grouped: bool = True,
        workers: bool = True,
        provider: Registration | None = None,
        limits: Limits | None = None,
    ) -> None:
        self.conninfo = conninfo
        self.data = data
        schemas = Schemas(code)
        self.is_new = migrate(conninfo, schemas)
        self.pool = open_pool(conninfo, size=pool_size)
        self.connect: Callable[[], psycopg.Connection[Any]] = lambda: connect(conninfo)
        self.recorder = LogRecorder(self.pool, schemas, grouped=grouped)
        keys, secret = Keys(data / "keys"), signing_secret(data / "keys")
        self.mapper = EventMapper(code, keys)
        self.rows = Rows(self.pool, schemas, TABLES, secret)
        self.files = Files(data / "files")
        lookup = CaughtUpRows(self.rows, self.recorder, self._caught_up)
        self.office = PostgresOffice(self.recorder, self.mapper, lookup, self.files)
        self.access = Access(
            self.pool, schemas, keys, self._access_rules, secret, provider=provider, limits=limits
        )
        self._workers = workers
        self._make_threads()

    def _make_threads(self) -> None:
        self.wakeup = Wakeup(self.connect, self.recorder.schemas.log)
        self.runner = Runner(self.connect, self.recorder, self.decode, TABLES)
        self.outbox = Outbox(self.office, self.rows, self.files, self.render, now)

    def start(self) -> None:
        """Check the database, create missing tables, rebuild changed ones, start the threads.

        Raises:
            NotFitToServe: the database does not keep what the office needs kept.
        """
        with self.connect() as connection:
            for finding in require_fit(connection, self.recorder.schemas):
                log.warning("database", finding=finding.what, mend=finding.mend)
            changed = prepare(connection, self.recorder.schemas, TABLES)
        if changed:
            self.rebuild(changed).run()
        self.recorder.on_append = self._appended
        self.wakeup.start(self.runner.wake)
        self.runner.start()
        if self._workers:
            self.outbox.start(self.runner)

    def pause(self) -> None:
        """Stop the threads; ``start`` begins them anew."""
        self.outbox.stop()
        self.runner.stop()
        self.wakeup.stop()
        self._make_threads()

    def stop(self) -> None:
        self.outbox.stop()
        self.runner.stop()
        self.wakeup.stop()
        self.recorder.release()
        self.pool.close()

    def decode(self, row: Sequence[Any]) -> AnyRecorded:
        return recorded(self.mapper, row)

    def history(self, first: int, last: int) -> Sequence[AnyRecorded]:
        """Return the recorded events at these positions."""
        return [self.decode(row) for row in self.recorder.between(first, last)]

    def story_of(self, stream_id: str) -> Sequence[AnyRecorded]:
        """Return everything recorded of one stream, what is sealed in it opened."""
        return [self.decode(row) for row in self.recorder.stream(stream_id)]

    def streams_at(self, position: int) -> StreamsAt:
        """Return the streams as they stood at a position: for one question about the past."""
        return StreamsAt(self.recorder, self.decode, position)

    def rebuild(self, tables: Sequence[Any] = TABLES) -> Rebuild:
        return Rebuild(self.connect, self.recorder, self.decode, tables)

    def render(self, paper: Paper | HandoverPaper) -> bytes:
        """Return a paper as PDF."""
        return render(paper)

    def pictures(self, paper: Paper) -> Sequence[bytes]:
        """Return a paper's pages as PNG pictures."""
        return pictures(paper)

    def catch_up(self) -> None:
        """Forget what is remembered of streams that other processes have appended to since."""
        self.office.streams.catch_up()

    def _access_rules(self) -> AccessRules:
        stream = f"{access_rules.kind}/{OFFICE}"
        rules: AccessRules = self.office.streams.known(access_rules, stream, fresh=False).state
        return rules

    def _caught_up(self, position: int, tables: Sequence[str]) -> bool:
        return self.runner.wait(position, tables)

    def _appended(self, position: int) -> None:
        self.runner.wake()
        self.outbox.wake()
        self.wakeup.announce(position)


def create_app(service: Service) -> FastAPI:
    """Return the web application over ``service``, which it starts and stops."""

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        service.start()
        live.start()
        yield
        await live.stop()
        service.stop()

    live = Live(service)
    app = FastAPI(
        title="ทะเบียน · Thabian",
        version="0.1.0",
        description=catalogue.DESCRIPTION,
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/v1/openapi.json",
    )
    app.state.service = service
    app.state.live = live
    people = service.data / "demonstration.json"
    app.state.people = json.loads(people.read_text("utf-8")) if people.exists() else []
    install(app, problem_page)
    app.add_exception_handler(OutcomeUnknown, _unavailable("outcome-unknown"))
    app.add_exception_handler(BadCursor, _unavailable("bad-cursor"))
    app.add_exception_handler(PoolTimeout, _unavailable("busy"))
    app.add_exception_handler(psycopg.OperationalError, _database_away)
    app.add_exception_handler(psycopg.InterfaceError, _database_away)
    app.add_exception_handler(TooLarge, _unavailable("file-too-large"))
    app.add_exception_handler(UnknownKind, _unavailable("file-unknown-kind"))
    app.add_exception_handler(PrintError, _unavailable("paper-not-printed"))
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    app.include_router(health_router)
    app.include_router(session_api, responses=catalogue.ERRORS)
    app.include_router(entry.api, responses=catalogue.ERRORS)
    app.include_router(deed_api(catalogue.DEEDS, catalogue.ERRORS))
    app.include_router(access_reading.api, responses=catalogue.ERRORS)
    app.include_router(lists_router, responses=catalogue.ERRORS)
    app.include_router(exports_router, responses=catalogue.ERRORS)
    app.include_router(authority_router, responses=catalogue.ERRORS)
    app.include_router(powers_router, responses=catalogue.ERRORS)
    app.include_router(files_router, responses=catalogue.ERRORS)
    app.include_router(api_of(catalogue.ROUTES, catalogue.ERRORS))
    app.include_router(open_pages)
    app.include_router(entry.pages)
    app.include_router(session_pages)
    app.include_router(deed_pages(catalogue.DEEDS))
    app.include_router(live_pages)
    for router in catalogue.PAGES:
        app.include_router(router)
    app.include_router(form_pages(catalogue.ROUTES))
    app.add_middleware(GZipMiddleware, minimum_size=1000)
    app.add_middleware(Guards, page=problem_page, takes_files=catalogue.takes_files)
    return app


def _unavailable(code: str) -> Callable[[Request, Exception], Response]:
    def handle(request: Request, _problem: Exception) -> Response:
        if request.url.path.startswith("/api/"):
            return answer(code)
        return problem_page(request, code, "", {})

    return handle


def _database_away(request: Request, problem: Exception) -> Response:
    """The server went away under a request. Of a command nobody knows whether it was recorded: it may
    have been, and the connection lost by what was read for the answer. Sent again with its key it tells.
    """
    state = getattr(problem, "sqlstate", None)
    log.warning("database away", problem=type(problem).__name__, sqlstate=state)
    code = "database-away" if request.method in SAFE else "outcome-unknown"
    return _unavailable(code)(request, problem)


def configure_logging(form: str = "json") -> None:
    """Structured logs, one line each; Thai stays readable."""
    logging.basicConfig(level=logging.WARNING)
    renderer: Any = (
        structlog.dev.ConsoleRenderer()
        if form == "console"
        else structlog.processors.JSONRenderer(ensure_ascii=False, default=str)
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
