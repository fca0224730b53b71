"""Changing the table of powers row by row: by its forms alone, as a browser without a script sends them."""

from __future__ import annotations

import html
import re
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import msgspec
import pytest

from api.organization.powers_draft import Draft, DraftFull, DraftUnreadable, read
from application.desk import OFFICE
from domain.organization.power import Grant, Powers, powers
from domain.organization.power_changes import Change, row_id
from domain.organization.role import Role
from domain.thai_time import bangkok_date
from tests.api.organization.test_pages import text_of
from tests.served import Client, ServedOffice

TODAY = bangkok_date(datetime.now(UTC))
DAY = timedelta(days=1)
LATER = TODAY + 30 * DAY
ORDER = "คำสั่งทดสอบที่ 7/2569"
SIGN = Grant("SignLetter", Role.AREA_DIRECTOR, TODAY)


def table(office: ServedOffice) -> Powers:
    found: Powers = office.state(powers, OFFICE)
    return found


def row(office: ServedOffice, command: str, role: Role) -> Grant:
    return next(one for one in table(office).grants if (one.command, one.role) == (command, role))


def typed(day: date) -> str:
    """A day as an official types it."""
    return f"{day.day}/{day.month}/{day.year + 543}"


def drafted(client: Client, draft: str = "", **asked: str) -> str:
    """Answer the page of a row; return the draft it leads back to."""
    answer = client.get("/powers/rows", params={"draft": draft, **asked})
    assert answer.status_code == 303, text_of(answer.text)
    place = urlsplit(answer.headers["location"])
    assert (place.path, place.fragment) == ("/powers", "draft")
    return parse_qs(place.query).get("draft", [""])[0]


def hidden(page: str) -> dict[str, str]:
    """Return the hidden fields of the form that sets the table."""
    form = page[page.index('method="post"', page.index('id="set"')) :]
    fields = re.findall(
        r'<input type="hidden" name="([^"]+)" value="([^"]*)">', form[: form.index("</form>")]
    )
    return {name: html.unescape(value) for name, value in fields}


def opened(client: Client, draft: str) -> dict[str, str]:
    """Open the draft; return what its form sends."""
    answer = client.get("/powers", params={"draft": draft})
    assert answer.status_code == 200
    return {**hidden(answer.text), "document": ORDER}


def send(client: Client, fields: dict[str, str]) -> Any:
    answer = client.post("/powers", data=fields)
    client.office.wait()
    return answer


@pytest.fixture
def admin(office: ServedOffice) -> Client:
    return office.as_("admin")


def test_a_row_is_added_changed_ended_and_set_in_one_act(
    office: ServedOffice, admin: Client
) -> None:
    before = table(office)
    deputy = {"role": "deputy_area_director", "in_force_from": typed(TODAY), "put": "1"}
    draft = drafted(admin, command="EndCase", ceiling_satang="10,000", **deputy)
    decide = row(office, "DecideApproval", Role.AREA_DIRECTOR)
    fields = {"command": "DecideApproval", "role": "area_director", "put": "1"}
    fields |= {"in_force_from": "1/10/2569", "ceiling_satang": "๕๐๐,๐๐๐.๐๐", "processes": "4.4"}
    draft = drafted(admin, draft, row=row_id(decide), **fields)
    reopen = row(office, "ReopenCase", Role.AREA_DIRECTOR)
    draft = drafted(admin, draft, row=row_id(reopen), until_on=typed(LATER), end="1")

    page = text_of(admin.get("/powers", params={"draft": draft}).text)
    assert "ร่างนี้เปลี่ยน 3 รายการ" in page
    assert "วงเงินไม่เกิน 500,000.00 บาท · กระบวนงาน 4.4" in page
    assert "นายสมภพ ตัวอย่างดี" in page  # who loses and who has other bounds

    answer = send(admin, opened(admin, draft))
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/settings/powers?")
    after = table(office)
    assert after.version == before.version + 1
    assert len(after.grants) == len(before.grants) + 1
    found = row(office, "DecideApproval", Role.AREA_DIRECTOR)
    assert (found.ceiling_satang, found.processes) == (50_000_000, ("4.4",))
    assert row(office, "ReopenCase", Role.AREA_DIRECTOR).in_force_until == LATER
    assert row(office, "EndCase", Role.DEPUTY_AREA_DIRECTOR).ceiling_satang == 1_000_000


