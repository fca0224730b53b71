"""Handing over a post: everything open is on the page and on the paper, and what is done is not."""

from __future__ import annotations

import re
import shutil
import subprocess
from datetime import UTC, datetime

import pytest

from domain.thai_time import bangkok_date
from infrastructure.demo.matter import Matter
from tests.api.organization.test_pages import card, text_of
from tests.hands import Hands
from tests.served import Client, ServedOffice

TODAY = bangkok_date(datetime.now(UTC))
reads_back = pytest.mark.skipif(
    shutil.which("pdftotext") is None, reason="pdftotext (poppler-utils) is not installed"
)


@pytest.fixture(scope="module")
def underway(office: ServedOffice) -> tuple[ServedOffice, Matter]:
    """A matter whose transfer has been put up: it waits at the section head."""
    matter = Matter(Hands(office), 1_000_000).play("prepare")
    hand = matter.hand
    hand.do("SubmitTransfer", {}, of=matter.transfer, by="analyst")
    row = matter.row("budget_transfers", matter.transfer)
    asked = {
        "subject": f"budget_transfer/{matter.transfer}",
        "subject_version": row["version"],
        "digest": row["digest"],
    }
    matter.approval = hand.do("RequestApproval", asked, by="analyst")
    work = {
        "post_id": office.ids["analyst"],
        "text": "จัดทำรายงานประจำปี",
        "order_reference": "376/2569",
        "from_on": TODAY,
    }
    office.as_("policy").done("/assignments", work)
    office.wait()
    return office, matter


def links(page: str) -> set[str]:
    """Return where the things on a page lead."""
    return set(re.findall(r'href="(/[a-z-]+/[0-9a-f-]{36})', page[page.index("<main") :]))


def count(client: Client, path: str, key: str) -> int:
    """Return how many things of one kind a handover holds."""
    page = client.get(path).text
    found = re.search(rf'id="part-{key}"[^>]*>.*?\((\d+)\)', page, re.DOTALL)
    assert found, key
    return int(found[1])


def test_the_officers_handover_holds_his_case_his_transfer_and_the_round(underway: tuple) -> None:
    office, matter = underway
    page = office.as_("analyst").get(f"/posts/{office.ids['analyst']}/handover").text
    wanted = {
        f"/cases/{matter.case}",
        f"/transfers/{matter.transfer}",
        f"/approvals/{matter.approval}",
    }
    assert wanted <= links(page)
    assert "จัดทำรายงานประจำปี" in text_of(page)
    path = f"/posts/{office.ids['analyst']}/handover"
    assert "นายกิตติภพ" in card(office.as_("analyst"), path, "part-given")


def test_what_waits_at_a_rank_is_in_the_handover_of_that_post(underway: tuple) -> None:
    office, matter = underway
    path = f"/posts/{office.ids['section_head']}/handover"
    page = office.as_("head").get(path).text
    assert f"/approvals/{matter.approval}" in links(page)
    assert count(office.as_("head"), path, "inbox") == 1


def test_a_round_that_will_come_is_said_to_who_is_ahead(underway: tuple) -> None:
    office, _ = underway
    path = f"/posts/{office.ids['area_director']}/handover"
    assert count(office.as_("director"), path, "approvals") == 1
    other = f"/posts/{office.ids['finance_officer']}/handover"
    assert count(office.as_("finance"), other, "approvals") == 0


def test_the_seat_of_the_post_goes_over_with_it(underway: tuple) -> None:
    """R-G15."""
    office, _ = underway
    path = f"/posts/{office.ids['area_director']}/handover"
    assert "คณะกรรมการ" in card(office.as_("director"), path, "part-meetings")


def test_a_delegation_is_with_who_gave_and_with_who_received_it(underway: tuple) -> None:
    office, _ = underway
    gave = card(
        office.as_("director"), f"/posts/{office.ids['area_director']}/handover", "part-given"
    )
    got = card(office.as_("deputy"), f"/posts/{office.ids['deputy_1']}/handover", "part-received")
    assert "คำสั่งตัวอย่างที่ 4" in gave
    assert "คำสั่งตัวอย่างที่ 4" in got


def test_it_is_the_business_of_who_is_concerned(underway: tuple) -> None:
    """Holder, superiors and auditors; not a colleague, nor the administrator, who reads no matters."""
    office, _ = underway
    path = f"/posts/{office.ids['analyst']}/handover"
    answers = {
        login: office.as_(login).get(path).status_code
        for login in ("analyst", "policy", "auditor", "clerk", "admin", "school1")
    }
    assert answers == {
        "analyst": 200, "policy": 200, "auditor": 200, "clerk": 404, "admin": 404, "school1": 404,
    }  # fmt: skip


@reads_back
def test_the_paper_says_the_same_with_a_line_to_sign_for_both(underway: tuple) -> None:
    office, _ = underway
    path = f"/posts/{office.ids['analyst']}/handover.pdf"
    answer = office.as_("analyst").get(path)
    assert answer.headers["content-type"] == "application/pdf"
    command = ["pdftotext", "-layout", "-", "-"]
    out = subprocess.run(command, input=answer.content, capture_output=True, check=True).stdout
    text = " ".join(out.decode().split())
    for wanted in (
        "ผู้ส่งมอบ",
        "ผู้รับมอบ",
        "นางสาวพิมพ์ชนก ลองทำ",
        "จัดทํารายงานประจําปี",
        "ตามเหตุการณ์ถึงลำดับที่",
    ):
        assert wanted in text or wanted.replace("ํา", "ำ") in text, (wanted, text[:800])
    again = office.as_("analyst").get(path).content
    assert again == answer.content


def test_what_is_done_is_not_handed_over(played_office: ServedOffice) -> None:
    """The whole matter is played to its end: the analyst owes nothing of it any more."""
    path = f"/posts/{played_office.ids['analyst']}/handover"
    analyst = played_office.as_("analyst")
    kinds = ("cases", "approvals", "transfers", "letters")
    assert {kind: count(analyst, path, kind) for kind in kinds} == dict.fromkeys(kinds, 0)
