"""What a request knows: the office, who signed in, in which post he acts, and the only clock."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Annotated, Any, BinaryIO, Protocol
from uuid import UUID, uuid4

from fastapi import Depends, Request

from api.access.ports import Access, SessionFact
from api.access.scopes import require_scope
from api.access.tokens import source_of, token_of
from api.reading import Readings
from application.act import body_of
from application.audit.reading import RECORD_READING
from application.catalogue import ACTS
from application.execute import Office, Who, execute
from application.organization.facts import OfStreams, ReadFacts
from application.organization.questions import Past
from application.organization.standings import standings_of
from domain.message import Actor, AnyRecorded
from domain.organization.authority import Standing, permit, standings
from domain.organization.capacity import Capacity
from domain.organization.post import Established, holder_on, post
from domain.organization.role import Role
from domain.refusal import NotPermitted, Refusal
from domain.thai_time import bangkok_date
from domain.viewer import viewer_of
from projections.ask import Ask, Page, Viewer

PATH_LIMIT = 500  # characters of an address, as a line of a command
LIVE = "/live"  # where a browser hears how far the read models are
BY_ITSELF = "x-thabian-by-itself"  # the header of what a page asks for by itself, to be up to date


class NotSignedIn(Refusal):
    """There is no session, or it is over."""

    code = "not-signed-in"


class NotReadByItself(Refusal):
    """What a page would show now is a reading, and that is recorded of people only."""

    code = "not-read-by-itself"


class Rows(Protocol):
    """The read models, as pages and lists ask them."""

    def rows(self, table: str, **equals: object) -> list[Mapping[str, Any]]: ...
    def one(
        self, table: str, key: object, viewer: Viewer, as_of: int | None = None
    ) -> dict[str, Any] | None: ...
    def page(self, table: str, viewer: Viewer, ask: Ask | None = None) -> Page: ...
    def count(
        self, table: str, viewer: Viewer, filters: Mapping[str, Any], as_of: int | None = None
    ) -> int: ...
    def position_at(self, moment: datetime) -> int: ...
    def moment_of(self, position: int) -> datetime | None: ...
    def verified_to(self) -> int: ...
    def head(self) -> int: ...


class Runner(Protocol):
    """How far the read models are."""

    positions: dict[str, int]
    stopped: dict[str, str]
    reached: int
    on_reached: Callable[[int], None] | None

    def wait(self, position: int, tables: Iterable[str] = (), timeout: float = 1.0) -> bool: ...


class StoredFile(Protocol):
    @property
    def digest(self) -> str: ...
    @property
    def media_type(self) -> str: ...
    @property
    def size_bytes(self) -> int: ...


class Files(Protocol):
    def put(self, source: BinaryIO) -> StoredFile: ...
    def path(self, digest: str) -> Any: ...


class Service(Protocol):
    """All that ``main.py`` joins: the office and what surrounds it."""

    @property
    def office(self) -> Office: ...
    @property
    def rows(self) -> Rows: ...
    @property
    def runner(self) -> Runner: ...
    @property
    def access(self) -> Access: ...
    @property
    def files(self) -> Files: ...

    def render(self, paper: Any) -> bytes: ...
    def pictures(self, paper: Any) -> Sequence[bytes]: ...
    def history(self, first: int, last: int) -> Sequence[Any]: ...
    def story_of(self, stream_id: str) -> Sequence[AnyRecorded]: ...
    def streams_at(self, position: int) -> Past: ...
    def catch_up(self) -> None: ...


def now() -> datetime:
    """Return the moment of asking (UTC). The only clock."""
    return datetime.now(UTC)


Now = Annotated[datetime, Depends(now)]


def service(request: Request) -> Service:
    found: Service = request.app.state.service
    return found


Served = Annotated[Service, Depends(service)]


@dataclass(frozen=True)
class Context:
    """A signed-in request. ``role`` and ``unit_id`` are those of the post he acts in, ``standing`` the
    capacity in which he does; ``by_itself`` is what his page asks for and not he."""

    service: Service
    person_id: UUID
    post_id: UUID
    role: str
    unit_id: UUID
    signed: SessionFact
    at: datetime
    standing: Standing
    path: str = ""
    by_itself: bool = False

    @property
    def session(self) -> str:
        """The session's id as it stands in records; it is no secret."""
        return str(self.signed.id)

    @property
    def form_token(self) -> str:
        """What the session's forms bear, so that no other site can send them."""
        return self.service.access.form_token(self.signed.id)

    @property
    def who(self) -> Who:
        return Who(self.person_id, self.post_id, self.session, self.instrument_id)

    @property
    def instrument_id(self) -> UUID | None:
        instrument = self.standing.instrument
        return instrument.instrument_id if instrument else None

    @property
    def on(self) -> date:
        """The day of asking, in Bangkok."""
        return bangkok_date(self.at)

    @property
    def facts(self) -> ReadFacts:
        """The facts that authority is judged from, as they are remembered: for what a page offers."""
        return ReadFacts(OfStreams(self.office.streams))

    @property
    def office(self) -> Office:
        return self.service.office

    @cached_property
    def rows(self) -> Readings:
        """The read models as this request asks them."""
        return Readings(self.service.rows, self._record_reading)

    def _record_reading(self, about: str, classified: bool) -> None:
        """Note that he is about to be shown a thing; without that he is not shown it.

        Raises:
            NotReadByItself: nobody is known to look.
        """
        if self.by_itself:
            raise NotReadByItself()
        act = RECORD_READING
        path = self.path.removeprefix("/api/v1")
        body = body_of(act.command)(about=about, path=path[:PATH_LIMIT], classified=classified)
        execute(self.office, act, "new", body, self.who, command_id=uuid4(), at=self.at)

    @property
    def viewer(self) -> Viewer:
        """What this post may know."""
        return viewer_of(self.actor, self._things())

    def _things(self) -> list[UUID]:
        """Return what an administrator broke the glass for, and may still read."""
        if self.role != Role.ADMINISTRATOR:
            return []
        rows = self.service.rows.rows("break_glasses", by_person=self.person_id)
        return [row["about"] for row in rows if row["until_at"] > self.at]

    def may(self, command: str) -> bool:
        """Whether he may give ``command`` today in the capacity in which he acts, on some matter."""
        act = ACTS.get(command)
        if act is not None and act.of_right:
            return True
        try:
            permit(
                self.facts.powers(),
                self.standing,
                self.role,
                command,
                self.on,
                signs=act is not None and act.command.SIGNS,
            )
        except NotPermitted:
            return False
        return True

    @property
    def actor(self) -> Actor:
        stands_in = self.standing.instrument is not None
        return Actor(
            self.person_id,
            self.post_id,
            self.role,
            self.unit_id,
            str(self.standing.capacity),
            self.standing.own_post_id if stands_in else None,
            self.instrument_id,
        )

    def state(self, decider: Any, key: Any) -> Any:
        """Return the present state of a stream, read afresh."""
        return self.office.streams.known(decider, f"{decider.kind}/{key}", fresh=True).state

    def version(self, decider: Any, key: Any) -> int:
        return self.office.streams.known(decider, f"{decider.kind}/{key}", fresh=True).version


