"""The governor: asked by letter, answered by letter; recorded, confirmed, and only then it counts."""

from __future__ import annotations

from itertools import count
from typing import Any
from uuid import UUID

import pytest

from domain.approvals.outside_approval import InformationWanted, Settled, outside_approval
from domain.budget.transfer import Rejected, Submitted, budget_transfer
from domain.budget.transfer_power import Authority
from domain.casework.case import Ended, Ending, StepStatus, Underway, case
from infrastructure.demo.matter import FROM, TO, Matter
from tests.hands import matter
from tests.served import ServedOffice

GOVERNOR = 7
BASIS = "คำสั่งมอบอำนาจตัวอย่างที่ 1"
numbers = count(1)


def letter_sent(played: Matter) -> UUID:
    """Write the letter of request, have it checked, signed and dispatched."""
    hand = played.hand
    key = hand.do(
        "DraftGovernorRequest",
        {"transfer_id": played.transfer, "legal_basis": BASIS},
        by="analyst",
    )
    digest = played.row("outgoing_letters", key)["digest"]
    hand.do("CheckLetter", {"digest": digest}, of=key, by="policy_director")
    hand.do(
        "SignLetter",
        {"digest": digest, "intent": "ข้าพเจ้าลงนามในหนังสือฉบับนี้"},
        of=key,
        by="area_director",
    )
    hand.do("DispatchLetter", {}, of=key, by="registrar")
    return UUID(str(key))


@pytest.fixture
def asked(office: ServedOffice) -> Matter:
    """A matter agreed to by the board, whose letter to the governor has gone."""
    played = matter(office, next(numbers)).play("agree")
    letter_sent(played)
    return played


def request_of(played: Matter) -> UUID:
    [row] = played.hand.rows("outside_approvals", transfer_id=played.transfer)
    return UUID(str(row["id"]))


def reply(played: Matter, number: str = "1") -> UUID:
    """The governor's answer comes in and is registered like any letter."""
    return UUID(
        str(
            played.hand.do(
                "ReceiveLetter",
                {
                    "kind": "external",
                    "sender_unit_id": played.hand.ids["governor"],
                    "sender_name": "จังหวัดเลย",
                    "reference": f"ลย 0017.{played.number}/{number}",
                    "dated_on": played.today,
                    "received_on": played.today,
                    "subject": "แจ้งผลการพิจารณา",
                    "to_unit_id": played.hand.ids["policy"],
                },
                by="registrar",
            )
        )
    )


def outcome(played: Matter, said: str, number: str = "1", **more: Any) -> dict[str, Any]:
    return {
        "reply_letter_id": reply(played, number),
        "outcome": said,
        "decided_on": played.today,
        "signer_name": "นายตัวอย่าง ผู้ว่าราชการ",
        "signer_capacity": "ผู้ว่าราชการจังหวัดเลย",
        **more,
    }


def record(played: Matter, said: str, **more: Any) -> None:
    fields = outcome(played, said, **more)
    played.hand.do("RecordOutcome", fields, of=request_of(played), by="analyst")


def confirm(played: Matter) -> None:
    played.hand.do("ConfirmOutcome", {}, of=request_of(played), by="policy_director")


def transfer(played: Matter) -> Any:
    return played.hand.office.state(budget_transfer, played.transfer)


def step(played: Matter) -> StepStatus:
    found = played.hand.office.state(case, played.case)
    assert isinstance(found, Underway)
    return found.file.step(GOVERNOR).status


def test_the_letter_asks_and_says_on_what_it_rests(asked: Matter) -> None:
    """R-B10, R-B11: the request is made as its letter goes."""
    row = asked.row("outside_approvals", request_of(asked))
    assert (row["authority"], row["state"], row["legal_basis"]) == ("governor", "waiting", BASIS)


def test_there_is_no_default_for_the_legal_basis(asked: Matter) -> None:
    """R-B11."""
    answer = asked.hand.answer(
        "RequestOutsideApproval",
        {
            "transfer_id": asked.transfer,
            "transfer_digest": transfer(asked).content.digest,
            "outgoing_letter_id": asked.row("outside_approvals", request_of(asked))[
                "outgoing_letter_id"
            ],
            "resolution_id": asked.row("outside_approvals", request_of(asked))["resolution_id"],
        },
        by="analyst",
    )
    assert answer.status_code == 422
    assert "legal_basis" in str(answer.json()["errors"])


def test_no_letter_to_the_governor_before_the_board(office: ServedOffice) -> None:
    """R-B10: the board's resolution comes first."""
    played = matter(office, next(numbers)).play("check")
    fields = {
        "transfer_id": played.transfer,
        "transfer_digest": transfer(played).content.digest,
        "outgoing_letter_id": UUID(int=1),
        "resolution_id": UUID(int=2),
        "legal_basis": BASIS,
    }
    problem = played.hand.refused("RequestOutsideApproval", fields, by="analyst")
    assert problem["code"] == "request-letter-not-sent"


def test_approved_counts_only_once_the_group_director_confirmed(asked: Matter) -> None:
    """Item 7, R-B10: the registry only registers, the officer records, the director confirms."""
    record(asked, "approved")
    assert transfer(asked).missing == (Authority.GOVERNOR,)
    assert step(asked) is StepStatus.OPEN
    confirm(asked)
    assert transfer(asked).missing == ()
    assert step(asked) is StepStatus.DONE


