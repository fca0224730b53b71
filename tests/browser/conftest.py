"""A real browser on a really served office. Skipped, with the reason said, where there is no Chromium."""

from __future__ import annotations

import shutil
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn

from api.main import Service, create_app
from tests.browser.reader import Visitors
from tests.served import CODE, Demonstration

PROGRAM = (
    shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
)


@pytest.fixture(scope="module")
def address(
    demonstration: Demonstration, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The address of a copy of the demonstration office, served by uvicorn as in earnest."""
    if PROGRAM is None:
        pytest.skip("no Chromium on this machine: install the package chromium")
    with demonstration.copied(tmp_path_factory.mktemp("browser")) as (conninfo, data):
        service = Service(conninfo, Path(data), CODE)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        server = uvicorn.Server(
            uvicorn.Config(create_app(service), host="127.0.0.1", port=port, log_level="error")
        )
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        deadline = time.monotonic() + 20
        while not server.started and time.monotonic() < deadline:
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}"
        server.should_exit = True
        thread.join(timeout=20)


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
