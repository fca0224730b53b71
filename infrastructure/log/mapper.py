"""Between an event and its stored bytes: its stable name, plain JSON, personal fields sealed.

A ``Mapper`` of the eventsourcing package: the domain event is a ``Recorded``, the topic is the
event's ``NAME`` and never a Python path, the originator is the stream.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

import msgspec
from eventsourcing.persistence import Mapper, StoredEvent

from domain.message import AnyRecorded, Classification, Event
from infrastructure.log.keys import Keys

Upcast = Callable[[dict[str, Any]], dict[str, Any]]

# Shapes that were stored once and are read for ever: event name -> old fields to today's fields.
UPCASTS: dict[str, Upcast] = {}

SEALED = {Classification.PERSONAL, Classification.SENSITIVE, Classification.SECRET}


class UnknownEvent(Exception):  # noqa: N818
    """The log holds an event this release does not know; the projection stops rather than skip it."""


class Shape(NamedTuple):
    """How one kind of event is stored: its class, its decoder, and the fields that are sealed."""

    kind: type[Event]
    decode: Callable[[bytes], Event]
    sealed: tuple[str, ...]


def classifications(kind: type[Event]) -> dict[str, Classification | None]:
    """Return what kind of information each field of an event holds; None where nobody has said."""
    found: dict[str, Classification | None] = {}
    for field in msgspec.inspect.type_info(kind).fields:  # type: ignore[attr-defined]
        extra = getattr(field.type, "extra", None) or {}
        found[field.name] = extra.get("classification")
    return found


@cache
def shapes() -> dict[str, Shape]:
    """Return the shape of every event there is, by its stored name."""
    from domain.catalogue import EVENTS  # noqa: PLC0415 - every wing, only when first asked

    known: dict[str, Shape] = {}
    for kind in EVENTS:
        sealed = tuple(name for name, kept in classifications(kind).items() if kept in SEALED)
        known[kind.NAME] = Shape(kind, msgspec.json.Decoder(kind).decode, sealed)
    return known


class EventMapper(Mapper[str]):
    """Encodes and decodes the events of one office."""

    def __init__(self, office: str, keys: Keys) -> None:
        self._office = office
        self._keys = keys
        self._encode = msgspec.json.Encoder().encode

    def to_stored_event(self, domain_event: AnyRecorded) -> StoredEvent:  # type: ignore[override]
        """Return the event as it is stored."""
        return StoredEvent(
            originator_id=domain_event.stream_id,
            originator_version=domain_event.version,
            topic=domain_event.event.NAME,
            state=self.encode(domain_event.event, domain_event.stream_id, domain_event.version),
        )

    def to_domain_event(self, stored_event: StoredEvent) -> Event:  # type: ignore[override]
        """Return the event; its envelope is the columns beside it."""
        return self.decode(
            stored_event.topic,
            stored_event.state,
            str(stored_event.originator_id),
            stored_event.originator_version,
        )

    def encode(self, event: Event, stream_id: str, version: int) -> bytes:
        """Return the exact bytes that are stored and hashed."""
        shape = shapes()[event.NAME]
        if not shape.sealed:
            return self._encode(event)
        fields: dict[str, Any] = msgspec.to_builtins(event)
        subject = getattr(event, shape.kind.SUBJECT or "", None)
        for name in shape.sealed:
            if fields[name] is not None:
                if not isinstance(subject, UUID):
                    raise ValueError(f"{event.NAME}: {name} is personal and nobody's: no subject")
                place = f"{self._office}|{stream_id}|{version}|{name}"
                fields[name] = self._keys.seal(subject, self._encode(fields[name]), place)
        return self._encode(fields)

    def decode(self, name: str, state: bytes, stream_id: str, version: int) -> Event:
        """Return the event that ``encode`` stored.

        Raises:
            UnknownEvent: a name this release does not know.
            KeyMissing: a personal field whose key is gone.
        """
        shape = shapes().get(name)
        if shape is None:
            raise UnknownEvent(name)
        upcast = UPCASTS.get(name)
        if not shape.sealed and upcast is None:
            return shape.decode(state)
        fields: dict[str, Any] = msgspec.json.decode(state)
        for field in shape.sealed:
            if fields.get(field) is not None:
                place = f"{self._office}|{stream_id}|{version}|{field}"
                fields[field] = msgspec.json.decode(self._keys.open(fields[field], place))
        return msgspec.convert(upcast(fields) if upcast else fields, shape.kind)