def test_the_same_form_sent_twice_sets_one_version(office: ServedOffice, admin: Client) -> None:
    """A double click, a retry, the Back button and once more: the second does nothing."""
    draft = drafted(admin, row=row_id(row(office, "CloseCase", Role.POLICY_AND_PLAN_ANALYST)),
                    until_on=typed(LATER), end="1")  # fmt: skip
    fields = opened(admin, draft)
    first, version = send(admin, fields), table(office).version
    second = send(admin, fields)
    assert (first.status_code, second.status_code) == (303, 303)
    assert table(office).version == version
    again = text_of(admin.get("/powers", params={"draft": draft}).text)
    assert "1 รายการใช้กับฉบับที่ใช้อยู่ไม่ได้" in again
    refused = send(admin, opened(admin, draft))
    assert refused.status_code == 409
    assert table(office).version == version


def test_two_at_once_the_second_is_told_and_loses_nothing(
    office: ServedOffice, admin: Client
) -> None:
    """His draft is shown against the version set meanwhile, and may then be set on it."""
    mine = drafted(admin, command="RecordExport", role="deputy_area_director",
                   in_force_from=typed(TODAY), put="1")  # fmt: skip
    form = opened(admin, mine)
    number = table(office).version
    other = drafted(admin, command="RecordExport", role="group_director",
                    in_force_from=typed(TODAY), put="1")  # fmt: skip
    assert send(admin, opened(admin, other)).status_code == 303

    late = send(admin, form)
    assert late.status_code == 412
    said = text_of(late.text)
    assert "มีผู้กำหนดตารางฉบับใหม่ก่อนท่าน" in said
    assert f"ร่างนี้เริ่มจากฉบับที่ {number} แต่ระหว่างนั้นมีผู้กำหนดฉบับที่ {number + 1} แล้ว" in said
    assert "ร่างนี้เปลี่ยน 1 รายการ" in said
    assert ORDER in late.text
    kept = {**hidden(late.text), "document": ORDER}
    assert kept["draft"] == mine
    assert send(admin, kept).status_code == 303
    roles = {one.role for one in table(office).grants if one.command == "RecordExport"}
    assert {Role.DEPUTY_AREA_DIRECTOR, Role.GROUP_DIRECTOR} <= roles


def test_a_form_that_does_not_say_what_it_was_filled_in_on_sets_nothing(
    office: ServedOffice, admin: Client
) -> None:
    """Else a draft of new rows alone would be the whole table."""
    number = table(office).version
    fields = opened(admin, drafted(admin, command="SetPowers", role="administrator",
                                   in_force_from=typed(TODAY), put="1"))  # fmt: skip
    for seen in ("", "0", "999"):
        assert send(admin, fields | {"_seen": seen}).status_code == 412
    assert table(office).version == number


def test_what_another_has_changed_meanwhile_is_set_apart(
    office: ServedOffice, admin: Client
) -> None:
    posting = row(office, "PostTransfer", Role.FINANCE_OFFICER)
    mine = drafted(admin, row=row_id(posting), until_on=typed(LATER), end="1")
    theirs = drafted(admin, row=row_id(posting), until_on=typed(LATER + DAY), end="1")
    assert send(admin, opened(admin, theirs)).status_code == 303
    page = admin.get("/powers", params={"draft": mine})
    assert "1 รายการใช้กับฉบับที่ใช้อยู่ไม่ได้" in text_of(page.text)
    refused = send(admin, opened(admin, mine))
    assert refused.status_code == 409
    assert "โปรดนำออกจากร่างก่อน" in text_of(refused.text)
    assert drafted(admin, mine, undo="0") == ""


