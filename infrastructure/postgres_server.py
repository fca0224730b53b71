"""The embedded PostgreSQL: started, shared, stopped.

``PostgresServer(folder)`` keeps in its folder ``cluster`` (the database files), ``run`` (the
socket) and ``server.log``. It listens on a Unix socket in a folder closed to all but its account;
on Windows on 127.0.0.1 with a password. It has no TLS: for this machine only.

The server outlives a hard kill of the service, and the next start takes it over. Whoever uses it
holds a shared lock, which the system drops with the process; who leaves last stops the server.
So ``thabian verify`` may run beside ``thabian serve``. ``postmaster.pid`` is never deleted: whether
it is stale is for PostgreSQL to find, and a start that it refuses is tried again for a minute.
"""

from __future__ import annotations

import os
import signal
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from urllib.parse import quote

import psycopg
from psycopg import pq

from infrastructure.postgres_cluster import SUPERUSER, Cluster
from infrastructure.postgres_programs import Account, ServerStartError, find, settle

if sys.platform != "win32":
    import fcntl

DATABASE = "thabian"
LONGEST_SOCKET_FOLDER = 80  # bytes; the system takes about 100 for folder and file name
START_SECONDS, RECOVERY_SECONDS = 60, 900
# The server's words for "another one may still be here": true for a moment after a kill.
MAY_PASS = ("lock file", "pre-existing shared memory block")


