"""The pages of cases, follow-ups, overview, search, settings and history: for whom, and at which moment."""

from __future__ import annotations

from datetime import timedelta
from html import unescape
from re import DOTALL, findall, sub
from typing import Any
from urllib.parse import quote

import pytest

from api.guards import BODY_LIMIT, UPLOAD_LIMIT
from infrastructure.demo.matter import Matter
from tests.hands import matter
from tests.served import Client, ServedOffice

PAGES = (
    "/",
    "/inbox",
    "/cases",
    "/cases?view=mine",
    "/cases?view=overdue",
    "/cases?view=closed",
    "/cases?view=all",
    "/follow-ups",
    "/follow-ups?view=overdue",
    "/follow-ups?view=results",
    "/follow-ups?view=board",
    "/search",
    "/search?q=ทดสอบ",
    "/history",
    "/style",
)
SETTINGS = tuple(
    f"/settings{section}"
    for section in (
        "",
        "/units",
        "/units?kind=school",
        "/posts",
        "/powers",
        "/registers",
        "/holidays",
        "/processes",
    )
)


@pytest.fixture(scope="module")
def played(office: ServedOffice) -> Matter:
    """A case with its steps 1 to 5 done; its asking school is Ban Kok Chan."""
    return matter(office).play("prepare")


def text(client: Client, path: str, **more: Any) -> str:
    """Return the words of a page, which must be there; the administrator's first one is the settings."""
    answer = client.get(path, follow_redirects=True, **more)
    assert answer.status_code == 200, f"{path}: {answer.status_code}"
    plain = sub(r"<[^>]+>", " ", sub(r"</?(span|wbr)\b[^>]*>|\u200b|\u2060", "", answer.text))
    return " ".join(unescape(plain).split())


@pytest.mark.parametrize("login", ["analyst", "policy", "director", "admin", "auditor", "school1"])
def test_every_page_is_there_for_everybody(
    office: ServedOffice, played: Matter, login: str
) -> None:
    for path in PAGES:
        text(office.as_(login), path)


@pytest.mark.parametrize("path", SETTINGS)
def test_the_offices_own_people_read_its_settings(office: ServedOffice, path: str) -> None:
    text(office.as_("admin"), path)
    text(office.as_("auditor"), path)
    assert office.as_("school1").get(path).status_code == 404


def test_only_who_may_change_a_setting_is_offered_it(office: ServedOffice) -> None:
    assert 'href="/office-settings"' in office.as_("admin").get("/settings").text
    assert 'href="/office-settings"' not in office.as_("analyst").get("/settings").text


def test_a_case_says_what_may_be_done_now_and_why_not_the_rest(
    office: ServedOffice, played: Matter
) -> None:
    """Issue, item 2: what may be done now, and why not otherwise."""
    shown = text(office.as_("analyst"), f"/cases/{played.case}")
    assert "สิ่งที่ทำได้ตอนนี้" in shown
    assert "ยังปิดเรื่องไม่ได้ เพราะมีรายการค้าง" in shown
    assert "เสร็จแล้ว 5 จาก 10 ขั้น" in shown
    seen_by_auditor = text(office.as_("auditor"), f"/cases/{played.case}")
    assert "กำหนดแนวทางใช้เงินเหลือจ่าย ฉบับที่ 1" in seen_by_auditor
    assert (
        f"/cases/{played.case}/guidelines"
        not in office.as_("auditor").get(f"/cases/{played.case}").text
    )


def test_one_act_stands_out_on_a_case(office: ServedOffice, played: Matter) -> None:
    page = office.as_("analyst").get(f"/cases/{played.case}").text
    acts = page[page.index('class="acts-open"') : page.index('class="acts-title"')]
    assert acts.count("btn-primary") <= 1


