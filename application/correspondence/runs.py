"""Runs of a template: the letters of a matter written from its own records, in one act."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from application.act import Act
from application.approvals.matter import alive
from application.approvals.rounds import next_round
from application.casework.steps import file_of
from application.correspondence.asking import letters_asked
from application.correspondence.drafting import (
    ending_notice,
    governor_request,
    group_memo,
    letter_without_line,
    report,
    school_letter,
)
from application.correspondence.letterhead import addressed, letterhead, office_settings
from application.correspondence.paper import TEMPLATE_VERSION
from application.correspondence.story import Line, Story, To, Written
from application.correspondence.telling import letters_by_unit, resolution_behind, story_of
from application.correspondence.written_to import standing_of, units_written_to
from application.desk import Asked, Desk
from domain.budget.transfer import Posted, Undrafted, budget_transfer
from domain.budget.transfer_power import Authority
from domain.casework.case import Ended, Unopened, case
from domain.correspondence.letter_set import (
    AddresseeUnknown,
    DraftEndingLetters,
    DraftResultLetters,
    letter_set,
)
from domain.correspondence.outgoing_letter import (
    DraftGovernorRequest,
    DraftLetter,
    content_of,
    outgoing_letter,
)
from domain.organization.role import Role
from domain.organization.unit import Established, UnitKind, unit
from domain.refusal import NotFound

# The codes under which an office enters the outside bodies it reports to and asks.
REPORTS_TO = "obec"


def outside_unit(desk: Desk, code: str) -> UUID:
    """Return the outside body entered under ``code``.

    Raises:
        AddresseeUnknown: the office has entered none.
    """
    for row in desk.glance("units", kind=str(UnitKind.OUTSIDE), code=code):
        found: UUID = row["id"]
        return found
    raise AddresseeUnknown(code_of_unit=code)


# The request to the governor


def draft_governor_request(desk: Desk, letter_id: UUID, asked: Asked[DraftGovernorRequest]) -> None:
    """Write the letter by which the governor is asked, from the transfer as it now stands."""
    transfer = desk.state(budget_transfer, asked.transfer_id)
    if isinstance(transfer, Undrafted):
        raise NotFound(transfer_id=asked.transfer_id)
    resolution_id, told = resolution_behind(desk, asked.transfer_id)
    to = addressed(desk, outside_unit(desk, str(Authority.GOVERNOR)))
    written = governor_request(story_of(desk, asked.transfer_id), to, told, asked.legal_basis)
    desk.case_id = transfer.case_id
    desk.decide(
        outgoing_letter,
        letter_id,
        asked.command(
            content=content_of(draft_of(desk, written)),
            case_id=transfer.case_id,
            transfer_digest=transfer.content.digest,
            resolution_id=resolution_id,
            asked=letters_asked(desk, transfer.case_id, drafted=asked.transfer_id),
        ),
    )


def draft_of(desk: Desk, written: Written, **more: object) -> DraftLetter:
    """Return the command that drafts a letter just written."""
    owner = desk.by.unit_id
    return DraftLetter(
        by=desk.by,
        on=desk.on,
        owner_unit_id=owner,
        phone=office_settings(desk).phone,
        template_version=TEMPLATE_VERSION,
        letterhead=letterhead(desk, written.form, owner),
        **{**written.fields(), **more},
    )


# The runs


def draft_results(desk: Desk, _key: UUID, asked: Asked[DraftResultLetters]) -> None:
    """Write the report, the schools' letters and the groups' memoranda of a posted transfer.

    A later run writes only to the schools that have asked since.
    """
    transfer = desk.state(budget_transfer, asked.transfer_id)
    if isinstance(transfer, Undrafted):
        raise NotFound(transfer_id=asked.transfer_id)
    posted = isinstance(transfer, Posted)
    earlier = standing_of(desk, asked.transfer_id)
    letters = []
    if posted:
        story = story_of(desk, asked.transfer_id)
        letters = [
            *(() if earlier else result_letters(desk, story)),
            *(
                letter_without_line(story, addressed(desk, unit_id))
                for unit_id in without_line(desk, transfer.case_id)
            ),
        ]
    set_id = next_round(desk, letter_set, asked.transfer_id)
    ids = [desk.new_id() for _ in letters]
    desk.case_id = transfer.case_id
    desk.decide(
        letter_set,
        set_id,
        asked.command(
            case_id=transfer.case_id,
            posted=posted,
            earlier=earlier,
            letter_ids=tuple(ids),
        ),
    )
    draft_all(desk, set_id, transfer.case_id, ids, letters)


def result_letters(desk: Desk, story: Story) -> list[Written]:
    """Return the report upwards, one letter per school, one memo per group, finance always."""
    letters = [report(story, addressed(desk, outside_unit(desk, REPORTS_TO)))]
    finance = {row["unit_id"] for row in desk.glance("posts", role=str(Role.FINANCE_OFFICER))}
    groups: dict[UUID, tuple[Line, ...]] = {}
    for unit_id in dict.fromkeys(line.unit_id for line in story.lines):
        if kind_of(desk, unit_id) is UnitKind.SCHOOL:
            letters.append(school_letter(story, addressed(desk, unit_id)))
        else:
            groups[unit_id] = tuple(line for line in story.lines if line.unit_id == unit_id)
    groups |= {unit_id: story.lines for unit_id in finance}
    letters += [group_memo(story, addressed(desk, u), lines) for u, lines in groups.items()]
    return letters


def without_line(desk: Desk, case_id: UUID) -> list[UUID]:
    """Return the schools that asked, have no line in any transfer of the case, and were not told.

    Their wish fell away, by a partial approval say; they are owed an answer all the same.
    """
    known = units_written_to(desk, case_id)
    for transfer_id in alive(desk, case_id):
        known.update(line.unit_id for line in story_of(desk, transfer_id).lines)
    return [
        unit_id
        for unit_id in file_of(desk, case_id).asking_unit_ids
        if unit_id not in known and kind_of(desk, unit_id) is UnitKind.SCHOOL
    ]


def kind_of(desk: Desk, unit_id: UUID) -> UnitKind | None:
    known = desk.state(unit, unit_id)
    return known.kind if isinstance(known, Established) else None


def draft_endings(desk: Desk, _key: UUID, asked: Asked[DraftEndingLetters]) -> None:
    """Write to each unit that asked how the case ended."""
    state = desk.state(case, asked.case_id)
    if isinstance(state, Unopened):
        raise NotFound(case_id=asked.case_id)
    letters = ending_letters(desk, asked.case_id, state) if isinstance(state, Ended) else []
    set_id = next_round(desk, letter_set, asked.case_id)
    ids = [desk.new_id() for _ in letters]
    desk.case_id = asked.case_id
    desk.decide(
        letter_set,
        set_id,
        asked.command(
            ended=isinstance(state, Ended),
            earlier=standing_of(desk, asked.case_id, gone_too=False),
            letter_ids=tuple(ids),
        ),
    )
    draft_all(desk, set_id, asked.case_id, ids, letters)


def ending_letters(desk: Desk, case_id: UUID, state: Ended) -> list[Written]:
    """Return a letter to each unit that asked and was not yet told."""
    asked = letters_by_unit(desk, case_id)
    told = desk.rows("audit_history", stream_id=f"{case.kind}/{case_id}")
    happened = sorted(told, key=lambda row: int(row["position"]))
    opened = next(row["facts"] for row in happened if row["name"] == "case.opened")
    ended = [row["facts"] for row in happened if row["name"] == "case.ended"]
    units = [u for u in state.file.asking_unit_ids if u not in state.file.notices]
    to: list[To] = [addressed(desk, unit_id) for unit_id in units]
    return [
        ending_notice(
            office_settings(desk).name_th,
            opened["subject"],
            one,
            str(state.ending),
            ended[-1]["reason"] if ended else "",
            asked.get(one.unit_id, ()) if one.unit_id else (),
        )
        for one in to
    ]


def draft_all(
    desk: Desk, set_id: UUID, case_id: UUID, ids: Sequence[UUID], letters: Sequence[Written]
) -> None:
    for letter_id, written in zip(ids, letters, strict=True):
        command = draft_of(desk, written, case_id=case_id, batch_id=set_id)
        desk.decide(outgoing_letter, letter_id, command)


ACTS = (
    Act(DraftGovernorRequest, outgoing_letter, draft_governor_request, creates=True),
    Act(DraftResultLetters, letter_set, draft_results, creates=True),
    Act(DraftEndingLetters, letter_set, draft_endings, creates=True),
)
