"""The command line: serve, replay, verify, demo, and what an office asks of it now and then."""

from __future__ import annotations

import json
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from datetime import UTC, datetime
from socket import socket
from typing import Annotated, Any
from uuid import UUID

import psycopg
import typer
import uvicorn
from pydantic_core import PydanticCustomError
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from api.main import Service, configure_logging, create_app
from api.organization.asking import NOW, THEN, Typed
from api.problems import BadRequest
from api.recovery import administrators, listed, recover
from api.web.words import Words
from api.who_could import ask, show
from domain.money import read_baht
from domain.refusal import Refusal
from infrastructure.connections import connect
from infrastructure.doctor import examine, founding_sql
from infrastructure.log.migrate import Schemas, migrate
from infrastructure.postgres_server import PostgresServer, stop_on_signals
from infrastructure.read_model.rebuild import Aborted, give_way
from infrastructure.settings import Settings
from infrastructure.verify import verify_log
from infrastructure.verify_authority import verify_authority

app = typer.Typer(no_args_is_help=True, add_completion=False, help="ทะเบียน · Thabian")
console = Console()
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]


@contextmanager
def served(settings: Settings, *, workers: bool = True) -> Iterator[Service]:
    """Yield the office over the database that the settings name, or over our own server."""
    settings.data.mkdir(parents=True, exist_ok=True)
    server = nullcontext() if settings.database_url else PostgresServer(settings.data / "postgres")
    with server:
        conninfo = settings.database_url or server.url()  # type: ignore[union-attr]
        yield Service(
            conninfo,
            settings.data,
            settings.office,
            workers=workers,
            provider=settings.provider(),
            limits=settings.limits(),
        )


@app.command()
def serve(
    demo: Annotated[
        bool, typer.Option(help="Load the demonstration office if there is none.")
    ] = True,
    workers: Annotated[bool, typer.Option(help="Run projections' effects in this process.")] = True,
) -> None:
    """Serve the office on 127.0.0.1."""
    settings = Settings()
    configure_logging(settings.log_format)
    stop_on_signals()
    with served(settings, workers=workers) as service:
        if demo:
            load_demo(service)
        web = create_app(service)
        listening = Listening(
            uvicorn.Config(
                web,
                host=settings.host,
                port=settings.port,
                log_level="warning",
                access_log=False,
                timeout_graceful_shutdown=5,
                server_header=False,
            ),
            lambda: announce(service, settings),
            web.state.live.leave,
        )
        with suppress(KeyboardInterrupt):  # Ctrl-C; by now it is shut down
            listening.run()