def test_each_step_has_its_page_with_what_was_laid_down(
    office: ServedOffice, played: Matter
) -> None:
    analyst = office.as_("analyst")
    for number in range(1, 11):
        text(analyst, f"/cases/{played.case}/steps/{number}")
    guidelines = text(analyst, f"/cases/{played.case}/steps/4")
    assert "ใช้เงินเหลือจ่ายกับค่าสาธารณูปโภคของโรงเรียนที่มีหนี้ค้างก่อน" in guidelines
    committee = text(analyst, f"/cases/{played.case}/steps/2")
    assert "ประธานกรรมการ" in committee
    assert "เห็นควรโอนตามที่เสนอ" in committee
    assert analyst.get(f"/cases/{played.case}/steps/11").status_code == 404


def test_the_figures_of_a_case_are_handed_out_to_the_office_only(
    office: ServedOffice, played: Matter
) -> None:
    [paper] = office.as_("analyst").rows("case_papers", case_id=played.case, kind="figures")
    path = f"/cases/{played.case}/files/{paper['files'][0]['digest']}"
    handed = office.as_("analyst").get(path)
    assert handed.status_code == 200
    assert handed.content.startswith(b"%PDF")
    assert office.as_("school1").get(path).status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "letters",
        "spending-figures",
        "analyses",
        "guidelines",
        "committee",
        "committee-opinions",
        "transfer-proposals",
        "results",
        "closure",
        "notices",
    ],
)
def test_every_act_of_a_case_has_its_form(office: ServedOffice, played: Matter, path: str) -> None:
    text(office.as_("analyst"), f"/cases/{played.case}/{path}")


@pytest.mark.parametrize(
    ("login", "path"),
    [("policy", "skips"), ("policy", "returns"), ("director", "ending"), ("director", "reopening")],
)
def test_every_act_of_a_superior_has_its_form(
    office: ServedOffice, played: Matter, login: str, path: str
) -> None:
    text(office.as_(login), f"/cases/{played.case}/{path}")


def test_a_case_is_opened_from_its_letter_with_who_wrote_it_as_who_asks(
    office: ServedOffice,
) -> None:
    """R-W10."""
    again = matter(office, 77)
    again.receive()
    analyst = office.as_("analyst")
    assert f"/cases/new?letter_ids={again.letter}" in analyst.get(f"/letters/{again.letter}").text
    form = analyst.get(f"/cases/new?letter_ids={again.letter}").text
    school = office.ids["school:42010149"]
    for value in (str(again.letter), str(school)):
        ticked = form[form.index(f'value="{value}"') :][:120]
        assert "checked" in ticked


# Rights


def test_a_school_sees_how_far_the_matter_it_asked_for_is_and_no_more(
    office: ServedOffice, played: Matter
) -> None:
    """Own letters and cases only; the office's papers, opinions and history are its own."""
    school = office.as_("school1")
    shown = text(school, f"/cases/{played.case}")
    assert "ขั้นตอนของเรื่อง" in shown
    assert "สิ่งที่ทำได้ตอนนี้" not in shown
    assert "ใช้เงินเหลือจ่ายกับค่าสาธารณูปโภค" not in text(school, f"/cases/{played.case}/steps/4")
    assert school.rows("case_papers", case_id=played.case) == []
    assert [row for row in school.rows("audit_history") if row["stream_id"][:4] == "case"] == []
    asked = {row["id"] for row in school.rows("case_status")}
    assert str(played.case) in asked
    others = {row["id"] for row in office.as_("school2").rows("case_status")}
    assert asked.isdisjoint(others)


def test_a_school_does_not_learn_which_other_schools_asked(office: ServedOffice) -> None:
    again = matter(office, 79).play("open")
    joined = matter(office, 80)
    joined.receive()
    fields = {"letter_id": joined.letter, "asking_unit_id": office.ids["school:42010151"]}
    again.hand.do("AddLetter", fields, of=again.case, by="analyst")
    seen = text(office.as_("school3"), f"/cases/{again.case}")
    assert "โรงเรียนบ้านห้วยมุ่น" in seen
    assert "โรงเรียนบ้านกกจาน" not in seen
    assert "โรงเรียนบ้านกกจาน" in text(office.as_("analyst"), f"/cases/{again.case}")


