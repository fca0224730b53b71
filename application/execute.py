"""Carrying out a command: authorise, decide, append; and the answer, the same again on a repeat."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any, Protocol
from uuid import UUID

import msgspec
import structlog
from pydantic import BaseModel

from application.act import Act, Key
from application.authorisation import Authorisation
from application.desk import Appending, Asked, Desk, Files, Lookup, RegisterOpening, Streams
from application.matter import matter_of
from application.organization.facts import ReadFacts
from domain.message import Actor, AnyRecorded, Number
from domain.organization.authority import Standing, asks_matter, permit, stand
from domain.organization.capacity import Capacity
from domain.organization.post import Established
from domain.organization.power import Matter
from domain.organization.role import Role
from domain.refusal import NotFound, Refusal
from domain.thai_time import bangkok_date

log = structlog.get_logger("command")

ATTEMPTS = 4
# Rights that rest on no row of the table of powers, as a record names them.
FOUNDING, OF_RIGHT = "founding", "of right"


class StreamMovedOn(Refusal):
    """Decided on since you looked: the version you saw is not the latest."""

    code = "stream-moved-on"
    rule = "R-W07"


class Busy(Refusal):
    """Others kept changing what this rests on; nothing was done. Try again."""

    code = "busy"


class KeyReused(Refusal):
    """The same Idempotency-Key came with another body."""

    code = "idempotency-key-reused"


class Moved(Exception):  # noqa: N818
    """Raised by the store: a stream the decision rests on has moved on."""


class Reused(Exception):  # noqa: N818
    """Raised by the store: the command id stands for other contents."""


@dataclass(frozen=True)
class Appended:
    """What a command appended, in order, as the log recorded it."""

    events: Sequence[AnyRecorded]
    repeated: bool = False


@dataclass(frozen=True)
class Who:
    """Who is at the desk: the person, the post chosen, the session he signed in with.

    ``instrument_id`` is the one by which he chose to stand in; None is the fullest capacity he has.
    """

    person_id: UUID
    post_id: UUID
    session: str = ""
    instrument_id: UUID | None = None


# The office's own post: it founds the office, and policies act in it under their causing event.
SYSTEM = Who(
    UUID("00000000-0000-4000-8000-000000000001"), UUID("00000000-0000-4000-8000-000000000002")
)


@dataclass(frozen=True)
class Cause:
    """Why a policy acts: the position of the event it reacts to, and the case that belongs to."""

    position: int
    case_id: UUID | None = None


class Office(Protocol):
    """One office: its streams, its rows, its log."""

    code: str

    @property
    def streams(self) -> Streams: ...
    @property
    def lookup(self) -> Lookup: ...
    @property
    def files(self) -> Files: ...

    def append(
        self,
        record: Authorisation,
        appending: Sequence[Appending],
        guards: Sequence[tuple[str, int]],
        openings: Sequence[RegisterOpening],
        *,
        command_id: UUID,
        fingerprint: bytes,
        at: datetime,
    ) -> Appended: ...

    def appended(self, command_id: UUID, fingerprint: bytes) -> Appended | None:
        """Return what this command appended before, if it did (behind a synced write)."""
        ...


@dataclass(frozen=True)
class Answer:
    """What the caller learns: the stream, its version, the last position, the numbers issued."""

    id: str
    version: int
    position: int
    numbers: tuple[Number, ...]
    events: tuple[str, ...]
    repeated: bool = False


def execute(
    office: Office,
    act: Act,
    key: Key,
    body: BaseModel,
    who: Who,
    *,
    command_id: UUID,
    at: datetime,
    seen: int | None = None,
    cause: Cause | None = None,
) -> Answer:
    """Carry out ``act`` for ``who``; return where it stands in the log.

    ``seen`` is the version of the stream the caller decided on; ``at`` the moment of asking (UTC).

    Raises:
        Refusal: a rule says no, or the version moved on; nothing was appended.
    """
    fields = {name: getattr(body, name) for name in type(body).model_fields}
    fingerprint = _fingerprint(act, key, body, seen, who)
    try:
        appended = _append(office, act, key, fields, who, fingerprint, command_id, at, seen, cause)
    except Refusal as refusal:
        log.warning(
            "command",
            outcome="refused",
            command=act.name,
            office=office.code,
            person=str(who.person_id),
            post=str(who.post_id),
            stream=str(key),
            code=refusal.code,
            rule=refusal.rule,
            command_id=str(command_id),
            cause=cause.position if cause else None,
        )
        raise
    answer = answer_of(appended)
    log.info(
        "command",
        outcome="repeated" if appended.repeated else "allowed",
        command=act.name,
        office=office.code,
        person=str(who.person_id),
        post=str(who.post_id),
        stream=answer.id,
        position=answer.position,
        command_id=str(command_id),
        cause=cause.position if cause else None,
    )
    return answer


def _append(
    office: Office,
    act: Act,
    key: Key,
    fields: Mapping[str, Any],
    who: Who,
    fingerprint: bytes,
    command_id: UUID,
    at: datetime,
    seen: int | None,
    cause: Cause | None,
) -> Appended:
    for attempt in range(ATTEMPTS):
        fresh = attempt > 0
        on = bangkok_date(at)
        desk = Desk(
            office.streams, office.lookup, office.files, _NOBODY, at, on, command_id, fresh=fresh
        )
        try:
            facts = ReadFacts(desk)
            standing = standing_of(facts, who, on)
            desk.by = actor_of(facts, standing)
            right = right_of(facts, standing, desk.by.role, act, on, None)
            asked = Asked(act.command, fields, desk.by, on)
            own = desk.new_id() if act.creates else key
            if act.creates:
                desk.begins(act.decider, own)
            if not act.creates:
                act.require_known(own, desk.state(act.decider, own), desk.by)
            there = act.begins_under or act.decider
            if isinstance(key, UUID) and not act.creates and not desk.version(there, own):
                raise NotFound()
            if seen is not None and not act.creates and desk.version(act.decider, own) != seen:
                raise StreamMovedOn(seen=seen, version=desk.version(act.decider, own))
            matter = _matter(facts, desk, standing, act, own, asked)
            if matter is not None:
                right = right_of(facts, standing, desk.by.role, act, on, matter)
            judged = tuple((stream, desk.read_version(stream)) for stream in facts.read)
            act.do(desk, own, asked)
        except Refusal:
            if not fresh:
                continue  # perhaps decided on a remembered state: look again before saying no
            repeat = _repeat(office, command_id, fingerprint)
            if repeat is not None:
                return repeat
            raise
        record = Authorisation(
            command=act.name,
            person=who.person_id,
            post=who.post_id,
            role=desk.by.role,
            unit=desk.by.unit_id,
            capacity=desk.by.capacity,
            grant=right.name,
            session=who.session,
            case=desk.case_id or (cause.case_id if cause else None),
            cause=cause.position if cause else None,
            own_post=desk.by.own_post_id,
            instrument=desk.by.instrument_id,
            ceiling=right.ceiling_satang,
            matter=matter,
            facts=judged,
            rules=right.rules,
            on=on,
        )
        try:
            return office.append(
                record,
                desk.appending,
                desk.guards,
                desk.openings,
                command_id=command_id,
                fingerprint=fingerprint,
                at=at,
            )
        except Moved:
            continue
        except Reused as problem:
            raise KeyReused() from problem
    raise Busy()


_NOBODY = Actor(UUID(int=0), UUID(int=0), "", UUID(int=0))


@dataclass(frozen=True)
class Right:
    """By what right the command is given, as its record says it."""

    name: str
    ceiling_satang: int | None = None
    rules: tuple[str, ...] = ()


def standing_of(facts: ReadFacts, who: Who, on: date) -> Standing:
    """Return in which capacity he acts in the post he chose (R-H15).

    Raises:
        PostNotYours, StoodInFor
    """
    if (who.person_id, who.post_id) == (SYSTEM.person_id, SYSTEM.post_id):
        return Standing(who.person_id, who.post_id, Capacity.HOLDER)
    return stand(facts, who.post_id, who.person_id, on, who.instrument_id)


def actor_of(facts: ReadFacts, standing: Standing) -> Actor:
    """Return who acts and as what: the role and unit are those of the post acted in."""
    if standing.post_id == SYSTEM.post_id:
        return Actor(standing.person_id, standing.post_id, str(Role.SYSTEM), standing.post_id)
    held = facts.post(standing.post_id)
    assert isinstance(held, Established)
    stands_in = standing.instrument is not None
    return Actor(
        standing.person_id,
        standing.post_id,
        held.role,
        held.unit_id,
        str(standing.capacity),
        standing.own_post_id if stands_in else None,
        standing.instrument.instrument_id if standing.instrument else None,
    )


def right_of(
    facts: ReadFacts, standing: Standing, role: str, act: Act, on: date, matter: Matter | None
) -> Right:
    """Return the right by which the actor acts; the table of powers is dated data (R-B09).

    Raises:
        NotPermitted: and what follows from it, see ``permit``.
    """
    table = facts.powers()
    if table.version == 0 and role == Role.SYSTEM:
        return Right(FOUNDING)  # an office begins with no table of powers; the first one ends this
    if act.of_right:
        return Right(OF_RIGHT)
    found = permit(table, standing, role, act.name, on, matter=matter, signs=act.command.SIGNS)
    return Right(f"powers/{table.version}:{role}", found.ceiling_satang, found.rules)


def _matter(
    facts: ReadFacts, desk: Desk, standing: Standing, act: Act, key: Key, asked: Asked[Any]
) -> Matter | None:
    """Return what the command is about where a row or an instrument asks for it, else None."""
    if act.of_right or not asks_matter(facts.powers(), standing, desk.by.role, act.name, desk.on):
        return None
    return matter_of(desk, act, key, asked)


def _repeat(office: Office, command_id: UUID, fingerprint: bytes) -> Appended | None:
    try:
        return office.appended(command_id, fingerprint)
    except Reused as problem:
        raise KeyReused() from problem


def _fingerprint(act: Act, key: Key, body: BaseModel, seen: int | None, who: Who) -> bytes:
    return sha256(
        msgspec.json.encode(
            [
                act.name,
                None if act.creates else str(key),
                body.model_dump(mode="json"),
                seen,
                str(who.post_id),
                *(() if who.instrument_id is None else (str(who.instrument_id),)),
            ],
            order="sorted",
        )
    ).digest()


def answer_of(appended: Appended) -> Answer:
    """Return the answer: of the stream the command was asked of, which is the first appended to."""
    first = appended.events[0]
    own = [r for r in appended.events if r.stream_id == first.stream_id]
    return Answer(
        id=first.stream_id.partition("/")[2],
        version=own[-1].version,
        position=appended.events[-1].position,
        numbers=tuple(r.number for r in appended.events if r.number is not None),
        events=tuple(r.event.NAME for r in appended.events),
        repeated=appended.repeated,
    )