class Listening(uvicorn.Server):
    """A server that says so once it listens, and not where it cannot; and when it begins to stop.

    ``leave`` ends what would keep a connection open for ever: the server waits for connections.
    """

    def __init__(
        self,
        config: uvicorn.Config,
        say: Callable[[], None],
        leave: Callable[[], None] = lambda: None,
    ) -> None:
        super().__init__(config)
        self._say = say
        self._leave = leave

    async def startup(self, sockets: list[socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._say()

    async def shutdown(self, sockets: list[socket] | None = None) -> None:
        self._leave()
        await super().shutdown(sockets)


def load_demo(service: Service) -> None:
    """Load the demonstration office into an empty log."""
    if service.recorder.max_notification_id():
        return
    from infrastructure.demo.load import load  # noqa: PLC0415 - only at the first start

    service.start()
    try:
        with console.status("กำลังเตรียมสำนักงานตัวอย่าง · loading the demonstration office"):
            people = load(service.office, service.access.accounts, service.runner.wait)
        (service.data / "demonstration.json").write_text(
            json.dumps(people, ensure_ascii=False, indent=1), encoding="utf-8"
        )
    finally:
        service.pause()


def announce(service: Service, settings: Settings) -> None:
    """Print where the service is, and the demonstration sign-ins."""
    console.print(f"\nทะเบียน · Thabian: [bold]http://{settings.host}:{settings.port}[/bold]")
    people = service.data / "demonstration.json"
    if people.exists():
        console.print("ชื่อผู้ใช้ตัวอย่าง (รหัสผ่านเดียวกันทุกคน) · demonstration sign-ins, one password:")
        for row in json.loads(people.read_text("utf-8")):
            console.print(
                f"  {row['login']:<12} {row['password']:<16} {row['title']}", highlight=False
            )
    console.print("หยุดด้วย Ctrl-C · stop with Ctrl-C\n")


@app.command()
def demo() -> None:
    """Load the demonstration office into an empty log."""
    settings = Settings()
    configure_logging(settings.log_format)
    with served(settings) as service:
        load_demo(service)


@app.command()
def worker() -> None:
    """Run projections and effects without serving pages."""
    settings = Settings()
    configure_logging(settings.log_format)
    stop_on_signals()
    with served(settings) as service:
        service.start()
        try:
            signal.pause()
        finally:
            service.stop()


@app.command()
def replay(as_json: AsJson = False) -> None:
    """Rebuild every read model from the first event, beside the live ones, and swap them in."""
    settings = Settings()
    configure_logging(settings.log_format)
    with (
        served(settings, workers=False) as service,
        _started(service),
        _bar(as_json, "replay") as tick,
    ):
        try:
            give_way()
            done = service.rebuild().run(progress=tick)
        except (Aborted, KeyboardInterrupt) as stopped:
            _say(
                as_json, {"aborted": str(stopped) or "interrupted"}, f"หยุดแล้ว · aborted: {stopped}"
            )
            raise typer.Exit(3) from stopped
    result = {
        "events": done.events,
        "seconds": round(done.seconds, 3),
        "events_per_second": round(done.events / done.seconds) if done.seconds else 0,
        "rows": done.rows,
    }
    _say(as_json, result, f"สร้างใหม่แล้ว · rebuilt {done.events:,} events in {done.seconds:.1f} s: "
         + ", ".join(f"{name} {n:,}" for name, n in done.rows.items()))  # fmt: skip


@app.command()
def verify(as_json: AsJson = False) -> None:
    """Check the log's leaves, positions and numbers, judge every command's right again, and compare
    every read model with a rebuild."""
    settings = Settings()
    configure_logging(settings.log_format)
    with (
        served(settings, workers=False) as service,
        _started(service),
        _bar(as_json, "verify") as tick,
    ):
        give_way()
        log = verify_log(service.recorder)
        authority = verify_authority(service.recorder, service.decode)
        differences = service.rebuild().compare(progress=tick)
    found = {name: rows for name, rows in differences.items() if rows}
    result = {
        "log": log,
        "authority": authority,
        "read_models": found,
        "differs": bool(found or log["faults"] or authority["faults"]),
    }
    if as_json:
        typer.echo(json.dumps(result, ensure_ascii=False, default=str))
    else:
        console.print(f"สมุดเหตุการณ์ · log: {log['events']:,} events, {len(log['faults'])} faults")
        for fault in log["faults"]:
            console.print(f"  [red]{fault}[/red]")
        console.print(
            f"อำนาจ · authority: {authority['commands']:,} commands judged again"
            f" ({', '.join(f'{kind} {n:,}' for kind, n in authority['kinds'].items())}),"
            f" {len(authority['faults'])} differ"
        )
        for fault in authority["faults"]:
            console.print(f"  [red]{fault}[/red]", highlight=False)
        for name, rows in differences.items():
            console.print(
                f"  {name}: " + ("ตรงกัน · same" if not rows else f"[red]{len(rows)} differ[/red]")
            )
            for row in rows:
                console.print(f"    {row}", highlight=False)
    if result["differs"]:
        raise typer.Exit(1)


@app.command("who-could")
def who_could(
    command: Annotated[str, typer.Argument(help="The command, as DecideApproval.")],
    on: Annotated[str, typer.Option(help="The day, B.E. or C.E.; today if not given.")] = "",
    known: Annotated[
        str, typer.Option(help="'then': as recorded by the end of that day; 'now'; a position.")
    ] = THEN,
    amount: Annotated[str, typer.Option(help="Amount in baht.")] = "",
    process: Annotated[str, typer.Option(help="Process, such as 4.4.")] = "",
    person: Annotated[UUID | None, typer.Option(help="Ask of one person only.")] = None,
    as_json: AsJson = False,
) -> None:
    """Say who could have done this on that day, who not and why, and on which events that rests."""
    settings = Settings()
    configure_logging(settings.log_format)
    try:
        satang = read_baht(amount) if amount else None
        if known not in (THEN, NOW) and not (known.isascii() and known.isdigit()):
            raise BadRequest(known=known)
        typed = Typed(command, on, known, person, satang, process)
        with served(settings, workers=False) as service, _started(service):
            answer = ask(service, typed)
            if as_json:
                typer.echo(answer.model_dump_json())
            else:
                show(service, console, answer)
    except (BadRequest, PydanticCustomError) as problem:
        figures = getattr(problem, "figures", None) or str(problem)
        console.print(f"[red]อ่านคำถามไม่ได้ · cannot be read: {figures}[/red]")
        raise typer.Exit(2) from problem


@app.command("recover-administrator")
def recover_administrator(
    sign_in_name: Annotated[
        str, typer.Argument(help="The administrator's sign-in name; none lists them.")
    ] = "",
    person: Annotated[
        UUID | None, typer.Option(help="Invite this administrator, who has no account yet.")
    ] = None,
    factor: Annotated[
        bool, typer.Option("--factor", help="Take a lost second factor away too.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Open an administrator's account anew, on the day when none gets in; it stands in the trail."""
    settings = Settings()
    configure_logging(settings.log_format)
    with served(settings, workers=False) as service, _started(service):
        at = datetime.now(UTC)
        if not sign_in_name:
            found = administrators(service, at)
            _say(as_json, {"administrators": [one.as_json() for one in found]}, listed(found))
            return
        try:
            recovered = recover(service, sign_in_name, at, person_id=person, factor=factor)
        except Refusal as refusal:
            sentence = Words("th").text(f"refusal.{refusal.code}", **refusal.figures)
            _say(as_json, {"code": refusal.code}, f"[red]{sentence}[/red]")
            raise typer.Exit(2) from refusal
    address = f"{settings.public_url.rstrip('/')}/invitation?code={recovered.code}"
    result = {"person_id": str(recovered.person_id), "code": recovered.code, "address": address}
    _say(as_json, result, f"เลือกรหัสผ่านใหม่ที่ · choose a new password at\n  {address}")


@contextmanager
def _started(service: Service) -> Iterator[None]:
    service.start()
    try:
        yield
    finally:
        service.stop()


@contextmanager
def _bar(as_json: bool, label: str) -> Iterator[Any]:
    """Yield what shows progress: a bar with time left, or nothing when JSON is wanted."""
    if as_json:
        yield lambda _: None
        return
    columns = (TextColumn(label), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console) as progress:
        task = progress.add_task(label, total=None)
        yield lambda p: progress.update(task, completed=p.done, total=p.total)


def _say(as_json: bool, result: dict[str, Any], sentence: str) -> None:
    if as_json:
        typer.echo(json.dumps(result, ensure_ascii=False, default=str))
    else:
        console.print(sentence)


@app.command()
def doctor(
    show_sql: Annotated[
        bool, typer.Option("--sql", help="Print the SQL that makes the office.")
    ] = False,
) -> None:
    """Say what is wrong with the database, in words; exit 1 if it is not fit to serve."""
    settings = Settings()
    configure_logging(settings.log_format)
    schemas = Schemas(settings.office)
    settings.data.mkdir(parents=True, exist_ok=True)
    server = nullcontext() if settings.database_url else PostgresServer(settings.data / "postgres")
    with server:
        conninfo = settings.database_url or server.url()  # type: ignore[union-attr]
        if show_sql:
            with psycopg.connect(conninfo) as connection:
                typer.echo(founding_sql(connection.info.dbname, schemas))
            return
        try:
            migrate(conninfo, schemas)
        except psycopg.errors.InsufficientPrivilege as problem:
            console.print(f"[red]{problem}[/red]\nHave an administrator run: thabian doctor --sql")
            raise typer.Exit(1) from problem
        with connect(conninfo) as connection:
            found = examine(connection, schemas)
    for finding in found:
        mark = "[red]✗[/red]" if finding.fatal else "[yellow]![/yellow]"
        console.print(f"{mark} {finding.what}: {finding.mend}")
    if not found:
        console.print("พร้อมใช้งาน · fit to serve")
    if any(finding.fatal for finding in found):
        raise typer.Exit(1)


@app.command()
def version() -> None:
    """Print the version."""
    from importlib.metadata import version as installed  # noqa: PLC0415

    typer.echo(installed("thabian"))


def run() -> None:
    """The console script."""
    sys.exit(app())