def test_another_schools_case_is_not_there_for_a_school(
    office: ServedOffice, played: Matter
) -> None:
    other = office.as_("school2")
    assert other.get(f"/cases/{played.case}").status_code == 404
    assert other.get(f"/cases/{played.case}/steps/1").status_code == 404
    assert other.rows("case_status") == []
    assert other.rows("case_steps") == []
    assert other.rows("follow_ups", case_id=played.case) == []
    subject = quote("โอนเงินเหลือจ่าย")
    assert str(played.case) not in other.get(f"/search?q={subject}").text


def test_no_case_and_another_schools_case_are_the_same_answer(
    office: ServedOffice, played: Matter
) -> None:
    other = office.as_("school2")
    api = "/api/v1/views/case_status"
    missing = other.get(f"{api}/00000000-0000-4000-8000-00000000dead")
    hidden = other.get(f"{api}/{played.case}")
    assert (missing.status_code, missing.content) == (hidden.status_code, hidden.content)


# The past


def test_a_list_and_a_case_show_what_was_there_at_the_moment_asked(
    office: ServedOffice, played: Matter
) -> None:
    """DESIGN 5: any list can be asked as of a past moment; it says so and offers no act."""
    analyst = office.as_("analyst")
    page = analyst.get(f"/cases?as_of={quote('1/1/2560')}").text
    assert str(played.case) not in page
    assert "กำลังดูข้อมูล ณ" in page
    first = analyst.get(
        f"/api/v1/views/audit_history?stream_id=case/{played.case}&sort=oldest"
    ).json()["items"][0]["position"]
    then = analyst.row("case_steps", f"{played.case}/1", as_of=first + 1)
    assert then["status"] == "open"
    assert analyst.row("case_steps", f"{played.case}/1")["status"] == "done"


def test_a_case_not_yet_opened_at_that_moment_is_not_there(
    office: ServedOffice, played: Matter
) -> None:
    analyst = office.as_("analyst")
    assert analyst.get(f"/cases/{played.case}?as_of={quote('1/1/2560')}").status_code == 404


def test_looking_at_today_from_its_end_offers_no_act(office: ServedOffice, played: Matter) -> None:
    analyst = office.as_("analyst")
    today = played.today
    typed = f"{today.day}/{today.month}/{today.year + 543}"
    page = text(analyst, f"/cases/{played.case}?as_of={quote(typed)}")
    assert "สิ่งที่ทำได้ตอนนี้" not in page
    assert "อ่านได้อย่างเดียว" in page


# Follow-ups and inbox


def test_what_is_due_first_is_owed_first(office: ServedOffice, played: Matter) -> None:
    """Issue, item 10: overdue first."""
    rows = office.as_("analyst").rows("follow_ups", open="true", sort="due")
    dues = [row["due_on"] for row in rows if row["due_on"]]
    assert dues == sorted(dues)
    assert {row["kind"] for row in rows} >= {"step"}


def test_a_step_waits_in_its_officers_inbox_until_it_is_done(
    office: ServedOffice, played: Matter
) -> None:
    again = matter(office, 78).play("open")
    key = f"case/{again.case}/1"
    row = again.hand.one("inbox", key)
    assert (row["open"], row["act"]) == (True, "AttachSpendingFigures")
    assert row["waits_for"] == f"person:{office.as_('analyst').person_id}"
    again.prepare()
    assert not again.hand.one("inbox", key)["open"]
    assert not again.hand.one("inbox", f"case/{again.case}/6")["open"], "the transfer waits itself"
    assert again.hand.one("inbox", f"budget_transfer/{again.transfer}")["open"]
    assert not again.hand.one("inbox", f"case/{again.case}/7")["open"]


# Search and history


def test_any_part_of_a_thai_word_finds_a_case(office: ServedOffice, played: Matter) -> None:
    assert str(played.case) in office.as_("analyst").get(f"/search?q={quote('งินเหลือจ')}").text


def test_another_tone_mark_finds_it_only_when_tone_marks_do_not_count(
    office: ServedOffice, played: Matter
) -> None:
    """Found apart and said so, never mixed in."""
    analyst = office.as_("analyst")
    typed = quote("เงินเหลื่อจาย")
    strict = analyst.get(f"/search?q={typed}").text
    assert str(played.case) not in strict
    assert "ถ้าไม่นับวรรณยุกต์" in unescape(strict)
    assert str(played.case) in analyst.get(f"/search?q={typed}&loose=1").text


