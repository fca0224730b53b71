"""The internal check over HTTP: opinions, one decision, one exact version."""

from __future__ import annotations

from itertools import count
from typing import Any

import pytest

from domain.budget.transfer import Draft, Rejected, Submitted, Withdrawn, budget_transfer
from domain.casework.case import Ended, Ending, Underway, case
from infrastructure.demo.matter import Matter
from tests.hands import matter
from tests.served import ServedOffice

numbers = count(1)


@pytest.fixture
def put_up(office: ServedOffice) -> Matter:
    """A matter whose transfer was just put up to the section head."""
    played = matter(office, next(numbers)).play("prepare")
    played.hand.do("SubmitTransfer", {}, of=played.transfer, by="analyst")
    request(played)
    return played


def request(played: Matter) -> None:
    row = played.row("budget_transfers", played.transfer)
    seen = {"subject_version": row["version"], "digest": row["digest"]}
    subject = f"budget_transfer/{played.transfer}"
    played.approval = played.hand.do("RequestApproval", {"subject": subject, **seen}, by="analyst")


def digest(played: Matter) -> str:
    return str(played.row("budget_transfers", played.transfer)["digest"])


def opine(played: Matter, by: str, favourable: bool = True, opinion: str = "เห็นควรเสนอ") -> None:
    fields = {"favourable": favourable, "opinion": opinion, "digest": digest(played)}
    played.hand.do("GiveOpinion", fields, of=played.approval, by=by)


def to_the_director(played: Matter) -> None:
    for post in ("section_head", "policy_director", "deputy_1"):
        opine(played, post)


def decide(played: Matter, outcome: str, reason: str = "") -> None:
    fields = {"outcome": outcome, "reason": reason, "digest": digest(played)}
    played.hand.do("DecideApproval", fields, of=played.approval, by="area_director")


def state(played: Matter) -> Any:
    return played.hand.office.state(budget_transfer, played.transfer)


def free(played: Matter) -> int:
    return int(played.row("budget_balances", played.hand.ids["line:workshop"])["free_satang"])


def test_the_file_rises_rank_by_rank(put_up: Matter) -> None:
    """R-W05: section head, group director, responsible deputy, area director."""
    row = put_up.row("approvals", put_up.approval)
    assert [rank["role"] for rank in row["ranks"]] == [
        "section_head",
        "group_director",
        "deputy_area_director",
        "area_director",
    ]
    ids = put_up.hand.ids
    for post in ("section_head", "policy_director", "deputy_1"):
        assert put_up.row("approvals", put_up.approval)["rank_post_id"] == ids[post]
        opine(put_up, post)
    assert put_up.row("approvals", put_up.approval)["rank_post_id"] == ids["area_director"]


def test_the_officer_names_the_responsible_deputy(office: ServedOffice) -> None:
    """R-W06: of two deputies the one in charge speaks; a post that is no deputy's is none."""
    played = matter(office, next(numbers)).play("prepare")
    hand, ids = played.hand, played.hand.ids
    hand.do("SubmitTransfer", {}, of=played.transfer, by="analyst")
    row = played.row("budget_transfers", played.transfer)
    fields = {
        "subject": f"budget_transfer/{played.transfer}",
        "subject_version": row["version"],
        "digest": row["digest"],
    }
    nobody = fields | {"deputy_post_id": ids["finance_officer"]}
    assert hand.answer("RequestApproval", nobody, by="analyst").status_code == 404
    form = hand.client("analyst").get(f"/approvals/new?subject={fields['subject']}").text
    assert "รอง ผอ.สพป. ที่รับผิดชอบ" in form
    named = fields | {"deputy_post_id": ids["deputy_2"]}
    played.approval = hand.do("RequestApproval", named, by="analyst")
    opine(played, "section_head")
    opine(played, "policy_director")
    said = {"favourable": True, "opinion": "เห็นควร", "digest": row["digest"]}
    other = hand.refused("GiveOpinion", said, of=played.approval, by="deputy_1")
    assert other["code"] == "not-your-turn"
    opine(played, "deputy_2")
    decide(played, "agreed_to_propose")


