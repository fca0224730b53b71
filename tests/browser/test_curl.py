"""The tour with curl, as the README gives it."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.served import Demonstration

SCRIPT = Path(__file__).parents[2] / "docs" / "tour.sh"


def test_the_tour_with_curl(address: str, demonstration: Demonstration) -> None:
    if shutil.which("curl") is None:
        pytest.skip("no curl on this machine")
    people = json.loads((demonstration.data / "demonstration.json").read_text("utf-8"))
    played = subprocess.run(
        ["bash", str(SCRIPT), address, people[0]["password"]],
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )
    assert played.returncode == 0, played.stdout[-800:] + played.stderr[-800:]
    assert "case.closed" in played.stdout
