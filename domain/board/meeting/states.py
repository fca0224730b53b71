"""Where a meeting stands, who takes part, and what it passes on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from domain.board.body import BodyRules
from domain.board.meeting.agenda import AgendaPaper, AgendaSection, Carried, CarriedFrom, Tabled
from domain.board.meeting.events import MeetingMode
from domain.board.meeting.refusals import ItemUnknown, NotCarriedOver
from domain.board.outcome import ResolutionOutcome
from domain.board.seat import HeldSeat
from domain.message import Part


@dataclass(frozen=True)
class Item:
    section: AgendaSection
    paper: AgendaPaper | None
    outcome: ResolutionOutcome | None = None
    changes: str = ""


@dataclass(frozen=True)
class Uncalled:
    """No such meeting."""


@dataclass(frozen=True)
class Called:
    rules: BodyRules
    meeting_no: int
    meeting_year: int
    held_on: date
    mode: MeetingMode
    items: Mapping[str, Item] = field(default_factory=dict)

    def item(self, item_no: str) -> Item:
        """Return the item numbered ``item_no``.

        Raises:
            ItemUnknown: there is none.
        """
        if item_no not in self.items:
            raise ItemUnknown("not on the agenda", item_no=item_no)
        return self.items[item_no]


@dataclass(frozen=True)
class Open:
    call: Called
    seats: tuple[HeldSeat, ...]
    present: frozenset[UUID]
    presided_by: UUID
    opened_at: datetime
    recused: frozenset[tuple[str, UUID]] = frozenset()

    @property
    def members(self) -> tuple[HeldSeat, ...]:
        """The seats held that have a vote: what the quorum is counted from."""
        return tuple(seat for seat in self.seats if seat.votes)

    @property
    def members_present(self) -> tuple[HeldSeat, ...]:
        return tuple(seat for seat in self.members if seat.seat_id in self.present)

    def taking_part(self, item_no: str) -> tuple[HeldSeat, ...]:
        """The members who are there and not recused on the item: its voters (R-G06)."""
        return tuple(
            seat for seat in self.members_present if (item_no, seat.seat_id) not in self.recused
        )


@dataclass(frozen=True)
class Closed:
    call: Called


@dataclass(frozen=True)
class Cancelled:
    call: Called


Meeting = Uncalled | Called | Open | Closed | Cancelled


class ResolvedItem(Part, frozen=True):
    """An item as the meeting resolved it: evidence for the resolution that follows."""

    meeting_id: UUID
    body_id: UUID
    item_no: str
    meeting_no: int
    meeting_year: int
    held_on: date
    outcome: ResolutionOutcome
    changes: str
    paper: AgendaPaper | None


def resolved_item(meeting_id: UUID, meeting: Meeting, item_no: str) -> ResolvedItem:
    """Return what the meeting resolved on the item.

    Raises:
        ItemUnknown: it has no such item, or none that was resolved.
    """
    call = meeting.call if isinstance(meeting, Open | Closed) else None
    if call is None:
        raise ItemUnknown("nothing resolved", item_no=item_no)
    item = call.item(item_no)
    if item.outcome is None:
        raise ItemUnknown("not resolved", item_no=item_no)
    return ResolvedItem(
        meeting_id=meeting_id,
        body_id=call.rules.body_id,
        item_no=item_no,
        meeting_no=call.meeting_no,
        meeting_year=call.meeting_year,
        held_on=call.held_on,
        outcome=item.outcome,
        changes=item.changes,
        paper=item.paper,
    )


def tabled(meeting: Meeting, paper: AgendaPaper) -> Tabled | None:
    """Return the open item that puts a transfer of ``paper`` to the body in this very version.

    None where the meeting is over, or its items are resolved or about something else.
    """
    if not isinstance(meeting, Called | Open):
        return None
    call = meeting if isinstance(meeting, Called) else meeting.call
    asked = {(one.transfer_id, one.digest) for one in paper.transfers}
    for item_no, item in call.items.items():
        if item.outcome is not None or item.paper is None:
            continue
        if asked & {(one.transfer_id, one.digest) for one in item.paper.transfers}:
            return Tabled(call.meeting_no, call.meeting_year, item_no)
    return None


def carriable(meeting_id: UUID, meeting: Meeting, item_no: str) -> Carried:
    """Return the item as it may go on a later agenda: deferred, not reached, or never held.

    Raises:
        NotCarriedOver: it was resolved otherwise, or the meeting is not over.
        ItemUnknown: there is no such item.
    """
    if not isinstance(meeting, Closed | Cancelled):
        raise NotCarriedOver("the meeting is not over", item_no=item_no, outcome=None)
    item = meeting.call.item(item_no)
    if item.outcome not in (None, ResolutionOutcome.DEFERRED):
        raise NotCarriedOver("resolved", item_no=item_no, outcome=item.outcome)
    return Carried(meeting.call.rules.body_id, CarriedFrom(meeting_id, item_no), item.paper)
