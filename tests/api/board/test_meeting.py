"""Meetings over HTTP: quorum, recusal, votes, and every outcome of item 6 of the issue."""

from __future__ import annotations

from api.naming import Names
from domain.board.resolution import Adopted, resolution
from domain.budget.transfer import Draft, Submitted
from domain.budget.transfer_power import Authority
from domain.casework.case import StepStatus
from infrastructure.demo.matter import Matter
from tests.api.board.acts import (
    BOARD,
    GOVERNOR,
    GUIDELINES,
    SECRETARY,
    call,
    confirm,
    item,
    numbers,
    open_with,
    resolve,
    seats,
    step,
    transfer,
)
from tests.hands import matter
from tests.served import ServedOffice

# The agenda


def test_only_what_the_director_agreed_to_goes_on_an_agenda(office: ServedOffice) -> None:
    """R-W06, flow 5: opinions do not suffice."""
    played = matter(office, next(numbers)).play("prepare")
    played.hand.do("SubmitTransfer", {}, of=played.transfer, by="analyst")
    fields = {
        "item_no": "5.1",
        "section": "for_consideration",
        "title": "โอนงบประมาณ",
        "case_id": played.case,
    }
    problem = played.hand.refused("AddAgendaItem", fields, of=call(played), by=SECRETARY)
    assert problem["code"] == "not-agreed-to-propose"


def test_meetings_are_numbered_through_the_year(agreed: Matter) -> None:
    """ครั้งที่ 5/2569: one of each number, in the order in which they are called."""
    first, second = (agreed.row("meetings", call(agreed)) for _ in range(2))
    assert second["meeting_no"] == first["meeting_no"] + 1
    assert first["meeting_year"] == agreed.hand.dates["$calendar_year"]


# Quorum and recusal


def test_half_of_nine_is_five(agreed: Matter) -> None:
    """R-G03: at least half of those who hold a seat that day."""
    meeting = call(agreed)
    problem = open_with(agreed, meeting, 4)
    assert problem.status_code == 409
    body = problem.json()
    assert (body["code"], body["members"], body["needed"], body["present"]) == (
        "quorum-not-reached", 9, 5, 4,
    )  # fmt: skip
    assert open_with(agreed, meeting, 5).status_code == 200


def test_a_recused_member_counts_out_of_the_quorum_of_that_item(agreed: Matter) -> None:
    """R-G06, R-G07: five came, one gains by it; the item has no quorum, the meeting has."""
    agreed.meeting = call(agreed)
    agreed.hand.do(
        "AddAgendaItem",
        {
            "item_no": "5.1",
            "section": "for_consideration",
            "title": "โอนงบประมาณ",
            "case_id": agreed.case,
        },
        of=agreed.meeting,
        by=SECRETARY,
    )
    assert open_with(agreed, agreed.meeting, 6).status_code == 200
    school = seats(agreed)["Member for school directors, first"]
    recusal = {
        "item_no": "5.1",
        "seat_id": school,
        "interest": "party",
        "reason": "โรงเรียนของตนได้รับเงิน",
    }
    agreed.hand.do("RecuseMember", recusal, of=agreed.meeting, by=SECRETARY)
    chair = seats(agreed)["Expert member, law"]
    agreed.hand.do(
        "RecordDeparture", {"seat_id": chair, "left_time": "10.00"}, of=agreed.meeting, by=SECRETARY
    )
    fields = {"item_no": "5.1", "outcome": "agreed", "unanimous": True, "coverage": "annexed_only"}
    problem = agreed.hand.refused("ResolveItem", fields, of=agreed.meeting, by=SECRETARY)
    assert (problem["code"], problem["rule"]) == ("quorum-lost", "R-G07")
    assert (problem["needed"], problem["present"], problem["recused"]) == (5, 4, 1)
    back = {"seat_id": chair, "arrived_time": "10.20"}
    agreed.hand.do("RecordArrival", back, of=agreed.meeting, by=SECRETARY)
    resolve(agreed, "agreed", coverage="annexed_only")
    assert (item(agreed)["present"], item(agreed)["recused"]) == (5, 1)


