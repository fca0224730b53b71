"""`thabian serve`: the address is said once somebody who follows it is answered."""

from __future__ import annotations

import socket
import threading
from typing import Any

import pytest
import uvicorn

from api.cli import Listening


async def nothing(scope: Any, receive: Any, send: Any) -> None:
    """Serve nothing at all."""


@pytest.fixture
def port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def config(port: int) -> uvicorn.Config:
    return uvicorn.Config(
        nothing, host="127.0.0.1", port=port, lifespan="off", log_level="critical"
    )


def test_the_address_is_said_when_it_can_be_reached(port: int) -> None:
    said = threading.Event()

    def say() -> None:
        with socket.create_connection(("127.0.0.1", port), timeout=2):
            said.set()

    server = Listening(config(port), say)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    assert said.wait(10)
    server.should_exit = True
    thread.join(10)


def test_where_it_cannot_listen_no_address_is_said(port: int) -> None:
    said: list[str] = []
    with socket.socket() as other:
        other.bind(("127.0.0.1", port))
        other.listen()
        with pytest.raises(SystemExit):
            Listening(config(port), lambda: said.append("here")).run()
    assert said == []
