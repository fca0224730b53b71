"""Which posts an approval goes up through today, and who fills them (R-W05, R-W06)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from uuid import UUID

from application.casework.steps import file_of
from application.desk import Desk
from application.organization.able import able_in
from application.organization.facts import States
from domain.approvals.approval import Approval, DecideApproval, GiveOpinion, Pending
from domain.approvals.route import ASCENDING, DECIDES, Rank, RankHolder, route
from domain.casework.case import StepStatus
from domain.casework.process import StepKind
from domain.message import Command
from domain.organization.post import Established, post
from domain.organization.power import Matter
from domain.refusal import NotFound

DEPUTY = "deputy_area_director"
# These two belong to the unit that has the case; the others to the whole office.
OF_THE_UNIT = ("section_head", "group_director")


def ranks_today(
    desk: Desk, case_id: UUID, authors: Collection[UUID], deputy_post_id: UUID | None = None
) -> tuple[Rank, ...]:
    """Return the ranks that an approval in this case goes up through.

    ``deputy_post_id`` names the responsible deputy. Else, where a role has several posts, the first
    in order that is filled by somebody other than an author speaks. Each rank has until the day the
    board's step is due.

    Raises:
        NotFound: ``deputy_post_id`` is no deputy's post.
        NobodyToDecide: the area director's post is vacant, or filled by an author.
    """
    if deputy_post_id is not None:
        named = desk.state(post, deputy_post_id)
        if not isinstance(named, Established) or named.role != DEPUTY:
            raise NotFound(deputy_post_id=deputy_post_id)
    file = file_of(desk, case_id)
    due_on = next(
        (
            state.due_on
            for state in file.steps
            if state.step.kind is StepKind.BOARD_RESOLUTION and state.status is StepStatus.OPEN
        ),
        None,
    )
    found = (
        holder(
            desk,
            role,
            file.owner_unit_id,
            authors,
            due_on,
            deputy_post_id if role == DEPUTY else None,
        )
        for role in ASCENDING
    )
    return route([held for held in found if held is not None], authors)


def holder(
    desk: Desk,
    role: str,
    unit_id: UUID,
    authors: Collection[UUID],
    due_on: date | None,
    post_id: UUID | None = None,
) -> RankHolder | None:
    """Return who speaks at the rank today, in the post ``post_id`` if one is named; None if nobody can.

    Whoever stands in speaks for a holder who is away; the last rank is named also where only an
    author fills it (R-H16).
    """
    rows = desk.glance("posts", role=role)
    for row in sorted(rows, key=lambda row: (str(row["title_th"]), str(row["id"]))):
        state = desk.state(post, row["id"])
        if not isinstance(state, Established):
            continue
        if post_id is not None and row["id"] != post_id:
            continue
        if role in OF_THE_UNIT and state.unit_id != unit_id:
            continue
        voices = able_in(desk, row["id"], command_at(role), desk.on)
        able = [one for one in voices if one not in authors]
        if not able and role == DECIDES:
            able = list(voices)
        if able:
            return RankHolder(Rank(role, row["id"], due_on), able[0])
    return None


def able_to_speak(
    states: States, found: Approval, on: date, matter: Matter | None = None
) -> tuple[UUID, ...]:
    """Return who may speak in the post that has the file, as powers and instruments stand on a day.

    Without ``matter``: on some matter at least.
    """
    if not isinstance(found, Pending):
        return ()
    return able_in(states, found.rank.post_id, command_at(found.rank.role), on, matter)


def command_at(role: str) -> type[Command]:
    return DecideApproval if role == DECIDES else GiveOpinion