def test_the_recused_member_has_no_vote(met: Matter) -> None:
    """R-G06."""
    held = seats(met)
    school = held["Member for school directors, first"]
    recusal = {"item_no": "5.1", "seat_id": school, "interest": "party", "reason": "ได้ประโยชน์"}
    met.hand.do("RecuseMember", recusal, of=met.meeting, by=SECRETARY)
    fields = {
        "item_no": "5.1",
        "outcome": "agreed",
        "votes_for": list(held.values())[:9],
        "coverage": "annexed_only",
    }
    problem = met.hand.refused("ResolveItem", fields, of=met.meeting, by=SECRETARY)
    assert problem["code"] == "not-a-voter"


def test_the_chair_casts_the_vote_at_a_tie(met: Matter) -> None:
    """R-G03: four to four with one abstaining."""
    voting = list(seats(met).values())[:9]
    fields = {
        "item_no": "5.1",
        "outcome": "agreed",
        "votes_for": voting[:4],
        "votes_against": voting[4:8],
        "abstained": voting[8:],
        "coverage": "annexed_only",
    }
    problem = met.hand.refused("ResolveItem", fields, of=met.meeting, by=SECRETARY)
    assert problem["code"] == "casting-vote-needed"
    cast = {**fields, "casting_vote": "for"}
    met.hand.do("ResolveItem", cast, of=met.meeting, by=SECRETARY)
    row = item(met)
    assert (row["casting_vote"], len(row["votes_for"]), row["unanimous"]) == ("for", 4, False)


def test_a_dissent_stays_as_it_was_given(met: Matter) -> None:
    """R-G05."""
    voting = list(seats(met).values())[:9]
    fields = {
        "item_no": "5.1",
        "outcome": "agreed",
        "votes_for": voting[:8],
        "votes_against": voting[8:],
        "dissents": [{"seat_id": voting[8], "reason": "ควรสำรองไว้"}],
        "coverage": "annexed_only",
    }
    met.hand.do("ResolveItem", fields, of=met.meeting, by=SECRETARY)
    assert item(met)["dissents"][0]["reason"] == "ควรสำรองไว้"
    again = met.hand.refused("ResolveItem", fields, of=met.meeting, by=SECRETARY)
    assert again["code"] == "item-resolved-already"


# Every outcome of item 6


def test_agreed_the_transfer_has_the_boards_approval_and_step_7_opens(met: Matter) -> None:
    """เห็นชอบ → step 7; R-G08."""
    key = resolve(met, "agreed", coverage="annexed_only")
    assert transfer(met).approved == (Authority.AREA_COMMITTEE,)
    assert (step(met, BOARD), step(met, GOVERNOR)) == (StepStatus.DONE, StepStatus.OPEN)
    row = met.row("meetings", met.meeting)
    told = met.hand.rows(
        "audit_history",
        stream_id=f"budget_transfer/{met.transfer}",
        name="budget_transfer.approved_by",
    )
    cited = f"มติที่ประชุม กพท. ครั้งที่ {row['meeting_no']}/{row['meeting_year']} วาระที่ 5.1"
    assert told[0]["facts"]["reference"] == cited
    assert met.row("resolutions", key)["coverage"] == "annexed_only"


def test_agreeing_to_a_paper_says_what_it_reaches(met: Matter) -> None:
    fields = {"item_no": "5.1", "outcome": "agreed", "unanimous": True}
    problem = met.hand.refused("ResolveItem", fields, of=met.meeting, by=SECRETARY)
    assert problem["code"] == "coverage-needed"
    assert item(met)["outcome"] is None


def test_agreed_with_changes_passes_once_all_three_confirmed_the_new_version(met: Matter) -> None:
    """เห็นชอบโดยให้แก้ไข: no second board round; R-G08, R-W07, R-H16."""
    key = resolve(
        met,
        "approved_with_changes",
        coverage="annexed_only",
        changes="ลดค่าสาธารณูปโภคลงแห่งละ 100 บาท",
    )
    early = {"transfer_id": met.transfer, "digest": transfer(met).content.digest}
    problem = met.hand.refused("ConfirmChange", early, of=key, by="policy_director")
    assert problem["code"] == "change-not-made"
    met.hand.do(
        "AmendForResolution",
        {"resolution_id": key, "lines": met.lines(least=10_000), "reason": "แก้ไขตามมติที่ประชุม"},
        of=met.transfer,
        by="analyst",
    )
    digest = transfer(met).content.digest
    fields = {"transfer_id": met.transfer, "digest": digest}
    too_early = met.hand.refused("ConfirmNewVersion", fields, of=key, by="area_director")
    assert too_early["code"] == "change-not-confirmed"
    confirm(met, key, "policy_director")
    confirm(met, key, SECRETARY)
    assert step(met, BOARD) is StepStatus.OPEN
    confirm(met, key, "area_director", "ConfirmNewVersion")
    assert step(met, BOARD) is StepStatus.DONE
    standing = transfer(met)
    assert (standing.approved, standing.content.digest) == ((Authority.AREA_COMMITTEE,), digest)