def test_nobody_speaks_before_the_file_has_reached_him(put_up: Matter) -> None:
    """R-W06."""
    fields = {"favourable": True, "opinion": "เห็นควร", "digest": digest(put_up)}
    problem = put_up.hand.refused("GiveOpinion", fields, of=put_up.approval, by="policy_director")
    assert (problem["code"], problem["rule"]) == ("not-your-turn", "R-W06")


def test_an_unfavourable_opinion_says_why_and_goes_up(put_up: Matter) -> None:
    """R-W05, R-W06: an opinion is no decision."""
    bare = {"favourable": False, "digest": digest(put_up)}
    problem = put_up.hand.refused("GiveOpinion", bare, of=put_up.approval, by="section_head")
    assert problem["code"] == "opinion-reason-required"
    opine(put_up, "section_head", favourable=False, opinion="เงินเหลือจ่ายอาจไม่พอ")
    row = put_up.row("approvals", put_up.approval)
    assert (row["state"], row["rank_role"]) == ("pending", "group_director")
    [said] = put_up.hand.rows("approval_opinions", approval_id=put_up.approval)
    assert (said["favourable"], said["words"]) == (False, "เงินเหลือจ่ายอาจไม่พอ")


def test_only_the_area_director_decides(put_up: Matter) -> None:
    """R-W06: others have not the power, and he decides once the file has reached him."""
    fields = {"outcome": "agreed_to_propose", "digest": digest(put_up)}
    early = put_up.hand.refused("DecideApproval", fields, of=put_up.approval, by="area_director")
    assert early["code"] == "not-your-turn"
    to_the_director(put_up)
    answer = put_up.hand.answer("DecideApproval", fields, of=put_up.approval, by="deputy_1")
    assert answer.status_code == 403
    decide(put_up, "agreed_to_propose")
    assert put_up.row("approvals", put_up.approval)["state"] == "agreed_to_propose"
    assert isinstance(state(put_up), Submitted)


def test_what_is_said_is_bound_to_the_version_seen(put_up: Matter) -> None:
    """R-W07."""
    fields = {"favourable": True, "opinion": "เห็นควร", "digest": "0" * 64}
    problem = put_up.hand.refused("GiveOpinion", fields, of=put_up.approval, by="section_head")
    assert (problem["code"], problem["rule"]) == ("version-moved-on", "R-W07")


def test_a_rank_sends_it_back_and_the_money_is_free_again(put_up: Matter) -> None:
    """Item 5: sent back for correction, the officer corrects it and puts it up anew."""
    before = free(put_up)
    put_up.hand.do(
        "SendBack",
        {"reason": "ระบุเป้าหมายให้ชัด", "digest": digest(put_up)},
        of=put_up.approval,
        by="section_head",
    )
    assert isinstance(state(put_up), Draft)
    assert free(put_up) != before
    first = put_up.approval
    put_up.hand.do("SubmitTransfer", {}, of=put_up.transfer, by="analyst")
    request(put_up)
    assert put_up.approval != first
    assert put_up.row("approvals", first)["state"] == "sent_back"


def test_returned_by_the_area_director_it_goes_to_its_officer(put_up: Matter) -> None:
    """Item 5: ส่งคืนแก้ไข, with a reason."""
    to_the_director(put_up)
    bare = {"outcome": "returned", "digest": digest(put_up)}
    problem = put_up.hand.refused("DecideApproval", bare, of=put_up.approval, by="area_director")
    assert problem["code"] == "decision-reason-required"
    decide(put_up, "returned", "ปรับจำนวนเงิน")
    assert isinstance(state(put_up), Draft)
    assert isinstance(put_up.hand.office.state(case, put_up.case), Underway)


