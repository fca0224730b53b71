"""A wire that can be cut: between a client and PostgreSQL, at the moment a test chooses."""

from __future__ import annotations

import selectors
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from psycopg.conninfo import conninfo_to_dict, make_conninfo

Sockets = tuple[socket.socket, socket.socket]


class Proxy:
    """Passes bytes on. ``cut_asking`` cuts before what the client says reaches the server;
    ``cut_answering`` after the server has done it and before the client hears. ``closed`` refuses all.
    """

    def __init__(self, conninfo: str) -> None:
        self._target = conninfo_to_dict(conninfo)
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._wires: set[Sockets] = set()
        self.cut_asking = b""
        self.cut_answering = b""
        self.closed = False
        self.closes = False  # close at the next cut
        self.cuts = 0
        port = self._listening.getsockname()[1]
        self.conninfo = make_conninfo(conninfo, host="127.0.0.1", port=port)
        threading.Thread(target=self._accept, daemon=True).start()

    def _connect(self) -> socket.socket:
        host, port = str(self._target.get("host", "")), self._target.get("port", 5432)
        if host.startswith("/"):
            server = socket.socket(socket.AF_UNIX)
            server.connect(str(Path(host) / f".s.PGSQL.{port}"))
            return server
        return socket.create_connection((host or "127.0.0.1", int(str(port))))

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listening.accept()
            except OSError:
                return
            if self.closed:
                client.close()
                continue
            threading.Thread(target=self._pass, args=[client], daemon=True).start()

    def _pass(self, client: socket.socket) -> None:
        wire = (client, self._connect())
        self._wires.add(wire)
        with suppress(OSError), selectors.DefaultSelector() as selector:
            for side, other in (wire, wire[::-1]):
                selector.register(side, selectors.EVENT_READ, other)
            while True:
                for key, _ in selector.select():
                    said = key.fileobj.recv(65_536)  # type: ignore[union-attr]
                    if not said or self._is_cut(said, asking=key.fileobj is client):
                        raise OSError
                    key.data.sendall(said)
        for side in wire:
            side.close()
        self._wires.discard(wire)

    def _is_cut(self, said: bytes, *, asking: bool) -> bool:
        mark = self.cut_asking if asking else self.cut_answering
        if mark and mark in said:
            self.cut_asking = self.cut_answering = b""  # once
            self.cuts += 1
            self.closed = self.closes
            return True
        return self.closed

    def close(self) -> None:
        self.closed = True
        self._listening.close()
        for wire in list(self._wires):
            for side in wire:
                with suppress(OSError):
                    side.shutdown(socket.SHUT_RDWR)


@contextmanager
def cuttable(conninfo: str) -> Iterator[Proxy]:
    proxy = Proxy(conninfo)
    try:
        yield proxy
    finally:
        proxy.close()
