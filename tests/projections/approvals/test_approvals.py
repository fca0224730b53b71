"""One event in, changes out: the read models of approvals."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from domain.approvals.approval import (
    ApprovalDecided,
    ApprovalRequested,
    ApprovalSentBack,
    DecisionOutcome,
    ObjectionRecorded,
    OpinionGiven,
)
from domain.approvals.outside_approval import (
    AskedLine,
    GrantedLine,
    OutcomeConfirmed,
    OutcomeRecorded,
    OutsideApprovalRequested,
    OutsideOutcome,
)
from domain.approvals.route import Rank
from domain.board.meeting import AgendaItemAdded, AgendaPaper, AgendaSection, TransferVersion
from domain.board.outcome import ResolutionOutcome
from domain.board.resolution import ResolutionAdopted
from domain.message import Actor, Event, Recorded
from projections.approvals.approvals import APPROVALS
from projections.approvals.opinions import APPROVAL_OPINIONS
from projections.approvals.outside_approvals import OUTSIDE_APPROVALS
from projections.approvals.waiting import FOLLOWED, WAITING
from projections.table import Insert, Update

ROUND, TRANSFER, CASE, HEAD, DIRECTOR, PERSON = (UUID(int=number) for number in range(1, 7))
AT = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
DUE, SEEN = date(2026, 12, 16), "a" * 64
BELOW, LAST = Rank("section_head", HEAD, DUE), Rank("area_director", DIRECTOR, DUE)
REQUESTED = ApprovalRequested(
    f"budget_transfer/{TRANSFER}", 2, SEEN, CASE, (BELOW, LAST), PERSON, date(2026, 11, 23), ()
)
OPINION = OpinionGiven("section_head", HEAD, PERSON, False, "ไม่พอ", SEEN, LAST)


def recorded(event: Event, stream: str = f"approval/{ROUND}") -> Any:
    by = Actor(PERSON, HEAD, "section_head", UUID(int=9))
    return Recorded(7, stream, 1, event, AT, by, UUID(int=8), "Some", case_id=CASE)


def decided(outcome: DecisionOutcome) -> ApprovalDecided:
    return ApprovalDecided(outcome, "", PERSON, DIRECTOR, date(2026, 11, 23), SEEN)


def test_a_round_begins_with_its_first_rank() -> None:
    [change] = APPROVALS.project(recorded(REQUESTED))
    assert isinstance(change, Insert)
    wanted = {"transfer_id": TRANSFER, "state": "pending", "rank_post_id": HEAD, "version": 2}
    assert {name: change.row[name] for name in wanted} == wanted


def test_an_opinion_moves_the_file_on_whatever_it_says() -> None:
    """R-W06."""
    [change] = APPROVALS.project(recorded(OPINION))
    assert isinstance(change, Update)
    assert (change.row["rank_post_id"], change.row["rank_role"]) == (DIRECTOR, "area_director")
    [said] = APPROVAL_OPINIONS.project(recorded(OPINION))
    assert isinstance(said, Insert)
    assert (said.row["kind"], said.row["favourable"], said.row["words"]) == (
        "opinion", False, "ไม่พอ",
    )  # fmt: skip


def test_a_round_that_is_over_lies_with_nobody() -> None:
    sent_back = ApprovalSentBack("section_head", HEAD, PERSON, "แก้ไข", SEEN)
    for event in (decided(DecisionOutcome.AGREED_TO_PROPOSE), sent_back):
        [change] = APPROVALS.project(recorded(event))
        assert isinstance(change, Update)
        assert change.row["rank_post_id"] is None
        assert change.row["ended_at"] == AT


def test_an_objection_is_a_line_of_its_own_and_changes_no_state() -> None:
    """R-B21."""
    event = ObjectionRecorded("ทักท้วง", PERSON, date(2026, 11, 23), SEEN)
    assert ObjectionRecorded not in APPROVALS.on
    [said] = APPROVAL_OPINIONS.project(recorded(event))
    assert isinstance(said, Insert)
    assert (said.row["kind"], said.row["words"]) == ("objection", "ทักท้วง")


def test_the_inbox_follows_the_file_and_then_the_agenda() -> None:
    opened = WAITING[ApprovalRequested](recorded(REQUESTED))
    assert [(c.key, c.row["open"]) for c in opened if isinstance(c, Insert)] == [
        (f"approval/{ROUND}", True),
        (f"approval/{ROUND}/agenda", False),
    ]
    [moved] = WAITING[OpinionGiven](recorded(OPINION))
    assert isinstance(moved, Update)
    assert (moved.row["waits_for"], moved.row["act"]) == (f"post:{DIRECTOR}", "DecideApproval")
    agreed = WAITING[ApprovalDecided](recorded(decided(DecisionOutcome.AGREED_TO_PROPOSE)))
    assert [c.row["open"] for c in agreed if isinstance(c, Update)] == [False, True]
    returned = WAITING[ApprovalDecided](recorded(decided(DecisionOutcome.RETURNED)))
    assert [c.row["open"] for c in returned if isinstance(c, Update)] == [False]


def paper() -> AgendaPaper:
    return AgendaPaper(CASE, 1, SEEN, (TransferVersion(TRANSFER, SEEN, ROUND),))


def test_on_an_agenda_it_waits_no_more_and_acknowledged_it_waits_again() -> None:
    """R-W06: taking note passes nothing."""
    added = AgendaItemAdded("5.1", AgendaSection.FOR_CONSIDERATION, "โอน", paper())
    [change] = WAITING[AgendaItemAdded](recorded(added, f"meeting/{UUID(int=20)}"))
    assert (change.key, isinstance(change, Update) and change.row["open"]) == (
        f"approval/{ROUND}/agenda", False,
    )  # fmt: skip
    for outcome, again in (
        (ResolutionOutcome.ACKNOWLEDGED, 1),
        (ResolutionOutcome.DEFERRED, 1),
        (ResolutionOutcome.AGREED, 0),
        (ResolutionOutcome.WITHDRAWN, 0),
    ):
        adopted = ResolutionAdopted(
            UUID(int=21),
            UUID(int=20),
            "5.1",
            1,
            2569,
            date(2026, 11, 23),
            outcome,
            "",
            paper(),
            None,
        )
        changes = WAITING[ResolutionAdopted](recorded(adopted, f"resolution/{UUID(int=22)}"))
        assert len(changes) == again, outcome


REQUEST = OutsideApprovalRequested(
    "governor", CASE, TRANSFER, SEEN, (AskedLine(UUID(int=30), -5),), UUID(int=31), UUID(int=32),
    "คำสั่งตัวอย่าง", PERSON, date(2026, 11, 23),
)  # fmt: skip


def test_an_answer_counts_only_once_confirmed() -> None:
    """R-B10."""
    stream = f"outside_approval/{UUID(int=40)}"
    [asked] = OUTSIDE_APPROVALS.project(recorded(REQUEST, stream))
    assert isinstance(asked, Insert)
    assert (asked.row["state"], asked.row["legal_basis"]) == ("waiting", "คำสั่งตัวอย่าง")
    outcome = OutcomeRecorded(
        UUID(int=33), OutsideOutcome.PARTLY_APPROVED, date(2026, 11, 24), "ผู้ว่าฯ", "ผู้ว่าราชการจังหวัด",
        (GrantedLine(UUID(int=30), -3),), "", PERSON,
    )  # fmt: skip
    [answered] = OUTSIDE_APPROVALS.project(recorded(outcome, stream))
    assert isinstance(answered, Update)
    assert (answered.row["state"], answered.row["outcome"]) == ("unconfirmed", "partly_approved")
    lines = (GrantedLine(UUID(int=30), -3),)
    confirmed = OutcomeConfirmed(OutsideOutcome.PARTLY_APPROVED, lines, PERSON)
    [settled] = OUTSIDE_APPROVALS.project(recorded(confirmed, stream))
    assert isinstance(settled, Update)
    assert settled.row["state"] == "partly_approved"


def test_the_authoritys_answer_is_a_follow_up_until_it_is_confirmed() -> None:
    stream = f"outside_approval/{UUID(int=40)}"
    [owed] = FOLLOWED[OutsideApprovalRequested](recorded(REQUEST, stream))
    assert isinstance(owed, Insert)
    assert (owed.row["waits_for"], owed.row["kind"]) == ("role:governor", "outside_approval")
    asked_more = OutcomeConfirmed(OutsideOutcome.MORE_INFORMATION, (), PERSON)
    [ours] = FOLLOWED[OutcomeConfirmed](recorded(asked_more, stream))
    assert isinstance(ours, Update)
    assert ours.row["open"] is True
    approved = OutcomeConfirmed(OutsideOutcome.APPROVED, (), PERSON)
    [over] = FOLLOWED[OutcomeConfirmed](recorded(approved, stream))
    assert isinstance(over, Update)
    assert over.row["open"] is False