def standings_today(person_id: UUID, found: Service, at: datetime) -> list[Standing]:
    """Return every post in which a person may act today: his own, then those he stands in for."""
    facts = ReadFacts(OfStreams(found.office.streams))
    return standings_of(found.rows, facts, person_id, bangkok_date(at))


def chosen(found: Service, session: SessionFact, at: datetime) -> Standing:
    """Return in which post and capacity the session's person acts; his first one until he chose.

    A holder for whom somebody acts may still look: what he asks for is refused (R-H11).

    Raises:
        NotSignedIn: he has no post today, or the one he chose is his no longer.
    """
    on = bangkok_date(at)
    facts = ReadFacts(OfStreams(found.office.streams))
    if session.post_id is None:
        able = standings_of(found.rows, facts, session.person_id, on)
        if not able:
            raise NotSignedIn("no post today")
        return able[0]
    for standing in standings(facts, session.post_id, session.person_id, on):
        instrument = standing.instrument
        if (instrument.instrument_id if instrument else None) == session.instrument_id:
            return standing
    if holder_on(facts.post(session.post_id), on) == session.person_id:
        return Standing(session.person_id, session.post_id, Capacity.HOLDER, None, session.post_id)
    raise NotSignedIn("the post chosen is no longer yours")


def signed_in(request: Request, found: Served, at: Now) -> Context:
    """Return who asks.

    Raises:
        NotSignedIn: no session, or one that is over, or begun with one factor where two are wanted.
        OutOfScope: a service token that does not reach this.
        TooManyRequests: the account asks for more than one may.
    """
    found.catch_up()  # what he may see is judged from streams as they are now, whoever moved them
    token, by_itself = token_of(request), asked_by_itself(request)
    session = None
    if token:
        session = found.access.known(token, at, source_of(request), active=not by_itself)
    if session is None:
        raise NotSignedIn()
    require_scope(session, request)
    standing = chosen(found, session, at)
    state = found.office.streams.known(post, f"post/{standing.post_id}", fresh=False).state
    assert isinstance(state, Established)
    by_one = session.scopes is None and session.stepped_up_at is None
    if by_one and found.access.rules().two_factors([str(state.role)]):
        raise NotSignedIn("this post wants two factors")
    return Context(
        found,
        session.person_id,
        standing.post_id,
        str(state.role),
        state.unit_id,
        session,
        at,
        standing,
        request.url.path,
        by_itself,
    )


def asked_by_itself(request: Request) -> bool:
    """Whether a page asks, and not its reader: then he may be long gone, and his session goes on idling."""
    return request.method == "GET" and (request.url.path == LIVE or BY_ITSELF in request.headers)


Signed = Annotated[Context, Depends(signed_in)]