def test_not_agreed_ends_the_case(put_up: Matter) -> None:
    """Item 5: ไม่เห็นชอบ ends the case; what it held is free, and the school is to be told."""
    before = free(put_up)
    to_the_director(put_up)
    decide(put_up, "not_agreed", "ไม่จำเป็นในปีนี้")
    assert isinstance(state(put_up), Rejected)
    ended = put_up.hand.office.state(case, put_up.case)
    assert isinstance(ended, Ended)
    assert ended.ending is Ending.NOT_AGREED
    assert free(put_up) != before
    problem = put_up.hand.refused("CloseCase", {}, of=put_up.case, by="analyst")
    assert problem["code"] == "case-has-open-matters"


def test_the_officer_withdraws_until_the_decision(put_up: Matter) -> None:
    """Item 5: his own request only, and not once it was decided."""
    reason = {"reason": "ขอปรับรายการ"}
    problem = put_up.hand.refused("WithdrawApproval", reason, of=put_up.approval, by="analyst_2")
    assert problem["code"] == "not-the-requester"
    put_up.hand.do("WithdrawApproval", reason, of=put_up.approval, by="analyst")
    assert isinstance(state(put_up), Draft)
    put_up.hand.do("SubmitTransfer", {}, of=put_up.transfer, by="analyst")
    request(put_up)
    to_the_director(put_up)
    decide(put_up, "agreed_to_propose")
    late = put_up.hand.refused("WithdrawApproval", reason, of=put_up.approval, by="analyst")
    assert late["code"] == "not-open"


def test_withdrawing_the_whole_matter_ends_the_case(put_up: Matter) -> None:
    reason = {"reason": "โรงเรียนขอยกเลิก", "ends_case": True}
    put_up.hand.do("WithdrawApproval", reason, of=put_up.approval, by="analyst")
    assert isinstance(state(put_up), Withdrawn)
    ended = put_up.hand.office.state(case, put_up.case)
    assert isinstance(ended, Ended)
    assert ended.ending is Ending.WITHDRAWN


def test_any_officer_objects_at_any_time_and_it_stays(put_up: Matter) -> None:
    """R-B21: also after the decision, and no act takes it back."""
    to_the_director(put_up)
    decide(put_up, "agreed_to_propose")
    officers = ("auditor", "finance_officer", "policy_director", "registrar", "clerk")
    for post in officers:
        fields = {"text": f"ทักท้วงโดย {post}"}
        put_up.hand.do("RecordObjection", fields, of=put_up.approval, by=post)
    said = put_up.hand.rows("approval_opinions", approval_id=put_up.approval, kind="objection")
    assert len(said) == len(officers)
    names = {event.NAME for event in put_up.hand.office.events(f"approval/{put_up.approval}")}
    assert "approval.objection_recorded" in names


def test_one_round_at_a_time(put_up: Matter) -> None:
    """R-W06: nothing is put up while it lies with somebody, or was agreed as it is."""
    row = put_up.row("budget_transfers", put_up.transfer)
    again = {
        "subject": f"budget_transfer/{put_up.transfer}",
        "subject_version": row["version"],
        "digest": row["digest"],
    }
    assert (
        put_up.hand.refused("RequestApproval", again, by="analyst")["code"] == "approval-underway"
    )
    to_the_director(put_up)
    decide(put_up, "agreed_to_propose")
    assert (
        put_up.hand.refused("RequestApproval", again, by="analyst")["code"] == "approval-underway"
    )


def test_who_drafted_it_has_no_say_in_it(office: ServedOffice) -> None:
    """R-H16: the section head who drafted it himself is left out of the route."""
    played = matter(office, next(numbers)).play("prepare")
    lines = {"lines": played.lines(least=1), "reason": "ปรับโดยหัวหน้ากลุ่มงานเอง"}
    played.hand.do("ReviseTransfer", lines, of=played.transfer, by="senior_analyst")
    again = {"opinion": "เห็นควรตามที่ปรับ", "favourable": True, "met_on": played.today}
    played.hand.do("RecordCommitteeOpinion", again, of=played.case, by="analyst")
    played.hand.do("SubmitTransfer", {}, of=played.transfer, by="analyst")
    request(played)
    roles = [rank["role"] for rank in played.row("approvals", played.approval)["ranks"]]
    assert roles == ["group_director", "deputy_area_director", "area_director"]


