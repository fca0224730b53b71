"""The eventsourcing package's own recorder suite, on our recorder (DESIGN §3)."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from types import SimpleNamespace
from typing import Any

import pytest
from eventsourcing.persistence import StoredEvent

# The suite's module imports a cipher for its tests of mappers, which ours are not: a stand-in spares
# a library of cryptography that nothing else here needs.
sys.modules.setdefault("eventsourcing.cipher", SimpleNamespace(AESCipher=None))  # type: ignore[arg-type]

from eventsourcing.tests.persistence import (  # noqa: E402
    AggregateRecorderTestCase,
    ApplicationRecorderTestCase,
    NonInterleavingNotificationIDsBaseCase,
)

from infrastructure.log.recorder import LogRecorder  # noqa: E402
from tests.infrastructure.logs import recording  # noqa: E402


class OurRecorder:
    """Gives each test of the suite a recorder on a log of its own."""

    @pytest.fixture(autouse=True)
    def _database(self, database_url: str) -> Iterator[None]:
        self.database_url = database_url
        with ExitStack() as self.opened:
            yield

    def create_recorder(self) -> Any:
        recorder: LogRecorder = self.opened.enter_context(recording(self.database_url))
        return recorder


class AggregateRecorder(LogRecorder):
    """What the suite asks of a recorder without notifications: it tells no positions."""

    def insert_events(self, stored_events: Sequence[StoredEvent], **kwargs: Any) -> None:
        super().insert_events(stored_events, **kwargs)


class TestAsAggregateRecorder(OurRecorder, AggregateRecorderTestCase):
    def create_recorder(self) -> Any:
        recorder = super().create_recorder()
        return AggregateRecorder(recorder.pool, recorder.schemas)


class TestAsApplicationRecorder(OurRecorder, ApplicationRecorderTestCase[LogRecorder]):
    pass


class TestNotificationsDoNotInterleave(OurRecorder, NonInterleavingNotificationIDsBaseCase):
    insert_num = 200