def test_deferred_it_goes_on_the_next_agenda_in_the_same_version(met: Matter) -> None:
    """เลื่อน: R-G08, R-W07."""
    resolve(met, "deferred")
    met.hand.do("CloseMeeting", {"closed_time": "11.30"}, of=met.meeting, by=SECRETARY)
    assert (step(met, BOARD), type(transfer(met))) == (StepStatus.OPEN, Submitted)
    following = call(met)
    carried = {
        "item_no": "5.1",
        "section": "for_consideration",
        "title": "แนวทางการใช้เงินเหลือจ่าย (เลื่อนมา)",
        "carried_meeting_id": met.meeting,
        "carried_item_no": "5.1",
    }
    met.hand.do("AddAgendaItem", carried, of=following, by=SECRETARY)
    [row] = met.hand.rows("agenda_items", meeting_id=following)
    assert row["carried_from"]["item_no"] == "5.1"
    assert row["transfers"] == item(met)["transfers"]


def test_not_agreed_goes_back_to_the_guidelines(met: Matter) -> None:
    """ไม่เห็นชอบ → step 4; what it held is free."""
    resolve(met, "not_approved")
    assert (step(met, GUIDELINES), step(met, BOARD)) == (StepStatus.OPEN, StepStatus.WAITING)
    assert isinstance(transfer(met), Draft)


def test_not_agreed_may_be_closed_by_the_area_director(met: Matter) -> None:
    resolve(met, "not_approved")
    fields = {"ending": "refused", "reason": "ที่ประชุมไม่เห็นชอบ"}
    met.hand.do("EndCase", fields, of=met.case, by="area_director")
    assert met.row("case_status", met.case)["state"] == "ended"


def test_withdrawn_it_goes_back_to_the_officer(met: Matter) -> None:
    """ถอนวาระ."""
    resolve(met, "withdrawn")
    assert isinstance(transfer(met), Draft)
    assert step(met, BOARD) is StepStatus.OPEN


def test_acknowledged_does_not_pass_the_boards_step(met: Matter) -> None:
    """รับทราบ → 409; R-W06."""
    key = resolve(met, "acknowledged")
    assert step(met, BOARD) is StepStatus.OPEN
    fields = {"transfer_id": met.transfer}
    problem = met.hand.refused("UseResolution", fields, of=key, by="analyst")
    assert problem["code"] == "acknowledged-is-not-agreement"
    agenda = met.row("inbox", f"approval/{met.approval}/agenda")
    assert agenda["open"] is True


# What a resolution reaches, and what becomes of it