def test_a_draft_that_locks_the_office_out_says_so_before_and_when_it_is_set(
    office: ServedOffice, admin: Client
) -> None:
    setting = row(office, "SetPowers", Role.ADMINISTRATOR)
    draft = drafted(admin, row=row_id(setting), until_on=typed(LATER), end="1")
    assert "ไม่มีตำแหน่งที่มีผู้ดำรงอยู่กำหนดตารางอำนาจฉบับต่อไปได้" in text_of(
        admin.get("/powers", params={"draft": draft}).text
    )
    number = table(office).version
    assert send(admin, opened(admin, draft)).status_code == 409
    assert table(office).version == number


def test_a_row_in_force_keeps_what_it_says_until_the_day_it_is_otherwise(
    office: ServedOffice, admin: Client
) -> None:
    old = row(office, "SkipStep", Role.GROUP_DIRECTOR)
    fields = {"command": "SkipStep", "role": "group_director", "processes": "4.4", "put": "1"}
    draft = read(drafted(admin, row=row_id(old), in_force_from=typed(LATER), **fields))
    ended = msgspec.structs.replace(old, in_force_until=LATER)
    new = msgspec.structs.replace(old, in_force_from=LATER, processes=("4.4",))
    assert draft.changes == (Change(old, ended), Change(None, new))
    own_day = {**fields, "in_force_from": typed(old.in_force_from)}
    mended = msgspec.structs.replace(old, processes=("4.4",))
    assert read(drafted(admin, row=row_id(old), **own_day)).changes == (Change(old, mended),)


def test_only_a_row_that_was_never_in_force_is_taken_out(
    office: ServedOffice, admin: Client
) -> None:
    """R-H15: what was in force is ended, so that the table says that it was."""
    held = row(office, "CallMeeting", Role.BOARD_SECRETARY)
    page = admin.get("/powers/rows", params={"row": row_id(held), "remove": "1"})
    assert page.status_code == 200
    assert 'id="remove"' not in page.text
    ahead = {"command": "CallMeeting", "role": "section_head", "in_force_from": typed(LATER)}
    draft = drafted(admin, **ahead, put="1")
    new = read(draft).changes[0].row
    assert (
        'id="remove"' in admin.get("/powers/rows", params={"draft": draft, "row": row_id(new)}).text
    )
    assert drafted(admin, draft, row=row_id(new), remove="1") == ""


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"in_force_from": "31/2/2569"}, "31/2/2569"),
        ({"in_force_until": "1/10/2569"}, "วันที่สิ้นผลต้องอยู่หลังวันที่มีผล"),
        ({"ceiling_satang": "ห้าแสน"}, "ห้าแสน"),
        ({"role": ""}, "บทบาท"),
    ],
)
def test_what_cannot_be_put_into_the_draft_is_said_beside_its_field(
    admin: Client, asked: dict[str, str], said: str
) -> None:
    fields = {"command": "EndCase", "role": "section_head", "in_force_from": typed(TODAY)}
    answer = admin.get("/powers/rows", params={**fields, **asked, "put": "1"})
    assert answer.status_code == 422
    assert "problems" in answer.text
    assert said in answer.text


def test_a_post_is_named_with_its_own_role(office: ServedOffice, admin: Client) -> None:
    post = str(office.ids["deputy_1"])
    fields = {"command": "EndCase", "in_force_from": typed(TODAY), "post_id": post, "put": "1"}
    wrong = admin.get("/powers/rows", params={**fields, "role": "section_head"})
    assert wrong.status_code == 422
    assert "โปรดเลือกบทบาทให้ตรงกัน" in text_of(wrong.text)
    [change] = read(drafted(admin, **fields, role="deputy_area_director")).changes
    assert str(change.row.post_id) == post