def test_the_history_is_narrowed_to_a_person_a_case_and_days(
    office: ServedOffice, played: Matter
) -> None:
    auditor = office.as_("auditor")
    clerk = office.as_("clerk").person_id
    page = text(auditor, f"/history?person={clerk}")
    assert "นางสาวมาลีวรรณ รับส่ง" in page
    row = office.as_("analyst").row("case_status", played.case)
    of_case = text(auditor, f"/history?case={quote(str(row['number']))}/{row['year']}")
    assert "เปิดเรื่อง" in of_case
    assert "ไม่พบเรื่องเลขที่" in text(auditor, "/history?case=99999/2569")
    empty = auditor.get(f"/history?until={quote('1/1/2560')}").text
    assert 'id="event-' not in empty
    assert auditor.get("/history?from=yesterday").status_code == 400
    assert auditor.get("/history?person=nobody").status_code == 400


def test_pages_are_there_in_english_too(office: ServedOffice, played: Matter) -> None:
    analyst = office.as_("analyst")
    shown = text(analyst, f"/cases/{played.case}", headers={"Cookie": "thabian_lang=en"})
    assert "What you may do now" in shown or "Steps of the case" in shown


@pytest.mark.parametrize("path", ["/cases", "/inbox", "/follow-ups", "/history", "/settings/units"])
def test_a_cursor_that_is_none_of_ours_is_told_so(office: ServedOffice, path: str) -> None:
    assert office.as_("analyst").get(f"{path}?cursor=x").status_code == 400


@pytest.mark.parametrize(
    "path",
    [
        "/cases/not-a-case",
        "/cases/00000000-0000-4000-8000-000000000000",
        "/cases/00000000-0000-4000-8000-000000000000/steps/99999999999999999999",
        "/history/999999999999999999999999",
        "/settings/nothing",
    ],
)
def test_what_is_not_there_is_not_found(office: ServedOffice, path: str) -> None:
    assert office.as_("analyst").get(path).status_code == 404


def test_who_is_signed_in_keeps_his_menu_where_nothing_is(office: ServedOffice) -> None:
    """Whoever is not signed in is told no more than before."""
    missing = "/cases/00000000-0000-4000-8000-000000000000"
    answer = office.as_("analyst").get(f"{missing}?as_of=never")
    assert 'href="/inbox"' in office.as_("analyst").get(missing).text
    assert (answer.status_code, 'href="/inbox"' in answer.text) == (400, True)
    assert 'href="/inbox"' not in office.http.get("/nowhere").text


def test_a_form_too_large_gets_the_problem_as_a_page(office: ServedOffice) -> None:
    """The same sentence as programs get, and the way back."""
    client = office.as_("registrar")
    whole = {"content-type": "multipart/form-data; boundary=x", "sec-fetch-site": "same-origin"}
    size = {"content-length": str(UPLOAD_LIMIT + 1)}
    answer = client.post("/letters", content=b"--x--", headers=whole | size)
    assert answer.status_code == 413
    assert answer.headers["content-type"].startswith("text/html")
    assert "content-security-policy" in answer.headers
    assert 'href="/inbox"' in answer.text


@pytest.mark.parametrize("path", ["/sign-in", "/cases/1/closing", "/account/password", "/nowhere"])
def test_where_no_file_belongs_a_form_may_not_be_large(office: ServedOffice, path: str) -> None:
    """Whoever is not known yet has the server read no sixty megabytes."""
    said = {"content-type": "multipart/form-data; boundary=x", "sec-fetch-site": "same-origin"}
    body = b'--x\r\ncontent-disposition: form-data; name="a"\r\n\r\n' + b"a" * BODY_LIMIT
    answer = office.http.post(path, content=body + b"\r\n--x--\r\n", headers=said)
    assert answer.status_code == 413


