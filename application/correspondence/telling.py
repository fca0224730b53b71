"""What a letter about a transfer tells, gathered from the streams: lines, reasons, approvals."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from application.board.citing import cited
from application.casework.steps import file_of
from application.correspondence.letterhead import office_settings, unit_name
from application.correspondence.story import Approval, Line, ResolutionTold, Story
from application.desk import Desk
from domain.board.body import Established as Body
from domain.board.body import body
from domain.board.resolution import require_passes, resolution
from domain.budget.line import OpenLine, budget_line
from domain.budget.transfer import Undrafted, budget_transfer
from domain.correspondence.clearance import knows_letter
from domain.correspondence.letter import Received, letter
from domain.correspondence.parts import LetterReference, Secrecy
from domain.message import stream_id
from domain.refusal import NotFound

APPROVED = "budget_transfer.approved_by"
POSTED = "budget_transfer.posted"


def story_of(desk: Desk, transfer_id: UUID) -> Story:
    """Return what is to be told of a transfer as it now stands.

    Raises:
        NotFound: there is no such transfer.
    """
    state = desk.state(budget_transfer, transfer_id)
    if isinstance(state, Undrafted):
        raise NotFound(transfer_id=transfer_id)
    file = file_of(desk, state.case_id)
    posting = happened(desk, transfer_id, POSTED)
    posted = posting[-1] if posting else None
    before = {
        UUID(line["line_id"]): line["balance_before_satang"]
        for line in (posted or {}).get("lines", ())
    }
    return Story(
        office=office_settings(desk).name_th,
        fiscal_year=file.fiscal_year,
        reason=state.content.reason,
        lines=tuple(
            line_told(
                desk,
                line.line_id,
                line.satang,
                before.get(line.line_id, line.balance_before_satang),
            )
            for line in state.content.lines
        ),
        surplus=any(line.is_surplus for line in state.content.lines),
        approvals=approvals_of(desk, transfer_id),
        posted_on=date.fromisoformat(posted["posted_on"]) if posted else None,
        asked=letters_by_unit(desk, state.case_id),
    )


def line_told(desk: Desk, line_id: UUID, satang: int, before_satang: int) -> Line:
    known = desk.state(budget_line, line_id)
    if not isinstance(known, OpenLine):
        raise NotFound(line_id=line_id)
    owner = known.owner_unit_id
    return Line(owner, unit_name(desk, owner), known.item, satang, before_satang)


def happened(desk: Desk, transfer_id: UUID, name: str) -> list[dict[str, Any]]:
    """Return what events of this name said, oldest first: words of a draft, not a decision."""
    stream = stream_id(budget_transfer.kind, transfer_id)
    rows = desk.rows("audit_history", stream_id=stream, name=name)
    return [dict(row["facts"]) for row in sorted(rows, key=lambda row: int(row["position"]))]


def approvals_of(desk: Desk, transfer_id: UUID) -> tuple[Approval, ...]:
    """Return each authority's approval, the last it gave, in the order given."""
    last = {fact["authority"]: fact for fact in happened(desk, transfer_id, APPROVED)}
    return tuple(
        Approval(fact["authority"], fact["reference"], date.fromisoformat(str(fact["approved_on"])))
        for fact in last.values()
    )


def resolution_behind(desk: Desk, transfer_id: UUID) -> tuple[UUID, ResolutionTold]:
    """Return the resolution on which a transfer rests, as a letter quotes it.

    Raises:
        NotFound: it rests on none yet.
        the refusals of ``require_passes``: the resolution passes nothing.
    """
    given = [f for f in happened(desk, transfer_id, APPROVED) if f.get("resolution_id")]
    if not given:
        raise NotFound(transfer_id=transfer_id)
    resolution_id = UUID(given[-1]["resolution_id"])
    found = require_passes(desk.state(resolution, resolution_id))
    committee = desk.state(body, found.citation.body_id)
    coverage = found.coverage
    return resolution_id, ResolutionTold(
        committee=committee.name_th if isinstance(committee, Body) else "",
        citation=cited(desk, found),
        adopted_on=found.adopted_on,
        outcome=str(found.outcome),
        coverage=str(coverage.kind) if coverage else "",
        ceiling_satang=coverage.ceiling_satang if coverage else None,
        until_on=coverage.until_on if coverage else None,
    )


def letters_by_unit(desk: Desk, case_id: UUID) -> dict[UUID, tuple[LetterReference, ...]]:
    """Return the letters of the case that may be named to others, by the unit that sent them."""
    found: dict[UUID, tuple[LetterReference, ...]] = {}
    for letter_id in sorted(file_of(desk, case_id).letter_ids):
        state = desk.state(letter, letter_id)
        if not isinstance(state, Received) or not knows_letter(state, desk.by):
            continue
        sender, said = state.wording.sender_unit_id, state.wording
        if sender is None or state.secrecy is not Secrecy.NONE or not said.reference:
            continue
        cited_as = LetterReference(said.reference, said.dated_on, said.sender_name, letter_id)
        found[sender] = (*found.get(sender, ()), cited_as)
    return found
