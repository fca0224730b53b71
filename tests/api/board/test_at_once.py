"""Several people at once on a real PostgreSQL: a decision is one, a number is one (R-W07, R-H16)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any
from uuid import UUID

import pytest

from application.execute import Answer
from domain.approvals.approval import Decided, approval
from domain.budget.transfer import Draft, Submitted, budget_transfer
from domain.refusal import Refusal
from infrastructure.demo.matter import Matter
from tests.acting import Acting
from tests.hands import matter
from tests.served import ServedOffice

SECRETARY = "assistant_secretary"


def at_once(acts: list[Callable[[], Answer]]) -> list[Answer | Refusal]:
    """Carry the acts out from as many threads, all let go together."""
    ready = Barrier(len(acts))

    def run(act: Callable[[], Answer]) -> Answer | Refusal:
        ready.wait()
        try:
            return act()
        except Refusal as refusal:
            return refusal

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def act_of(
    office: ServedOffice, act: str, fields: Mapping[str, Any], of: UUID | str, by: str
) -> Callable[[], Answer]:
    acting = Acting(office.service, office.ids)
    return lambda: acting.do(act, fields, of=of, by=by)


@pytest.fixture
def prepared(office: ServedOffice) -> Matter:
    played = matter(office)
    played.number = len(office.service.rows.rows("case_status")) + 1
    played.play("prepare")
    return played


def test_two_officers_put_it_up_at_once_and_one_round_begins(
    office: ServedOffice, prepared: Matter
) -> None:
    """R-W06: one file, one way up."""
    prepared.hand.do("SubmitTransfer", {}, of=prepared.transfer, by="analyst")
    row = prepared.row("budget_transfers", prepared.transfer)
    fields = {
        "subject": f"budget_transfer/{prepared.transfer}",
        "subject_version": row["version"],
        "digest": row["digest"],
    }
    found = at_once(
        [act_of(office, "RequestApproval", fields, "new", by) for by in ("analyst", "analyst_2")]
    )
    assert sorted(type(one) is Answer for one in found) == [False, True]
    [refusal] = [one for one in found if isinstance(one, Refusal)]
    assert refusal.code in ("approval-underway", "busy")


def test_the_director_decides_once_from_two_windows(office: ServedOffice, prepared: Matter) -> None:
    """R-W07: agreed in one, not agreed in the other; exactly one of them happened, wholly."""
    hand = prepared.hand
    hand.do("SubmitTransfer", {}, of=prepared.transfer, by="analyst")
    digest = prepared.row("budget_transfers", prepared.transfer)["digest"]
    version = prepared.row("budget_transfers", prepared.transfer)["version"]
    subject = {"subject": f"budget_transfer/{prepared.transfer}", "subject_version": version}
    prepared.approval = hand.do("RequestApproval", {**subject, "digest": digest}, by="analyst")
    for post in ("section_head", "policy_director", "deputy_1"):
        seen = {"favourable": True, "opinion": "เห็นควร", "digest": digest}
        hand.do("GiveOpinion", seen, of=prepared.approval, by=post)
    found = at_once(
        [
            act_of(
                office,
                "DecideApproval",
                {"outcome": outcome, "reason": "ตามที่เสนอ", "digest": digest},
                prepared.approval,
                "area_director",
            )
            for outcome in ("agreed_to_propose", "returned")
        ]
    )
    assert sorted(type(one) is Answer for one in found) == [False, True]
    decided = office.state(approval, prepared.approval)
    assert isinstance(decided, Decided)
    expected = Draft if decided.outcome == "returned" else Submitted
    assert isinstance(office.state(budget_transfer, prepared.transfer), expected)


def test_meetings_called_at_once_have_numbers_of_their_own(
    office: ServedOffice, prepared: Matter
) -> None:
    """No number is used twice, and none left out."""
    fields = {"held_on": str(prepared.today), "place": "ห้องประชุม", "mode": "in_person"}
    found = at_once([act_of(office, "CallMeeting", fields, "new", SECRETARY) for _ in range(4)])
    assert all(isinstance(one, Answer) or one.code == "busy" for one in found)
    office.wait()
    used = sorted(row["meeting_no"] for row in office.service.rows.rows("meetings"))
    assert used == list(range(1, len(used) + 1))


def test_a_resolution_is_rescinded_while_a_letter_rests_on_it(
    office: ServedOffice, prepared: Matter
) -> None:
    """R-G08: whichever comes first, nobody is asked on the strength of a rescinded resolution."""
    prepared.check()
    prepared.agree()
    [row] = prepared.hand.rows("resolutions", case_id=prepared.case)
    found = at_once(
        [
            act_of(
                office,
                "RescindResolution",
                {"reason": "ที่ประชุมมีมติใหม่"},
                row["id"],
                "area_director",
            ),
            act_of(
                office,
                "DraftGovernorRequest",
                {"transfer_id": str(prepared.transfer), "legal_basis": "คำสั่งตัวอย่าง"},
                "new",
                "analyst",
            ),
        ]
    )
    assert isinstance(found[0], Answer)
    assert isinstance(office.state(budget_transfer, prepared.transfer), Draft)
