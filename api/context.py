"""What a request knows: the office, who signed in, in which post he acts, and the only clock."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Annotated, Any, BinaryIO, Protocol
from uuid import UUID, uuid4

from fastapi import Depends, Request

from api.reading import Readings
from application.act import body_of
from application.audit.reading import RECORD_READING
from application.execute import Office, Who, execute
from domain.message import Actor, AnyRecorded
from domain.organization.post import Established, holder_on, post
from domain.organization.power import may, powers
from domain.organization.role import Role
from domain.refusal import Refusal
from domain.thai_time import bangkok_date
from domain.viewer import viewer_of
from projections.ask import Ask, Page, Viewer

COOKIE = "thabian_session"
PATH_LIMIT = 500  # characters of an address, as a line of a command


class NotSignedIn(Refusal):
    """There is no session, or it is over."""

    code = "not-signed-in"


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

    def wait(self, position: int, tables: Sequence[str] = (), timeout: float = 1.0) -> bool: ...


class SessionFact(Protocol):
    @property
    def person_id(self) -> UUID: ...
    @property
    def post_id(self) -> UUID | None: ...
    @property
    def token_hash(self) -> str: ...


class Accounts(Protocol):
    def sign_in(
        self, sign_in_name: str, password: str, at: datetime
    ) -> tuple[str, UUID] | None: ...
    def session(self, token: str, at: datetime) -> SessionFact | None: ...
    def choose_post(self, token: str, post_id: UUID) -> None: ...
    def sign_out(self, token: str) -> None: ...


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

    office: Office
    rows: Rows
    runner: Runner
    accounts: Accounts
    files: Files

    def render(self, paper: Any) -> bytes: ...
    def pictures(self, paper: Any) -> Sequence[bytes]: ...
    def history(self, first: int, last: int) -> Sequence[Any]: ...
    def story_of(self, stream_id: str) -> Sequence[AnyRecorded]: ...


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
    """A signed-in request. ``role`` and ``unit_id`` are those of the post he acts in."""

    service: Service
    person_id: UUID
    post_id: UUID
    role: str
    unit_id: UUID
    session: str
    at: datetime
    path: str = ""

    @property
    def who(self) -> Who:
        return Who(self.person_id, self.post_id, self.session)

    @property
    def office(self) -> Office:
        return self.service.office

    @cached_property
    def rows(self) -> Rows:
        """The read models as this request asks them."""
        return Readings(self.service.rows, self._record_reading)

    def _record_reading(self, about: str, classified: bool) -> None:
        """Note that he is about to be shown a thing; without that he is not shown it."""
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
        """Whether the table of powers lets this post give ``command`` today."""
        table = self.office.streams.known(powers, "powers/office", fresh=False).state
        return may(table, self.role, command, bangkok_date(self.at))

    @property
    def actor(self) -> Actor:
        return Actor(self.person_id, self.post_id, self.role, self.unit_id)

    def state(self, decider: Any, key: Any) -> Any:
        """Return the present state of a stream, read afresh."""
        return self.office.streams.known(decider, f"{decider.kind}/{key}", fresh=True).state

    def version(self, decider: Any, key: Any) -> int:
        return self.office.streams.known(decider, f"{decider.kind}/{key}", fresh=True).version


def token_of(request: Request) -> str | None:
    scheme, _, bearer = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer" and bearer:
        return bearer
    return request.cookies.get(COOKIE)


def posts_of(held_by: UUID, found: Service, at: datetime) -> list[UUID]:
    """Return the posts a person holds today, own posts before duties, from the posts' histories."""
    candidates = found.rows.rows("posts", person_id=held_by)
    ordered = sorted(candidates, key=lambda row: (row["kind"] == "duty", str(row["title_th"])))
    return [
        row["id"]
        for row in ordered
        if holder_on(
            found.office.streams.known(post, f"post/{row['id']}", fresh=False).state,
            bangkok_date(at),
        )
        == held_by
    ]


def signed_in(request: Request, found: Served, at: Now) -> Context:
    """Return who asks.

    Raises:
        NotSignedIn: no session, or one that is over.
    """
    token = token_of(request)
    session = found.accounts.session(token, at) if token else None
    if session is None:
        raise NotSignedIn()
    post_id = session.post_id
    if post_id is None:
        held = posts_of(session.person_id, found, at)
        if not held:
            raise NotSignedIn("no post today")
        post_id = held[0]
    state = found.office.streams.known(post, f"post/{post_id}", fresh=False).state
    if (
        not isinstance(state, Established)
        or holder_on(state, bangkok_date(at)) != session.person_id
    ):
        raise NotSignedIn("the post chosen is no longer yours")
    return Context(
        found,
        session.person_id,
        post_id,
        str(state.role),
        state.unit_id,
        session.token_hash,
        at,
        request.url.path,
    )


Signed = Annotated[Context, Depends(signed_in)]