def test_within_the_guidelines_a_further_transfer_needs_no_new_meeting(
    met: Matter, office: ServedOffice
) -> None:
    """Up to an amount and a date, each transfer counting against it."""
    moved = 2 * met.satang
    key = resolve(
        met,
        "agreed",
        coverage="within_guidelines",
        ceiling_satang=moved + moved // 2,
        until_on=met.today,
    )
    assert met.row("resolutions", key)["remaining_satang"] == moved // 2
    second = matter(office, next(numbers), satang=met.satang // 2).play("check")
    second.hand.do("UseResolution", {"transfer_id": second.transfer}, of=key, by="analyst")
    assert transfer(second).approved == (Authority.AREA_COMMITTEE,)
    assert step(second, BOARD) is StepStatus.DONE
    third = matter(office, next(numbers), satang=met.satang // 2).play("check")
    fields = {"transfer_id": third.transfer}
    problem = third.hand.refused("UseResolution", fields, of=key, by="analyst")
    assert (problem["code"], problem["remaining_satang"]) == ("resolution-ceiling-exceeded", 0)


def test_annexed_only_reaches_no_other_transfer(met: Matter, office: ServedOffice) -> None:
    key = resolve(met, "agreed", coverage="annexed_only")
    second = matter(office, next(numbers)).play("check")
    fields = {"transfer_id": second.transfer}
    problem = second.hand.refused("UseResolution", fields, of=key, by="analyst")
    assert problem["code"] == "transfer-not-annexed"


def test_rescinded_nothing_rests_on_it_any_more(met: Matter) -> None:
    """R-G08: the transfer, not yet posted, goes back; the board's step opens again."""
    key = resolve(met, "agreed", coverage="annexed_only")
    fields = {"reason": "ที่ประชุมมีมติใหม่"}
    met.hand.do("RescindResolution", fields, of=key, by="area_director")
    found = met.hand.office.state(resolution, key)
    assert isinstance(found, Adopted)
    assert found.rescinded
    assert isinstance(transfer(met), Draft)
    assert (step(met, BOARD), step(met, GOVERNOR)) == (StepStatus.OPEN, StepStatus.WAITING)


def test_the_result_is_reported_at_a_later_meeting_and_holds_up_no_case(met: Matter) -> None:
    """R-G12: it stands on the board's own list until then."""
    key = resolve(met, "agreed", coverage="annexed_only")
    owed = met.row("follow_ups", f"resolution/{key}/report")
    assert (owed["open"], owed["waits_for"]) == (True, "role:assistant_secretary")
    result = {"meeting_id": met.meeting, "result": "โอนแล้ว"}
    problem = met.hand.refused("ReportResolution", result, of=key, by=SECRETARY)
    assert (problem["code"], problem["rule"]) == ("report-at-later-meeting", "R-G12")
    later = {"meeting_id": call(met), "result": "โอนแล้ว"}
    met.hand.do("ReportResolution", later, of=key, by=SECRETARY)
    assert met.row("follow_ups", f"resolution/{key}/report")["open"] is False


def test_an_ex_officio_seat_goes_with_the_post(met: Matter) -> None:
    """R-G15: whoever holds the post that day sits there."""
    director = seats(met)["Member and secretary"]
    row = met.row("meeting_seats", f"{met.meeting}/{director}")
    assert row["person_id"] == met.hand.ids["person:director"]


def test_an_item_left_open_is_carried_over(met: Matter) -> None:
    """R-G08: a meeting closes when every item for consideration has its resolution or its place."""
    problem = met.hand.refused(
        "CloseMeeting", {"closed_time": "11.30"}, of=met.meeting, by=SECRETARY
    )
    assert problem["code"] == "items-open"
    closing = {"closed_time": "11.30", "carry_over": ["5.1"]}
    met.hand.do("CloseMeeting", closing, of=met.meeting, by=SECRETARY)
    assert met.row("meetings", met.meeting)["carried_over"] == ["5.1"]


def test_why_a_member_is_recused_is_known_to_those_who_sat_there(met: Matter) -> None:
    """R-G06, R-I06: the words are sealed; the ground stands in the minutes."""
    school = seats(met)["Member for school directors, first"]
    reason = "คู่สมรส"
    recusal = {"item_no": "5.1", "seat_id": school, "interest": "party", "reason": reason}
    met.hand.do("RecuseMember", recusal, of=met.meeting, by=SECRETARY)
    met.hand.office.wait()
    path = f"/meetings/{met.meeting}"
    for seated in (SECRETARY, "area_director", "school_director_1"):
        assert reason in met.hand.client(seated).get(path).text, seated
    for other in ("analyst", "registrar", "finance_officer"):
        if met.hand.client(other).person_id == met.hand.client(SECRETARY).person_id:
            continue
        shown = met.hand.client(other).get(path).text
        assert "งดร่วมพิจารณา" in shown
        assert reason not in shown, other
    assert reason not in met.hand.client(SECRETARY).get(f"{path}/minutes").text


def test_a_meeting_that_is_over_offers_no_form_of_what_is_done_while_it_sits(met: Matter) -> None:
    """Not a form that counts nobody of nobody: 409, and why."""
    resolve(met, "deferred")
    met.hand.do("CloseMeeting", {"closed_time": "11.30"}, of=met.meeting, by=SECRETARY)
    for form in ("resolutions?item_no=5.1", "recusals?item_no=5.1", "arrivals", "departures"):
        answer = met.hand.client(SECRETARY).get(f"/meetings/{met.meeting}/{form}")
        assert answer.status_code == 409, form
        assert "0 จาก 0" not in answer.text


# What an event of a meeting reads like


def test_a_seat_is_called_by_its_title(agreed: Matter, office: ServedOffice) -> None:
    """An event names seats by their ids; who reads it reads what they are called."""
    assert open_with(agreed, call(agreed), 5).status_code == 200
    names = Names(office.service, "en")
    assert {title: names(seat) for title, seat in seats(agreed).items()} == {
        title: title for title in seats(agreed)
    }
