"""What the board's people do in these tests, and what is read of a matter that is before them."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import count
from typing import Any
from uuid import UUID

from domain.budget.transfer import budget_transfer
from domain.casework.case import StepStatus, Underway, case
from infrastructure.demo.matter import Matter

SECRETARY = "assistant_secretary"
BOARD, GOVERNOR, GUIDELINES = 6, 7, 4
numbers = count(1)


def transfer(played: Matter) -> Any:
    return played.hand.office.state(budget_transfer, played.transfer)


def step(played: Matter, number: int) -> StepStatus:
    found = played.hand.office.state(case, played.case)
    assert isinstance(found, Underway)
    return found.file.step(number).status


def resolve(played: Matter, outcome: str, **more: Any) -> UUID:
    """Resolve item 5.1; return its resolution."""
    fields = {"item_no": "5.1", "outcome": outcome, "unanimous": True, **more}
    played.hand.do("ResolveItem", fields, of=played.meeting, by=SECRETARY)
    return UUID(str(item(played)["resolution_id"]))


def item(played: Matter) -> Mapping[str, Any]:
    [row] = played.hand.rows("agenda_items", meeting_id=played.meeting, item_no="5.1")
    return row


def seats(played: Matter) -> dict[str, UUID]:
    """Return the seats by their English titles."""
    [body] = played.hand.rows("bodies")
    return {seat["title_en"]: UUID(seat["seat_id"]) for seat in body["seats"]}


def call(played: Matter) -> UUID:
    fields = {"held_on": played.today, "place": "ห้องประชุม", "mode": "in_person"}
    return UUID(str(played.hand.do("CallMeeting", fields, by=SECRETARY)))


def open_with(played: Matter, meeting: UUID, present: int) -> Any:
    """Open with the first ``present`` voting seats; the others are away on duty."""
    held = list(seats(played).values())
    voting, desk = held[:9], held[9:]
    fields = {
        "opened_time": "09.30",
        "present": [*voting[:present], *desk],
        "absent": [{"seat_id": s, "cause": "official_duty"} for s in voting[present:]],
    }
    return played.hand.answer("OpenMeeting", fields, of=meeting, by=SECRETARY)


def confirm(played: Matter, key: UUID, by: str, act: str = "ConfirmChange") -> None:
    digest = transfer(played).content.digest
    played.hand.do(act, {"transfer_id": played.transfer, "digest": digest}, of=key, by=by)
