"""`python3 start.py`: what it brings, what it becomes, what it says when it cannot."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import start


@pytest.fixture
def tools(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine with an empty PATH and an empty .tools, which is returned."""
    monkeypatch.setattr(start, "TOOLS", tmp_path / ".tools")
    monkeypatch.setenv("PATH", str(tmp_path / "path"))
    (tmp_path / "path").mkdir()
    return tmp_path / ".tools"


def program(path: Path, status: int = 0) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\nexit {status}\n")
    path.chmod(0o755)
    return str(path)


def test_an_older_python_can_read_it() -> None:
    ast.parse(Path(start.__file__).read_text(), feature_version=(3, 6))


def test_an_older_python_is_told_what_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 10, 13))
    with pytest.raises(SystemExit, match=r"needs Python 3\.11 or later"):
        start.main([])


@pytest.mark.parametrize(
    ("asked", "becomes"),
    [
        ([], ["bin/thabian", "serve"]),
        (["verify", "--json"], ["bin/thabian", "verify", "--json"]),
        (["test", "-k", "letter"], ["bin/python", "-m", "pytest", "-k", "letter"]),
        (["bench", "append"], ["bin/python", "-m", "bench", "append"]),
    ],
)
@pytest.mark.skipif(start.WINDOWS, reason="folders are named otherwise")
def test_what_it_becomes(asked: list[str], becomes: list[str]) -> None:
    place = Path("/office/.venv")
    assert start.command(place, asked) == [str(place / becomes[0]), *becomes[1:]]


@pytest.mark.parametrize(("asked", "tested"), [([], True), (["test"], False), (["bench"], False)])
def test_who_only_serves_gets_no_test_packages(asked: list[str], tested: bool) -> None:
    line = start.sync("uv", asked, first=False)
    assert ("--no-dev" in line) is tested
    assert {"--locked", "--inexact"} <= set(line), "what a developer added stays"


def test_the_first_start_compiles_so_that_the_next_is_quick() -> None:
    assert "--compile-bytecode" in start.sync("uv", [], first=True)
    assert "--compile-bytecode" not in start.sync("uv", [], first=False)


@pytest.mark.skipif(start.WINDOWS, reason="folders are named otherwise")
def test_our_own_modules_are_compiled_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    for room in start.ROOMS:
        (tmp_path / room).mkdir()
        (tmp_path / room / "letter.py").write_text("subject = 'ขอรับการสนับสนุน'\n", "utf-8")
    monkeypatch.setattr(start, "ROOT", tmp_path)
    assert start.compile_rooms(Path(sys.prefix)) == 0
    assert len(list(tmp_path.rglob("letter.*.pyc"))) == len(start.ROOMS)


def test_the_rooms_are_those_of_the_project() -> None:
    project = tomllib.loads((start.ROOT / "pyproject.toml").read_text("utf-8"))
    assert set(start.ROOMS) == set(project["tool"]["importlinter"]["root_packages"])


def test_a_shim_that_leads_nowhere_is_passed_over(tools: Path) -> None:
    program(tools.parent / "path" / "uv", status=127)
    assert start.find_uv() is None
    ours = program(tools / "bin" / "uv")
    assert start.find_uv() == ours


def test_a_uv_on_the_path_comes_first(tools: Path) -> None:
    program(tools / "bin" / "uv")
    theirs = program(tools.parent / "path" / "uv")
    assert start.find_uv() == theirs


@pytest.mark.parametrize("without", ["pip", "venv"])
def test_uv_is_brought_by_pip_or_else_by_venv(
    tools: Path, monkeypatch: pytest.MonkeyPatch, without: str
) -> None:
    """A Python may lack either: Debian packs pip and venv apart."""

    def call(line: list[str], **_: object) -> int:
        if line[0] == sys.executable and without in line:
            return 1
        if "--target" in line:
            program(tools / "bin" / "uv")
        elif line[0].startswith(str(tools / "venv")):
            program(tools / "venv" / "bin" / "uv")
        elif line[0] != sys.executable:
            return real(line)
        return 0

    real = subprocess.call
    monkeypatch.setattr(subprocess, "call", call)
    where = "bin" if without == "venv" else "venv/bin"
    assert start.bring_uv() == str(tools / where / "uv")


@pytest.mark.usefixtures("tools")
def test_without_pip_and_venv_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subprocess, "call", lambda *_, **__: 1)
    with pytest.raises(SystemExit, match="python3-pip"):
        start.bring_uv()


def test_a_user_without_a_home_keeps_the_cache_beside_the_program(
    tools: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", "/nonexistent")
    environ: dict[str, str] = {}
    start.prepare(environ)
    assert environ["UV_CACHE_DIR"] == str(tools / "cache")


def test_what_the_user_set_stays(tmp_path: Path) -> None:
    environ = {"UV_PROJECT_ENVIRONMENT": str(tmp_path), "THABIAN_DATA": "/srv/thabian"}
    assert start.prepare(environ) == tmp_path
    assert environ["THABIAN_DATA"] == "/srv/thabian"
    assert "UV_PYTHON" not in environ, "an environment that is there keeps its Python"


@pytest.mark.skipif(start.find_uv() is None, reason="no uv here, and a test fetches nothing")
def test_it_works_from_any_folder(tmp_path: Path) -> None:
    """With this environment as it stands: nothing is fetched and nothing taken out of it."""
    line = [sys.executable, start.__file__, "test", "--version"]
    environ = os.environ | {"UV_PROJECT_ENVIRONMENT": sys.prefix, "UV_OFFLINE": "1"}
    done = subprocess.run(
        line, cwd=tmp_path, env=environ, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("pytest ")