def test_an_end_is_today_or_later(office: ServedOffice, admin: Client) -> None:
    held = row_id(row(office, "OpenCase", Role.POLICY_AND_PLAN_ANALYST))
    past = {"row": held, "until_on": typed(TODAY - DAY), "end": "1"}
    answer = admin.get("/powers/rows", params=past)
    assert answer.status_code == 422
    assert "วันที่สิ้นผลต้องเป็นวันนี้หรือหลังจากนี้" in text_of(answer.text)
    assert read(drafted(admin, **{**past, "until_on": typed(TODAY)})).changes[0].kind == "ended"


def test_only_who_may_set_the_table_drafts_it(office: ServedOffice) -> None:
    for login in ("director", "registrar", "school1"):
        client = office.as_(login)
        assert client.get("/powers/rows").status_code == 403
        assert client.get("/powers").status_code == 403
    assert 'href="/powers"' not in office.as_("director").get("/settings/powers").text
    assert 'href="/powers"' in office.as_("admin").get("/settings/powers").text


def test_an_address_that_was_cut_is_said_and_nothing_is_set(
    office: ServedOffice, admin: Client
) -> None:
    whole = Draft(1, (Change(None, SIGN),)).text
    number = table(office).version
    for text in (whole[:-9], "x", "ก", "A" * 13_000):
        answer = admin.get("/powers", params={"draft": text})
        assert answer.status_code == 200
        assert "อ่านร่างจากที่อยู่ของหน้าไม่ได้" in text_of(answer.text)
        assert admin.get("/powers/rows", params={"draft": text}).status_code == 409
        sent = {"draft": text, "document": ORDER, "_seen": str(number)}
        assert send(admin, sent).status_code in (409, 422)
    assert table(office).version == number


def test_a_draft_is_read_as_it_was_written() -> None:
    rows = [msgspec.structs.replace(SIGN, in_force_from=TODAY + n * DAY) for n in range(50)]
    draft = Draft()
    for new in rows:
        draft = draft.put(3, None, new)
    assert read(draft.text) == draft
    assert read("") == Draft()
    assert Draft().text == ""


def test_a_change_of_a_drafted_row_changes_the_draft() -> None:
    """What a row was at first stays what it was; changed back, nothing is left of it."""
    ended, lower = (
        msgspec.structs.replace(SIGN, in_force_until=LATER),
        msgspec.structs.replace(SIGN, secrecies=("none",)),
    )
    draft = Draft().put(3, SIGN, ended).put(4, ended, lower)
    assert draft == Draft(4, (Change(SIGN, lower),))
    assert draft.put(4, lower, SIGN).changes == ()
    assert draft.put(4, lower).changes == (Change(SIGN, None),)
    assert Draft().put(3, None, SIGN).put(3, SIGN).changes == ()


def test_a_draft_has_room_for_a_hundred_changes_and_says_when_it_is_full() -> None:
    draft = Draft()
    for n in range(100):
        draft = draft.put(1, None, unlike(n))
    draft = Draft(1, tuple(Change(None, unlike(n)) for n in range(2_000)))
    with pytest.raises(DraftFull):
        draft.put(1, None, unlike(2_001))


def unlike(n: int) -> Grant:
    """A row that has little in common with the others."""
    bounds = {"ceiling_satang": 7919 * n * n, "fund_sources": (f"แหล่งเงินที่ {n * n}",)}
    return msgspec.structs.replace(SIGN, in_force_from=TODAY + n * DAY, **bounds)


def test_a_text_that_unpacks_to_too_much_is_no_draft() -> None:
    bomb = Draft(1, (Change(None, msgspec.structs.replace(SIGN, fund_sources=("0" * 900_000,))),))
    assert len(bomb.text) < 6_000
    with pytest.raises(DraftUnreadable):
        read(bomb.text)
