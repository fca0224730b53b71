"""The database files of the embedded PostgreSQL, and its process: made, started, ended."""

from __future__ import annotations

import os
import secrets
import shlex
import shutil
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from infrastructure.postgres_programs import Programs, ServerStartError

SUPERUSER = "postgres"
SECONDS = "60"
LOG_BYTES = 10_000_000

SETTINGS = {
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "shared_buffers": "256MB",
    "timezone": "UTC",
    "log_timezone": "UTC",
    # Statements and details quote what was typed, and no personal data may be in a log.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "unix_socket_permissions": "0700",
}


class Cluster:
    """``cluster``, ``server.log`` and, to listen on 127.0.0.1, ``password`` in ``folder``."""

    def __init__(self, folder: Path, programs: Programs) -> None:
        self.files = folder / "cluster"
        self.log = folder / "server.log"
        self._folder = folder
        self._password = folder / "password"
        self._programs = programs

    def make(self, *, with_password: bool) -> None:
        """Make the database files, complete or not at all: what was half made is made again."""
        if self.files.exists():
            return
        half = self._folder / "cluster.new"
        shutil.rmtree(half, ignore_errors=True)
        access = ["--auth-local=trust", "--auth-host=reject"]
        if with_password:
            self._make_password()
            access = ["--auth=scram-sha-256", f"--pwfile={self._password}"]
        said = ""
        for locale in self._locales():
            always = ["-D", str(half), "-U", SUPERUSER, "--encoding=UTF8", "--data-checksums"]
            status, said = self._programs.run("initdb", *always, *access, *locale, at=self._folder)
            if status == 0:
                half.rename(self.files)
                return
        raise ServerStartError(f"the database files could not be made:\n{said.strip()}")

    def _make_password(self) -> None:
        self._password.unlink(missing_ok=True)
        file = os.open(self._password, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with open(file, "w", encoding="ascii") as password:
            password.write(secrets.token_hex(32))
            if self._programs.account and sys.platform != "win32":
                os.fchown(file, self._programs.account.uid, self._programs.account.gid)

    def _locales(self) -> list[list[str]]:
        """The same text behaviour on every system; before PostgreSQL 17 the nearest there is.

        pg_trgm goes by the system's ctype whatever the provider: by plain C no Thai letter is a
        letter, and it finds nothing in Thai to index. Where the system has no C.UTF-8, a search
        reads every row.
        """
        if self._programs.major(self._folder) >= 17:
            builtin = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
            return [[*builtin, "--lc-ctype=C.UTF-8"], builtin]
        return [["--locale=C.UTF-8"], ["--locale=C"]]

    def start(self, port: int, socket_folder: Path | None) -> str | None:
        """Start the server; return None, or what it said instead of starting.

        It listens in ``socket_folder``, or if there is none on 127.0.0.1.
        """
        if self.log.exists() and self.log.stat().st_size > LOG_BYTES:
            self.log.replace(self.log.with_suffix(".log.1"))
        seen = self.log.stat().st_size if self.log.exists() else 0
        settings = SETTINGS | {
            "port": str(port),
            "listen_addresses": "" if socket_folder else "127.0.0.1",
            "unix_socket_directories": f'"{socket_folder}"' if socket_folder else "",
        }
        words = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        options = subprocess.list2cmdline(words) if sys.platform == "win32" else shlex.join(words)
        arguments = ["start", "-w", "-t", SECONDS, "-o", options, "-l", str(self.log)]
        status, said = self._pg_ctl(*arguments)
        if status == 0:
            return None
        with suppress(OSError), self.log.open("rb") as log:
            log.seek(seen)
            said += log.read()[-4000:].decode(errors="replace")
        return said.strip()

    def stop(self) -> None:
        """Stop the server, at need without its good-byes: it recovers at the next start."""
        for manner in ("fast", "immediate"):
            if self._pg_ctl("stop", "-m", manner, "-w", "-t", SECONDS)[0] == 0:
                return

    def runs(self) -> bool:
        """Tell whether ``postmaster.pid`` names a living process."""
        return self._pg_ctl("status")[0] == 0

    def _pg_ctl(self, *arguments: str) -> tuple[int, str]:
        return self._programs.run("pg_ctl", *arguments, "-D", str(self.files), at=self._folder)

    @property
    def password(self) -> str:
        """The superuser's, where the server listens on 127.0.0.1."""
        return self._password.read_text("ascii")

    @property
    def pid(self) -> int:
        """The process id of the running server."""
        return int(self._postmaster_line(1))

    @property
    def port(self) -> int:
        """The port of the running server."""
        return int(self._postmaster_line(4))

    def _postmaster_line(self, number: int) -> str:
        return (self.files / "postmaster.pid").read_text().splitlines()[number - 1]