@pytest.mark.parametrize(("satang", "alone"), [(500_000, False), (500_001, True)])
def test_a_delegate_up_to_another_amount_is_no_other_who_can_decide(
    office: ServedOffice, satang: int, alone: bool
) -> None:
    """R-H16: the deputy's delegation ends at 10,000 baht; two lines of half of it he may decide on."""
    played = matter(office, next(numbers), satang=satang)
    played.receive()
    played.open()
    played.prepare()
    hand = played.hand
    granted = hand.rows("audit_history", name="powers.set")[-1]["facts"]["grants"]
    rows = [{k: v for k, v in row.items() if v is not None} for row in granted]
    since = rows[0]["in_force_from"]
    more = {"command": "ReviseTransfer", "role": "area_director", "in_force_from": since}
    hand.do("SetPowers", {"grants": [*rows, more], "document": "ทดสอบ"}, by="administrator")
    lines = {"lines": played.lines(), "reason": "ผู้อำนวยการแก้เหตุผลเอง"}
    hand.do("ReviseTransfer", lines, of=played.transfer, by="area_director")
    hand.do("SetPowers", {"grants": rows, "document": "ทดสอบ"}, by="administrator")
    again = {"opinion": "เห็นควรตามที่ปรับ", "favourable": True, "met_on": played.today}
    hand.do("RecordCommitteeOpinion", again, of=played.case, by="analyst")
    hand.do("SubmitTransfer", {}, of=played.transfer, by="analyst")
    row = played.row("budget_transfers", played.transfer)
    fields = {
        "subject": f"budget_transfer/{played.transfer}",
        "subject_version": row["version"],
        "digest": row["digest"],
        "deputy_post_id": hand.ids["deputy_2"],
    }
    played.approval = hand.do("RequestApproval", fields, by="analyst")
    for post in ("section_head", "policy_director", "deputy_2"):
        opine(played, post)
    said = {"outcome": "agreed_to_propose", "digest": row["digest"]}
    said["override_reason"] = "ไม่มีผู้อื่นมีอำนาจในวงเงินนี้"
    answer = hand.answer("DecideApproval", said, of=played.approval, by="area_director")
    assert (answer.status_code < 300) is alone, answer.text
    if not alone:
        assert answer.json()["code"] == "no-say-on-own-work"


def test_a_change_voids_what_was_agreed(put_up: Matter) -> None:
    """R-W07: what was said about one version holds for no other."""
    to_the_director(put_up)
    decide(put_up, "agreed_to_propose")
    put_up.hand.do(
        "ReturnTransfer", {"reason": "พบตัวเลขผิด"}, of=put_up.transfer, by="policy_director"
    )
    lines = {"lines": put_up.lines(least=1), "reason": "แก้ตัวเลข"}
    put_up.hand.do("ReviseTransfer", lines, of=put_up.transfer, by="analyst")
    assert put_up.row("approvals", put_up.approval)["state"] == "voided"


def test_the_inbox_follows_the_file(put_up: Matter) -> None:
    """One row, with whoever has the file; agreed, the secretariat puts it on an agenda."""
    key = f"approval/{put_up.approval}"
    row = put_up.row("inbox", key)
    assert row["waits_for"] == f"post:{put_up.hand.ids['section_head']}"
    to_the_director(put_up)
    assert put_up.row("inbox", key)["act"] == "DecideApproval"
    decide(put_up, "agreed_to_propose")
    assert put_up.row("inbox", key)["open"] is False
    agenda = put_up.row("inbox", f"{key}/agenda")
    assert (agenda["open"], agenda["waits_for"]) == (True, "role:assistant_secretary")
