"""The paper put to the body: on one open agenda, agreed to once, and changed by its resolution."""

from __future__ import annotations

from domain.budget.transfer_power import Authority
from domain.casework.case import StepStatus, Underway, case
from infrastructure.demo.matter import Matter
from tests.api.board.acts import BOARD, SECRETARY, call, item, numbers, resolve, step, transfer
from tests.hands import matter
from tests.served import ServedOffice

COMMITTEE = 2


def test_the_same_paper_waits_on_one_agenda_only(met: Matter) -> None:
    """Two resolutions on one paper would each move the case: R-G08."""
    following = call(met)
    fields = {
        "item_no": "5.1",
        "section": "for_consideration",
        "title": "โอนงบประมาณ (เสนอซ้ำ)",
        "case_id": met.case,
    }
    problem = met.hand.refused("AddAgendaItem", fields, of=following, by=SECRETARY)
    assert (problem["code"], problem["rule"]) == ("paper-on-agenda", "R-G08")
    assert problem["item_no"] == "5.1"
    again = fields | {"item_no": "5.2"}
    same = met.hand.refused("AddAgendaItem", again, of=met.meeting, by=SECRETARY)
    assert same["code"] == "paper-on-agenda"
    resolve(met, "acknowledged")
    met.hand.do("AddAgendaItem", fields, of=following, by=SECRETARY)
    [row] = met.hand.rows("agenda_items", meeting_id=following)
    assert row["outcome"] is None


def test_a_version_is_agreed_to_once(met: Matter, office: ServedOffice) -> None:
    """R-W07: agreed to by another resolution meanwhile, the item is not agreed to again."""
    first = matter(office, next(numbers), satang=met.satang).play("check")
    first.meet()
    covering = {"ceiling_satang": 8 * met.satang, "until_on": met.today}
    key = resolve(first, "agreed", coverage="within_guidelines", **covering)
    met.hand.do("UseResolution", {"transfer_id": met.transfer}, of=key, by="analyst")
    assert transfer(met).approved == (Authority.AREA_COMMITTEE,)
    fields = {"item_no": "5.1", "outcome": "agreed", "unanimous": True, "coverage": "annexed_only"}
    problem = met.hand.refused("ResolveItem", fields, of=met.meeting, by=SECRETARY)
    assert problem["code"] == "approval-out-of-order"
    assert item(met)["outcome"] is None


def test_the_guidelines_alone_are_changed_by_a_resolution(met: Matter) -> None:
    """เห็นชอบโดยให้แก้ไข of step 4's words: no line is touched, no committee called again; R-W07."""
    changes = {"coverage": "annexed_only", "changes": "ให้เพิ่มลำดับความสำคัญของโรงเรียนขนาดเล็ก"}
    key = resolve(met, "approved_with_changes", **changes)
    words = {"text": "ให้โรงเรียนขนาดเล็กก่อน", "methods": "โอนภายในแผนงานเดียวกัน"}
    met.hand.do("SetGuidelines", words, of=met.case, by="analyst")
    assert step(met, COMMITTEE) is StepStatus.DONE
    waiting = met.hand.rows("inbox", case_id=met.case, open=True)
    assert {row["act"] for row in waiting} == {"ConfirmChange"}
    lines = {"transfer_id": met.transfer, "digest": transfer(met).content.digest}
    untouched = met.hand.refused("ConfirmChange", lines, of=key, by="policy_director")
    assert untouched["code"] == "transfer-not-annexed"
    seen = {"digest": guidelines_digest(met)}
    met.hand.do("ConfirmChange", seen, of=key, by="policy_director")
    early = met.hand.refused("ConfirmNewVersion", seen, of=key, by="area_director")
    assert early["code"] == "change-not-confirmed"
    met.hand.do("ConfirmChange", seen, of=key, by=SECRETARY)
    [last] = met.hand.rows("inbox", case_id=met.case, open=True, act="ConfirmNewVersion")
    assert last["waits_for"] == "role:area_director"
    assert step(met, BOARD) is StepStatus.OPEN
    met.hand.do("ConfirmNewVersion", seen, of=key, by="area_director")
    assert step(met, BOARD) is StepStatus.DONE
    assert transfer(met).approved == (Authority.AREA_COMMITTEE,)


def test_guidelines_changed_again_are_confirmed_again(met: Matter) -> None:
    """R-W07: what is confirmed is the exact words."""
    changes = {"coverage": "annexed_only", "changes": "ให้แก้ถ้อยคำ"}
    key = resolve(met, "approved_with_changes", **changes)
    first = {"text": "ครั้งที่หนึ่ง", "methods": "โอน"}
    met.hand.do("SetGuidelines", first, of=met.case, by="analyst")
    seen = {"digest": guidelines_digest(met)}
    met.hand.do("ConfirmChange", seen, of=key, by="policy_director")
    second = {"text": "ครั้งที่สอง", "methods": "โอน"}
    met.hand.do("SetGuidelines", second, of=met.case, by="analyst")
    answer = met.hand.answer("ConfirmChange", seen, of=key, by=SECRETARY)
    assert (answer.status_code, answer.json()["code"]) == (409, "version-moved-on")
    form = f"/resolutions/{key}/change-confirmations"
    page = met.hand.client(SECRETARY).get(form)
    assert page.status_code == 200
    assert guidelines_digest(met) in page.text


def guidelines_digest(played: Matter) -> str:
    found = played.hand.office.state(case, played.case)
    assert isinstance(found, Underway)
    assert found.file.guidelines is not None
    return found.file.guidelines.digest