class PostgresServer:
    """The server of one folder. ``start`` again whenever it is found dead; ``stop`` at the end."""

    def __init__(self, data_dir: Path, *, over_tcp: bool = sys.platform == "win32") -> None:
        self._data_dir = data_dir.absolute()
        self._over_tcp = over_tcp
        self._port = 5432
        self._in_use: int | None = None

    def __enter__(self) -> PostgresServer:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.stop()

    def start(self) -> str:
        """Start the server, or take over the one that runs; return the URL of its database.

        Raises:
            ServerStartError: with the reason and the end of the server's log.
        """
        self._folder, account = settle(self._data_dir)
        with self._turn():
            self._cluster = Cluster(self._folder, find(self._folder, account))
            self._make_run_folders(account)
            self._share()
            try:
                self._cluster.make(with_password=self._over_tcp)
                self._await()
                self._make_database()
            except BaseException:
                self._leave()
                raise
        return self.url()

    def stop(self) -> None:
        """Leave the server; stop it if nobody else uses it. Harmless if not started."""
        if self._in_use is not None:
            with self._turn():
                self._leave()

    def url(self, database: str = DATABASE) -> str:
        """Return the URL of ``database`` for libpq and psycopg."""
        if self._over_tcp:
            who = f"{SUPERUSER}:{self._cluster.password}"
            return f"postgresql://{who}@127.0.0.1:{self._port}/{database}"
        where = quote(str(self._socket_folder), safe="")
        return f"postgresql://{SUPERUSER}@/{database}?host={where}&port={self._port}"

    @property
    def pid(self) -> int:
        """The process id of the running server."""
        return self._cluster.pid

    # --- the process

    def _await(self) -> None:
        """Start the server unless it answers, and wait until it takes connections."""
        began = time.monotonic()
        self._port = self._choose_port()
        while (answer := self._ping()) is not pq.Ping.OK:
            waited = time.monotonic() - began
            if answer is pq.Ping.REJECT:  # starting, recovering after a crash, or stopping
                if waited > RECOVERY_SECONDS:
                    raise ServerStartError(f"still recovering; see {self._cluster.log}")
                time.sleep(0.05)
                continue
            said = self._cluster.start(self._port, None if self._over_tcp else self._socket_folder)
            if said is None or self._ping() is pq.Ping.REJECT:
                continue
            if waited > START_SECONDS or not any(reason in said for reason in MAY_PASS):
                raise ServerStartError(f"the database did not start ({self._cluster.log}):\n{said}")
            self._reap()
            time.sleep(0.2)

    def _reap(self) -> None:
        """Where we are a container's first process, a killed server waits for us to bury it."""
        if sys.platform != "win32":
            with suppress(OSError, ValueError, IndexError):
                os.waitpid(self._cluster.pid, os.WNOHANG)

    def _choose_port(self) -> int:
        """A socket's folder is ours, so its number is fixed; on 127.0.0.1 take a free one."""
        if not self._over_tcp:
            return 5432
        if self._cluster.runs():
            return self._cluster.port
        with socket.create_server(("127.0.0.1", 0)) as asked:
            return int(asked.getsockname()[1])

    def _ping(self) -> pq.Ping:
        return pq.Ping(pq.PGconn.ping(self.url("postgres").encode()))

    def _make_database(self) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            there = "select 1 from pg_database where datname = %s"
            if connection.execute(there, [DATABASE]).fetchone() is None:
                connection.execute(f"create database {DATABASE} template template0")

    # --- the socket's folder

    @property
    def _socket_folder(self) -> Path:
        """``run``, or where no socket can have such a path, a short one found from it.

        It may be too long for the system, and by a comma libpq would take it for two.
        """
        run = self._folder / "run"
        fits = len(os.fsencode(run)) <= LONGEST_SOCKET_FOLDER and "," not in str(run)
        if fits or self._over_tcp:
            return run
        return Path("/tmp") / f"thabian-{sha256(os.fsencode(run)).hexdigest()[:16]}"

    def _make_run_folders(self, account: Account | None) -> None:
        for place in {self._folder / "run", self._socket_folder}:
            with suppress(FileExistsError):
                place.mkdir(mode=0o700)
                if account:
                    os.chown(place, account.uid, account.gid, follow_symlinks=False)
            if sys.platform == "win32":
                continue
            # In /tmp anybody may have made it before us, to listen in our place.
            found = place.lstat()
            ours = found.st_uid == (account.uid if account else os.geteuid())
            if not ours or place.is_symlink() or found.st_mode & 0o077:
                raise ServerStartError(
                    f"{place} is another's or open to others; remove it and start again"
                )

    # --- who uses it

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """One at a time starts or stops the server of this folder."""
        if sys.platform == "win32":
            yield
            return
        folder = os.open(self._folder, os.O_RDONLY)
        try:
            fcntl.flock(folder, fcntl.LOCK_EX)
            yield
        finally:
            os.close(folder)

    def _share(self) -> None:
        if self._in_use is not None:
            return
        if sys.platform == "win32":
            self._in_use = -1
            return
        self._in_use = os.open(self._folder / "run", os.O_RDONLY)
        fcntl.flock(self._in_use, fcntl.LOCK_SH)

    def _leave(self) -> None:
        """Give up our share; the last one out stops the server."""
        held, self._in_use = self._in_use, None
        if held is None:
            return
        try:
            if sys.platform != "win32":
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            # Only a server that answers: a stale process id may by now be somebody else's.
            if self._ping() in (pq.Ping.OK, pq.Ping.REJECT):
                self._cluster.stop()
        except BlockingIOError:
            pass  # others go on
        finally:
            if sys.platform != "win32":
                os.close(held)


def stop_on_signals() -> None:
    """Make Ctrl-C, SIGTERM and a closed terminal end the process by ``SystemExit(0)``.

    To be called before ``uvicorn.run``: uvicorn stops cleanly and then raises the signal again,
    which without a handler ends the process on the spot; the ``with PostgresServer(...)`` around it
    is then never left, and the server stays behind.
    """

    def leave(_number: int, _frame: object) -> None:
        # An impatient second Ctrl-C must not interrupt the stopping.
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_IGN)
        sys.exit(0)

    signal.signal(signal.SIGINT, leave)
    signal.signal(signal.SIGTERM, leave)
    if sys.platform != "win32":
        # By way of SIGTERM, which uvicorn answers cleanly while it serves.
        signal.signal(signal.SIGHUP, lambda *_: signal.raise_signal(signal.SIGTERM))
