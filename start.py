"""Run Thabian on a machine that has Python 3.11 and nothing else.

python3 start.py              serve on http://127.0.0.1:8000
python3 start.py test ...     run the tests (what follows goes to pytest)
python3 start.py bench ...    run a benchmark
python3 start.py COMMAND ...  run any other thabian command

Standard library only, and in the words of Python 3.9, so that an older one can say what it lacks.
uv is taken from the PATH, or brought into .tools; the locked environment goes into .venv (or
UV_PROJECT_ENVIRONMENT), the data into .data (or THABIAN_DATA), all beside this file.
"""

import os
import shutil
import ssl
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
TOOLS = ROOT / ".tools"
UV = "uv==0.13.9"
ROOMS = ["api", "application", "domain", "infrastructure", "projections"]
WINDOWS = os.name == "nt"


def find_uv():
    """Return the path of a uv that runs, or None."""
    in_folder = [TOOLS / "bin", TOOLS / "venv" / ("Scripts" if WINDOWS else "bin")]
    for found in [shutil.which("uv")] + [
        shutil.which("uv", path=str(place)) for place in in_folder
    ]:
        # A shim on the PATH may lead nowhere.
        if found and quiet([found, "--version"]) == 0:
            return found
    return None


def bring_uv():
    """Install uv into .tools: --target is allowed where the system's Python is closed to pip."""
    print("Bringing uv into " + str(TOOLS), flush=True)
    python = sys.executable
    pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--upgrade"]
    if quiet([python, "-m", "pip", "--version"]) == 0:
        subprocess.call([python, *pip, "--target", str(TOOLS), UV])
    if not find_uv():
        venv = TOOLS / "venv"
        own = venv / ("Scripts/python.exe" if WINDOWS else "bin/python")
        if subprocess.call([python, "-m", "venv", str(venv)]) == 0:
            subprocess.call([str(own), *pip, UV])
    found = find_uv()
    if not found:
        sys.exit(
            "uv could not be brought: install uv, or python3-pip, or python3-venv, and run again"
        )
    return found


def quiet(command):
    """Return the exit status of ``command``, or 127 where there is no such program."""
    try:
        null = subprocess.DEVNULL
        return subprocess.call(command, stdin=null, stdout=null, stderr=null)
    except OSError:
        return 127


def prepare(environ):
    """Set in ``environ`` what the user left open; return the environment's folder."""
    place = ROOT / environ.setdefault("UV_PROJECT_ENVIRONMENT", ".venv")
    environ.setdefault("THABIAN_DATA", str(ROOT / ".data"))
    if not place.exists():
        environ.setdefault("UV_PYTHON", sys.executable)  # not one brought from elsewhere
    if trusts_by_itself():
        environ.setdefault("UV_SYSTEM_CERTS", "true")  # uv's own list lacks an office's proxy
    if not os.access(os.path.expanduser("~"), os.W_OK):  # as user nobody, say
        environ.setdefault("UV_CACHE_DIR", str(TOOLS / "cache"))
    return place


def trusts_by_itself():
    """Tell whether this machine has certificates of its own; a bare one may have none."""
    at = ssl.get_default_verify_paths()
    return WINDOWS or bool(at.cafile or (at.capath and os.listdir(at.capath)))


def sync(uv, asked, first):
    """Return the command that brings the environment to the lock; what is more in it stays."""
    wanted = [] if asked[:1] in (["test"], ["bench"]) else ["--no-dev"]
    how = ["--compile-bytecode"] if first else ["--quiet"]
    return [uv, "sync", *how, "--locked", "--inexact", "--project", str(ROOT), *wanted]


def compile_rooms(place):
    """Compile our own modules: where Python may write no bytecode, every start would do it anew."""
    python = str(place / ("Scripts/python.exe" if WINDOWS else "bin/python"))
    return quiet([python, "-m", "compileall", "-q", *[str(ROOT / room) for room in ROOMS]])


def command(place, asked):
    """Return the command line for what was asked."""
    programs = place / ("Scripts" if WINDOWS else "bin")
    python = str(programs / "python")
    if asked[:1] == ["test"]:
        return [python, "-m", "pytest", *asked[1:]]
    if asked[:1] == ["bench"]:
        return [python, "-m", "bench", *asked[1:]]
    return [str(programs / "thabian"), *(asked or ["serve"])]


def main(asked):
    """Bring what is missing, then become the command."""
    if sys.version_info < (3, 11):  # noqa: UP036 - here is where an older one is told
        sys.exit("Thabian needs Python 3.11 or later; this is " + sys.version.split()[0])
    place = prepare(os.environ)
    first = not place.exists()
    status = subprocess.call(sync(find_uv() or bring_uv(), asked, first))
    if status:
        return status
    if first:
        compile_rooms(place)  # in a folder that is not ours to write it just stays slower
    if asked[:1] in (["test"], ["bench"]):
        os.chdir(str(ROOT))
    line = command(place, asked)
    if WINDOWS:
        return subprocess.call(line)
    # To become it, not to call it: signals then reach the service itself.
    return os.execv(line[0], line)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
