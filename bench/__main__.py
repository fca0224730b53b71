"""The command line of the figures."""

from __future__ import annotations

import argparse
import importlib
import signal
import sys

from bench.figure import show

NAMES = ("append", "registers", "replay", "visible", "pages", "rights", "crash", "signin")


def main() -> None:
    asked = argparse.ArgumentParser(prog="bench", description=__doc__)
    asked.add_argument("name", choices=NAMES)
    asked.add_argument("--json", action="store_true", help="print one JSON list")
    asked.add_argument("--size", choices=("small", "medium", "large"), default="small")
    given = asked.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that what was started is stopped
    figures = importlib.import_module(f"bench.{given.name}").run(given.size)
    show(figures, as_json=given.json)


if __name__ == "__main__":
    main()
