"""What of the board waits for somebody, and what is owed: rows of ``inbox`` and ``follow_ups``.

The report of a resolution at a later meeting stands on the body's own list and holds up no case
(R-G12).
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from domain.board.meeting import (
    MeetingCalled,
    MeetingCancelled,
    MeetingClosed,
    MeetingOpened,
)
from domain.board.outcome import CARRIES, ResolutionOutcome
from domain.board.resolution import (
    ChangeConfirmed,
    NewVersionConfirmed,
    ResolutionAdopted,
    ResolutionReported,
    ResolutionRescinded,
    Side,
)
from domain.budget.transfer import (
    AmendmentConfirmed,
    AmendmentRole,
    TransferAmended,
)
from domain.casework.case import GuidelinesSet
from domain.message import AnyRecorded, Recorded
from projections.casework.following import follows, settled
from projections.casework.waiting import at_role, at_unit, done, waits, waits_anew
from projections.table import Change, Project

SECRETARIAT = at_role("assistant_secretary")
ANALYST = at_role("policy_and_plan_analyst")
ROLES = {Side.GROUP: AmendmentRole.GROUP_DIRECTOR, Side.SECRETARY: AmendmentRole.SECRETARY}


def called(recorded: Recorded[MeetingCalled]) -> list[Change]:
    event = recorded.event
    title = f"{event.meeting_no}/{event.meeting_year} · {event.place}"
    key, due_on = recorded.stream_id, event.held_on
    return waits(recorded, key, SECRETARIAT, act="OpenMeeting", due_on=due_on, title=title)


def opened(recorded: Recorded[MeetingOpened]) -> list[Change]:
    return waits_anew(recorded, recorded.stream_id, SECRETARIAT, act="CloseMeeting")


def over(recorded: AnyRecorded) -> list[Change]:
    return done(recorded, recorded.stream_id)


def change_key(resolution_id: UUID, who: str) -> str:
    return f"resolution/{resolution_id}/{who}"


def adopted(recorded: Recorded[ResolutionAdopted]) -> list[Change]:
    """Of an agreement with changes: the change waits for the analyst; then for those who confirm."""
    event = recorded.event
    if event.outcome is not ResolutionOutcome.APPROVED_WITH_CHANGES or event.paper is None:
        return []
    whom = {
        AmendmentRole.GROUP_DIRECTOR: (at_role("group_director"), "ConfirmChange"),
        AmendmentRole.SECRETARY: (SECRETARIAT, "ConfirmChange"),
        AmendmentRole.AREA_DIRECTOR: (at_role("area_director"), "ConfirmNewVersion"),
    }
    case_id = event.paper.case_id
    key = change_key(recorded.id, "change")
    rows = waits(recorded, key, ANALYST, act="AmendForResolution", case_id=case_id)
    for role, (waits_for, act) in whom.items():
        key = change_key(recorded.id, role)
        rows += waits(recorded, key, waits_for, act=act, case_id=case_id, open=False)
    return rows


def amended(recorded: Recorded[TransferAmended]) -> list[Change]:
    return change_made(recorded, recorded.event.resolution_id)


def change_made(recorded: AnyRecorded, key: UUID) -> list[Change]:
    group = at_unit(recorded.by.unit_id, "group_director")
    return [
        *done(recorded, change_key(key, "change")),
        *waits_anew(
            recorded, change_key(key, AmendmentRole.GROUP_DIRECTOR), group, act="ConfirmChange"
        ),
        *waits_anew(
            recorded, change_key(key, AmendmentRole.SECRETARY), SECRETARIAT, act="ConfirmChange"
        ),
        *done(recorded, change_key(key, AmendmentRole.AREA_DIRECTOR)),
    ]


def guidelines_changed(recorded: Recorded[GuidelinesSet]) -> list[Change]:
    """Of a change that the guidelines alone were given."""
    key = recorded.event.resolution_id
    return change_made(recorded, key) if key is not None else []


def change_confirmed(recorded: Recorded[ChangeConfirmed]) -> list[Change]:
    """Of the guidelines; of a transfer its own event says so."""
    event = recorded.event
    if event.transfer_id is not None:
        return []
    director = change_key(recorded.id, AmendmentRole.AREA_DIRECTOR)
    rows = done(recorded, change_key(recorded.id, ROLES[event.side]))
    if event.by_both:
        rows += waits_anew(recorded, director, at_role("area_director"), act="ConfirmNewVersion")
    return rows


def new_version_confirmed(recorded: Recorded[NewVersionConfirmed]) -> list[Change]:
    if recorded.event.transfer_id is not None:
        return []
    return done(recorded, change_key(recorded.id, AmendmentRole.AREA_DIRECTOR))


def confirmed(recorded: Recorded[AmendmentConfirmed]) -> list[Change]:
    event = recorded.event
    rows = done(recorded, change_key(event.resolution_id, event.role))
    if event.missing == (AmendmentRole.AREA_DIRECTOR,):
        key = change_key(event.resolution_id, AmendmentRole.AREA_DIRECTOR)
        rows += waits_anew(recorded, key, at_role("area_director"), act="ConfirmNewVersion")
    return rows


WAITING: dict[type[Any], Project] = {
    MeetingCalled: called,
    MeetingOpened: opened,
    MeetingClosed: over,
    MeetingCancelled: over,
    ResolutionAdopted: adopted,
    TransferAmended: amended,
    AmendmentConfirmed: confirmed,
    GuidelinesSet: guidelines_changed,
    ChangeConfirmed: change_confirmed,
    NewVersionConfirmed: new_version_confirmed,
}


def report_key(recorded: AnyRecorded) -> str:
    return f"{recorded.stream_id}/report"


def report_owed(recorded: Recorded[ResolutionAdopted]) -> list[Change]:
    """Every resolution has its row; owed is the report of one that sets something going."""
    event = recorded.event
    return follows(
        recorded,
        report_key(recorded),
        SECRETARIAT,
        kind="resolution_report",
        due_on=event.follow_up_due_on,
        title_th=f"{event.meeting_no}/{event.meeting_year} · {event.item_no}",
        title_en=f"{event.meeting_no}/{event.meeting_year} · {event.item_no}",
        case_id=event.paper.case_id if event.paper else None,
        open=event.outcome in CARRIES and event.paper is not None,
    )


def report_settled(recorded: Recorded[ResolutionReported]) -> list[Change]:
    return settled(recorded, report_key(recorded))


def report_off(recorded: Recorded[ResolutionRescinded]) -> list[Change]:
    return settled(recorded, report_key(recorded))


FOLLOWED: dict[type[Any], Project] = {
    ResolutionAdopted: report_owed,
    ResolutionReported: report_settled,
    ResolutionRescinded: report_off,
}