@pytest.mark.parametrize("path", ["/api/v1/files", "/letters"])
def test_where_files_belong_they_may_be_large(office: ServedOffice, path: str) -> None:
    said = {"content-type": "multipart/form-data; boundary=x", "sec-fetch-site": "same-origin"}
    body = b'--x\r\ncontent-disposition: form-data; name="a"\r\n\r\n' + b"a" * BODY_LIMIT
    answer = office.http.post(path, content=body + b"\r\n--x--\r\n", headers=said)
    assert answer.status_code != 413


# What waits, and until when


def test_the_step_asks_for_its_letter_until_one_is_written_and_again_if_it_is_given_up(
    office: ServedOffice,
) -> None:
    """Step 7: the letter waits by itself meanwhile."""
    again = matter(office, 81)
    for part in (again.receive, again.open, again.prepare, again.check, again.agree):
        part()
    key = f"case/{again.case}/7"
    assert (again.hand.one("inbox", key)["open"], again.hand.one("inbox", key)["act"]) == (
        True,
        "DraftLetter",
    )
    request = {"transfer_id": again.transfer, "legal_basis": "สำนักงานต้องยืนยัน"}
    letter = again.hand.do("DraftGovernorRequest", request, by="analyst")
    assert not again.hand.one("inbox", key)["open"]
    given_up = {"reason": "เขียนใหม่"}
    again.hand.do("WithdrawDraft", given_up, of=letter, by="analyst")
    assert again.hand.one("inbox", key)["open"]
    again.ask_governor()
    assert not again.hand.one("inbox", key)["open"]


def test_a_transfer_and_its_results_wait_until_a_day(office: ServedOffice) -> None:
    again = matter(office, 82)
    for part in (again.receive, again.open, again.prepare):
        part()
    row = f"budget_transfer/{again.transfer}"
    assert again.hand.one("inbox", row)["due_on"] is not None
    again.check()
    board = again.hand.one("case_steps", f"{again.case}/6")
    assert again.hand.one("inbox", row)["due_on"] == board["due_on"] is not None
    again.agree()
    again.ask_governor()
    waiting = again.hand.one("inbox", row)
    reporting = again.hand.one("case_steps", f"{again.case}/8")
    assert (waiting["act"], waiting["due_on"]) == ("PostTransfer", reporting["due_on"])
    again.post()
    owed = [r for r in again.hand.rows("follow_ups", case_id=again.case) if r["kind"] == "result"]
    assert len(owed) == 2
    assert all(r["due_on"] > again.today + timedelta(days=60) for r in owed)


def test_a_transfer_found_names_its_case(office: ServedOffice, played: Matter) -> None:
    path = f"/search?q={quote('บรรเทา')}&kind=budget_transfer"
    found = sub(r"<[^>]+>", "", text(office.as_("analyst"), path))
    assert "โอนเงินเหลือจ่ายเป็นค่าสาธารณูปโภคของโรงเรียน" in found
    hidden = office.as_("school2").get(f"/search?q={quote('บรรเทา')}").text
    assert f"/transfers/{played.transfer}" not in hidden


def test_what_is_done_may_be_done_anew_but_is_not_what_comes_next(
    office: ServedOffice, played: Matter
) -> None:
    """Folded away below the acts that are due: LOOK.md, one solid button."""
    page = office.as_("analyst").get(f"/cases/{played.case}").text
    [card] = findall(r'class="acts">.*?</section>', page, DOTALL)
    due, _, folded = card.partition("acts-again")
    assert due.count("btn-primary") <= 1
    assert f"/cases/{played.case}/analyses" in folded
    assert f"/cases/{played.case}/analyses" not in due


def test_the_first_receive_stamp_is_the_offices(office: ServedOffice, played: Matter) -> None:
    """R-N12, R-N16: the central registry receives for the office, the group for itself."""
    page = unescape(office.as_("analyst").get(f"/letters/{played.letter}").text)
    stamps = findall(r'stamp-unit">(.*?)</p>', page)
    units = [sub(r"<[^>]+>|\s+", "", stamp) for stamp in stamps]
    assert units == ["สพป.เลยเขต3", "กลุ่มนโยบายและแผน"]