def test_the_reply_joins_the_case(asked: Matter) -> None:
    """R-W10."""
    record(asked, "approved")
    found = asked.hand.office.state(case, asked.case)
    assert len(found.file.letter_ids) == 2


def test_whoever_recorded_it_does_not_confirm_it(asked: Matter) -> None:
    """R-H16: on the natural person; an analyst has not the power either."""
    record(asked, "approved")
    answer = asked.hand.answer("ConfirmOutcome", {}, of=request_of(asked), by="analyst")
    assert answer.status_code == 403


def test_partly_approved_lines_are_lowered_and_still_balance(asked: Matter) -> None:
    """R-B14: never raised; what is dropped is free again."""
    ids, satang = asked.hand.ids, asked.satang
    raised = [
        {"line_id": ids[FROM], "satang": -4 * satang},
        {"line_id": ids[TO[0]], "satang": 4 * satang},
    ]
    fields = outcome(asked, "partly_approved", granted_lines=raised)
    problem = asked.hand.refused("RecordOutcome", fields, of=request_of(asked), by="analyst")
    assert problem["code"] == "granted-line-raised"
    fields["granted_lines"] = [
        {"line_id": ids[FROM], "satang": -satang},
        {"line_id": ids[TO[0]], "satang": satang + 1},
    ]
    problem = asked.hand.refused("RecordOutcome", fields, of=request_of(asked), by="analyst")
    assert problem["code"] == "granted-line-raised"
    fields["granted_lines"] = [
        {"line_id": ids[FROM], "satang": -satang},
        {"line_id": ids[TO[0]], "satang": satang - 1},
    ]
    problem = asked.hand.refused("RecordOutcome", fields, of=request_of(asked), by="analyst")
    assert problem["code"] == "granted-not-balanced"
    free = asked.row("budget_balances", ids[FROM])["free_satang"]
    fields["granted_lines"][1]["satang"] = satang
    asked.hand.do("RecordOutcome", fields, of=request_of(asked), by="analyst")
    confirm(asked)
    lines = {line.line_id: line.satang for line in transfer(asked).content.lines}
    assert lines == {ids[FROM]: -satang, ids[TO[0]]: satang}
    assert asked.row("budget_balances", ids[FROM])["free_satang"] == free + satang
    assert step(asked) is StepStatus.DONE


def test_a_question_is_answered_in_a_new_letter(asked: Matter) -> None:
    """ขอข้อมูลเพิ่ม: the matter waits again."""
    record(asked, "more_information", note="ขอรายละเอียดหนี้ค้างชำระ")
    confirm(asked)
    key = request_of(asked)
    assert isinstance(asked.hand.office.state(outside_approval, key), InformationWanted)
    assert step(asked) is StepStatus.OPEN
    sent = letter_sent(asked)
    row = asked.row("outside_approvals", key)
    assert (row["state"], row["outgoing_letter_id"]) == ("waiting", sent)
    record(asked, "approved", number="2")
    confirm(asked)
    assert step(asked) is StepStatus.DONE


def test_not_approved_ends_the_case_and_frees_the_money(asked: Matter) -> None:
    """ไม่อนุมัติ, with the reason as written."""
    fields = outcome(asked, "not_approved")
    problem = asked.hand.refused("RecordOutcome", fields, of=request_of(asked), by="analyst")
    assert problem["code"] == "outcome-note-required"
    free = asked.row("budget_balances", asked.hand.ids[FROM])["free_satang"]
    fields["note"] = "เห็นควรสำรองไว้"
    asked.hand.do("RecordOutcome", fields, of=request_of(asked), by="analyst")
    confirm(asked)
    assert isinstance(transfer(asked), Rejected)
    ended = asked.hand.office.state(case, asked.case)
    assert isinstance(ended, Ended)
    assert ended.ending is Ending.REFUSED
    after = asked.row("budget_balances", asked.hand.ids[FROM])["free_satang"]
    assert after == free + 2 * asked.satang


def test_the_reply_has_to_be_registered(asked: Matter) -> None:
    """Item 7: the answer is a received letter, and its number not voided (R-N08)."""
    fields = {**outcome(asked, "approved"), "reply_letter_id": UUID(int=7)}
    problem = asked.hand.refused("RecordOutcome", fields, of=request_of(asked), by="analyst")
    assert problem["code"] == "reply-not-registered"


def test_nothing_is_taken_from_under_the_governor(asked: Matter) -> None:
    """R-W07: what he is asked about stays as it is until he has answered."""
    reason = {"reason": "ขอแก้ไข"}
    problem = asked.hand.refused("ReturnTransfer", reason, of=asked.transfer, by="policy_director")
    assert problem["code"] == "transfer-under-approval"


def test_a_wrong_record_is_sent_back(asked: Matter) -> None:
    record(asked, "approved")
    key = request_of(asked)
    asked.hand.do("SendBackOutcome", {"reason": "ผู้ลงนามไม่ตรง"}, of=key, by="policy_director")
    assert asked.row("outside_approvals", key)["state"] == "waiting"
    assert isinstance(transfer(asked), Submitted)
    assert not isinstance(asked.hand.office.state(outside_approval, key), Settled)
