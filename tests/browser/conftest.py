"""A real browser on a really served office. Skipped, with the reason said, where there is no Chromium."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest

from tests.browser.reader import Visitors
from tests.served import Demonstration
from tests.wire import Wire

PROGRAM = (
    shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
)


@pytest.fixture(scope="module")
def wire(demonstration: Demonstration, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Wire]:
    """A copy of the demonstration office, served as in earnest."""
    if PROGRAM is None:
        pytest.skip("no Chromium on this machine: install the package chromium")
    with demonstration.copied(tmp_path_factory.mktemp("browser")) as (conninfo, data):
        wire = Wire(conninfo, data)
        yield wire
        wire.stop()


@pytest.fixture(scope="module")
def address(wire: Wire) -> str:
    """The address of the served office."""
    return wire.address


@pytest.fixture(scope="module")
def visitors(address: str, demonstration: Demonstration) -> Iterator[Visitors]:
    """People at their browsers."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only where a browser is

    with sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path=PROGRAM,
            args=["--no-sandbox", "--disable-background-networking", "--disable-sync"],
        )
        yield Visitors(browser, address, demonstration)
        browser.close()
