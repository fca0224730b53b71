"""A week in which others stand in: the whole matter of the tour, by those who are there.

The group director is away, and with her ranks 1 to 3: the fourth substitutes for her duties. The officer
is away, and another of the three takes the tasks. One deputy holds a written delegation with a ceiling;
the other acts for the area director by an order of OBEC, from the middle of the route, until the issuer
ends the order a day early. Played over HTTP on a clock of its own (R-H01 to R-H17, processes §7.2).
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from api.context import now
from application.catalogue import ACTS
from domain.thai_time import bangkok_date, calendar_year, fiscal_year
from infrastructure.demo.matter import Matter
from infrastructure.verify import verify_log
from tests.hands import PATHS
from tests.served import API, Client, Demonstration, ServedOffice

HOLDERS = {
    "section_head": "head",
    "deputy_1": "deputy",
    "deputy_2": "deputy2",
    "policy_director": "policy",
    "senior_analyst": "head",
    "analyst": "analyst",
    "analyst_3": "analyst3",
    "analyst_4": "analyst4",
    "area_director": "director",
    "assistant_secretary": "secretary",
    "finance_officer": "finance",
    "registrar": "registrar",
    "clerk": "clerk",
    "monitor": "monitor",
    "auditor": "auditor",
}


class Week:
    """The office on a clock that the test moves. ``in_post`` says who acts in a post today."""

    def __init__(self, office: ServedOffice) -> None:
        self.office = office
        self.ids = dict(office.ids)
        self.began = now()
        self.day = 0
        self.in_post: dict[str, str] = {}
        self._clients: dict[tuple[int, str, str], Seated] = {}
        office.http.app.dependency_overrides[now] = lambda: self.at  # type: ignore[attr-defined]

    @property
    def at(self) -> datetime:
        return max(now(), self.began) + timedelta(days=self.day)

    @property
    def today(self) -> date:
        return bangkok_date(self.at)

    @property
    def dates(self) -> dict[str, Any]:
        first = bangkok_date(self.began)
        return {
            "$today": self.today,
            "$fiscal_year": fiscal_year(first),
            "$calendar_year": calendar_year(first),
        }

    def on(self, day: int) -> date:
        return bangkok_date(self.began) + timedelta(days=day)

    def seated(self, post: str, login: str = "") -> Seated:
        """Return somebody signed in today who acts in ``post``."""
        login = login or self.in_post.get(post) or HOLDERS[post]
        key = (self.day, post, login)
        if key not in self._clients:
            self._clients[key] = Seated(self, login, self.ids[post])
        return self._clients[key]

    # What a matter asks of the hand that plays it

    def do(
        self, act: str, fields: Mapping[str, Any], *, of: Any = None, by: str | None = None
    ) -> Any:
        answer = self.seated(by or "registrar").act(act, fields, of)
        assert answer.status_code < 300, f"{act}: {answer.status_code} {answer.text}"
        return UUID(answer.json()["id"]) if ACTS[act].creates else of

    def rows(self, table: str, **equals: Any) -> list[Mapping[str, Any]]:
        self.office.wait()
        return self.office.service.rows.rows(table, **equals)

    def file(self, content: bytes) -> str:
        return self.seated("clerk").client.upload(content)

    def refused(self, act: str, fields: Mapping[str, Any], *, of: Any, by: Seated) -> str:
        answer = by.act(act, fields, of)
        assert answer.status_code in (403, 409), f"{act}: {answer.status_code} {answer.text}"
        return str(answer.json()["code"])


class Seated:
    """Somebody signed in, who chose the post in which he acts."""

    def __init__(self, week: Week, login: str, post_id: UUID) -> None:
        self.week = week
        self.login = login
        self.client = Client(week.office, login, None)
        self.choice = self.client.post(f"{API}/session/post", json={"post_id": str(post_id)})
        if self.may_choose:
            week.office.http.cookies.clear()
            self.client.headers = {"Authorization": f"Bearer {self.choice.json()['token']}"}

    def act(self, act: str, fields: Mapping[str, Any], of: Any = None) -> Any:
        assert self.choice.status_code == 200, f"{self.login}: {self.choice.text}"
        return self.client.act(PATHS[act].replace("{id}", str(of)), fields)

    def done(self, act: str, fields: Mapping[str, Any], of: Any = None) -> Any:
        answer = self.act(act, fields, of)
        assert answer.status_code < 300, f"{act}: {answer.status_code} {answer.text}"
        return answer.json()

    def waits(self) -> list[str]:
        """Return the rows of the inbox of the post in which he acts, by the addresses they lead to."""
        self.week.office.wait()
        page = self.client.get("/inbox")
        assert page.status_code == 200, page.text[:300]
        return re.findall(r'href="(/[a-z-]+/[0-9a-f-]{36})', page.text)

    @property
    def may_choose(self) -> bool:
        return bool(self.choice.status_code == 200)


class Story:
    """What happened, day by day, for the tests to look at."""

    def __init__(self, week: Week) -> None:
        self.week = week
        self.matter = Matter(week, 1_000_000)
        self.refusals: dict[str, str] = {}
        self.chose: dict[str, bool] = {}
        self.waited: dict[str, bool] = {}
        self.letters: dict[str, UUID] = {}

    def tell(self) -> None:
        for day, happens in (
            (0, self.the_day_before),
            (1, self.up_the_ranks),
            (2, self.the_board),
            (3, self.the_governor),
            (4, self.the_order_has_ended),
            (8, self.everybody_is_back),
        ):
            self.week.day = day
            self.matter.today = self.week.today
            happens()

    def refuse(self, name: str, act: str, fields: Mapping[str, Any], of: Any, by: Seated) -> None:
        answer = by.act(act, fields, of)
        assert answer.status_code in (403, 409), f"{act}: {answer.status_code} {answer.text}"
        self.refusals[name] = answer.json()["code"]

    def away(self, login: str, first: int, back: int) -> None:
        """Somebody records that he is away himself."""
        post = next(name for name, one in HOLDERS.items() if one == login)
        on = self.week.on
        fields = {"from_on": on(first), "until_on": on(back), "note": "ลาพักผ่อน"}
        person = self.week.ids[f"person:{login}"]
        self.week.seated(post, login).done("RecordAbsence", fields, person)

    def of_obec(self, subject: str) -> Any:
        """A letter of OBEC comes in."""
        fields = {
            "kind": "external",
            "sender_unit_id": self.week.ids["obec"],
            "sender_name": "สำนักงานคณะกรรมการการศึกษาขั้นพื้นฐาน",
            "reference": f"ศธ 04001/{self.week.day + 1}",
            "dated_on": self.week.today,
            "received_on": self.week.today,
            "subject": subject,
            "to_unit_id": self.week.ids["administration"],
        }
        return self.week.do("ReceiveLetter", fields, by="registrar")

    def the_day_before(self) -> None:
        """Absences and OBEC's order are entered; the matter goes up, and the section head speaks."""
        week, matter = self.week, self.matter
        matter.play("prepare")
        director, registrar = week.ids["area_director"], week.seated("registrar")
        order = {
            "capacity": "acting",
            "legal_basis": "พ.ร.บ.ระเบียบบริหารราชการกระทรวงศึกษาธิการ พ.ศ. 2546 มาตรา 53",
            "document": "คำสั่ง สพฐ. ตัวอย่างที่ 9",
            "receivers": [{"post_id": week.ids["deputy_2"]}],
            "from_on": week.on(1),
            "until_on": week.on(5),
            "issuer_unit_id": week.ids["obec"],
            "letter_id": self.of_obec("คำสั่งให้รักษาราชการแทน"),
        }
        self.refuse("holder there", "IssueInstrument", order, director, registrar)
        for login in ("policy", "head", "analyst3", "analyst4"):
            self.away(login, 1, 8)
        self.away("analyst", 2, 8)
        self.away("director", 1, 5)
        own = {k: v for k, v in order.items() if k not in ("issuer_unit_id", "letter_id")}
        by_himself = week.seated("area_director")
        self.refuse("own order", "IssueInstrument", own, director, by_himself)
        registrar.done("IssueInstrument", order, director)
        self.refuse("second order", "IssueInstrument", order, director, registrar)
        [row] = week.rows("instruments", post_id=director, capacity="acting")
        self.order = row["instrument_id"]
        week.do("SubmitTransfer", {}, of=matter.transfer, by="analyst")
        row = matter.row("budget_transfers", matter.transfer)
        self.digest = row["digest"]
        subject = f"budget_transfer/{matter.transfer}"
        asked = {"subject": subject, "subject_version": row["version"], "digest": self.digest}
        matter.approval = week.do("RequestApproval", asked, by="analyst")
        self.opinion("section_head")

    def opinion(self, by: str) -> None:
        fields = {"favourable": True, "opinion": "เห็นควรเสนอ", "digest": self.digest}
        self.week.do("GiveOpinion", fields, of=self.matter.approval, by=by)

    def up_the_ranks(self) -> None:
        """Rank 4 substitutes for the group director; the deputy speaks; another acts as director."""
        week, approval = self.week, self.matter.approval
        for login in ("analyst3", "monitor"):
            self.chose[f"{login} on day 1"] = week.seated("policy_director", login).may_choose
        week.in_post["policy_director"] = "monitor"
        file = f"/approvals/{approval}"
        self.waited["at rank 4"] = file in week.seated("policy_director").waits()
        self.opinion("policy_director")
        self.opinion("deputy_1")
        agree = {"outcome": "agreed_to_propose", "digest": self.digest}
        delegate = week.seated("area_director", "deputy")
        self.refuse("above the ceiling", "DecideApproval", agree, approval, delegate)
        director = week.seated("area_director", "director")
        self.refuse("stood in for", "DecideApproval", agree, approval, director)
        week.in_post["area_director"] = "deputy2"
        self.waited["at who acts"] = file in week.seated("area_director").waits()
        week.do("DecideApproval", agree, of=approval, by="area_director")

    def the_board(self) -> None:
        """The officer is away too; the seat of the director is his who acts."""
        self.week.in_post["analyst"] = "secretary"
        self.matter.agree()

    def the_governor(self) -> None:
        """The request is drafted by another of the three, checked by rank 4, signed by who acts."""
        week, matter = self.week, self.matter
        basis = {"legal_basis": "ตามคู่มือปฏิบัติงาน พ.ศ. 2566 — สำนักงานต้องยืนยัน"}
        letter = week.do(
            "DraftGovernorRequest", {"transfer_id": matter.transfer, **basis}, by="analyst"
        )
        self.letters["acting"] = letter
        seen = {"digest": matter.row("outgoing_letters", letter)["digest"]}
        week.do("CheckLetter", seen, of=letter, by="policy_director")
        signed = seen | {"intent": "ลงนามตามที่เสนอ"}
        substitute = week.seated("policy_director")
        self.refuse("substitute signs", "SignLetter", signed, letter, substitute)
        delegate = week.seated("area_director", "deputy")
        self.refuse("asks for more than he may decide", "SignLetter", signed, letter, delegate)
        week.do("SignLetter", signed, of=letter, by="area_director")
        week.do("DispatchLetter", {}, of=letter, by="registrar")
        director, registrar = week.ids["area_director"], week.seated("registrar")
        end = {"instrument_id": self.order, "until_on": week.on(4), "reason": "กลับก่อนกำหนด"}
        self.refuse("ended by another", "EndInstrument", end, director, registrar)
        end["letter_id"] = self.of_obec("ให้สิ้นสุดการรักษาราชการแทน")
        registrar.done("EndInstrument", end, director)
        [absence] = week.rows("absences", person_id=week.ids["person:director"])
        back = {"absence_id": absence["id"], "until_on": week.on(4)}
        week.seated("registrar").done("EndAbsenceFor", back, week.ids["person:director"])

    def the_order_has_ended(self) -> None:
        """A day early: who acted cannot, the director is back, and a delegate signs on his behalf."""
        week = self.week
        self.chose["acting on day 4"] = week.seated("area_director", "deputy2").may_choose
        self.chose["director on day 4"] = week.seated("area_director", "director").may_choose
        week.in_post["area_director"] = "deputy"
        self.letters["on_behalf"] = self.ordinary_letter("area_director")
        week.in_post["area_director"] = "director"
        self.letters["holder"] = self.ordinary_letter("area_director")

    def ordinary_letter(self, signed_by: str) -> Any:
        week = self.week
        content = {
            "form": "external",
            "case_id": self.matter.case,
            "subject": f"ขอข้อมูลเพิ่มเติม {len(self.letters)}",
            "to": [
                {
                    "unit_id": week.ids["school:42010149"],
                    "salutation": "เรียน",
                    "addressee": "ผู้อำนวยการโรงเรียนบ้านกกจาน",
                }
            ],
            "body": "ด้วยสำนักงานขอข้อมูลเพิ่มเติม\nจึงเรียนมาเพื่อดำเนินการ",
            "closing": "ขอแสดงความนับถือ",
            "owner_unit_id": week.ids["policy"],
            "phone": "042-000-000",
        }
        letter = week.do("DraftLetter", content, by="analyst")
        seen = {"digest": self.matter.row("outgoing_letters", letter)["digest"]}
        week.do("CheckLetter", seen, of=letter, by="policy_director")
        week.do("SignLetter", seen | {"intent": "ลงนามตามที่เสนอ"}, of=letter, by=signed_by)
        week.do("DispatchLetter", {}, of=letter, by="registrar")
        return letter

    def everybody_is_back(self) -> None:
        """The week is over; nobody had to say so."""
        week = self.week
        week.in_post.clear()
        for name, post, login in (
            ("rank 4 on day 8", "policy_director", "monitor"),
            ("one of three on day 8", "analyst", "secretary"),
            ("group director on day 8", "policy_director", "policy"),
        ):
            self.chose[name] = week.seated(post, login).may_choose


@pytest.fixture(scope="module")
def story(
    demonstration: Demonstration, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Story]:
    with demonstration.served(tmp_path_factory.mktemp("week")) as office:
        told = Story(Week(office))
        told.tell()
        office.wait()
        yield told


def did(story: Story, name: str, **equals: Any) -> list[tuple[str, str]]:
    """Return who did what an event says and in which capacity, oldest first."""
    logins = {v: k.removeprefix("person:") for k, v in story.week.ids.items() if "person:" in k}
    rows = story.week.rows("audit_history", name=name, **equals)
    ordered = sorted(rows, key=lambda row: row["position"])
    return [(logins[row["by_person"]], row["capacity"]) for row in ordered]


def test_each_rank_was_spoken_at_by_who_was_there(story: Story) -> None:
    """R-H08, R-H13, R-H15: the capacity stands on every event."""
    assert did(story, "approval.opinion_given") == [
        ("head", "holder"),
        ("monitor", "duty_substitute"),
        ("deputy", "holder"),
    ]
    assert did(story, "approval.decided") == [("deputy2", "acting")]


def test_standing_in_begins_and_ends_by_itself(story: Story) -> None:
    """R-H13: rank 3 is away, so it is rank 4; items wait where he stands in, and go back."""
    assert story.chose == {
        "analyst3 on day 1": False,
        "monitor on day 1": True,
        "acting on day 4": False,
        "director on day 4": True,
        "rank 4 on day 8": False,
        "one of three on day 8": False,
        "group director on day 8": True,
    }
    assert story.waited == {"at rank 4": True, "at who acts": True}


def test_what_may_not_be_was_refused(story: Story) -> None:
    assert story.refusals == {
        "holder there": "holder-is-there",
        "own order": "wrong-issuer",
        "second order": "acting-overlap",
        "above the ceiling": "above-instrument-ceiling",
        "stood in for": "stood-in-for",
        "substitute signs": "not-permitted",
        "asks for more than he may decide": "above-instrument-ceiling",
        "ended by another": "issuer-ends",
    }


def test_the_seat_of_the_director_was_his_who_acted(story: Story) -> None:
    """R-G15, R-H08."""
    week = story.week
    seats = week.rows("meeting_seats", meeting_id=story.matter.meeting)
    [seat] = [row for row in seats if row["post_id"] == week.ids["area_director"]]
    assert (seat["person_id"], seat["capacity"]) == (week.ids["person:deputy2"], "acting")


def test_another_of_the_three_took_the_tasks(story: Story) -> None:
    """R-H14: the record shows who did it for whom."""
    drafted = did(story, "outgoing_letter.drafted", outgoing_id=story.letters["acting"])
    assert drafted == [("secretary", "mutual_substitute")]
    [row] = story.week.rows(
        "audit_history", name="outgoing_letter.drafted", outgoing_id=story.letters["acting"]
    )
    assert row["by_post"] == story.week.ids["analyst"]
    assert row["own_post"] == story.week.ids["analyst_2"]


BLOCKS = {
    "acting": ["รองผู้อำนวยการ สพป.เลย เขต 3 (วิชาการ)", "รักษาราชการแทน"],
    "on_behalf": ["รองผู้อำนวยการ สพป.เลย เขต 3 (งบประมาณและแผน)", "ปฏิบัติราชการแทน"],
    "holder": ["ผู้อำนวยการสำนักงานเขตพื้นที่การศึกษาประถมศึกษาเลย เขต 3"],
}


def blocks(story: Story) -> dict[str, list[str]]:
    """Return own position and capacity under each signature, from the signing's own event."""
    found = {}
    for name, letter in story.letters.items():
        events = story.week.office.events(f"outgoing_letter/{letter}")
        [signed] = [event for event in events if event.NAME == "outgoing_letter.signed"]
        found[name] = [signed.signature.block.position, *signed.signature.block.capacity_lines[:1]]
    return found


def test_each_block_names_own_position_and_capacity(story: Story) -> None:
    """R-H17."""
    assert blocks(story) == BLOCKS


def test_the_paper_prints_it(story: Story) -> None:
    """R-H17: under the signature stand own position, capacity and the post stood in for."""
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext (poppler-utils) is not installed")
    office = story.week.office
    office.printed()
    [row] = story.week.rows("outgoing_letters", id=story.letters["acting"])
    paper = office.service.files.path(row["paper_digest"])
    told = subprocess.run(
        ["pdftotext", "-layout", str(paper), "-"], capture_output=True, check=True
    ).stdout.decode()
    assert re.sub(r"\s", "", "รักษาราชการแทน") in re.sub(r"\s", "", told)


def could(story: Story, day: int, known: str = "now") -> dict[str, str]:
    """Return who could have decided on an amount below the delegation's ceiling on that day."""
    week = story.week
    logins = {str(v): k.removeprefix("person:") for k, v in week.ids.items() if "person:" in k}
    asked = {
        "command": "DecideApproval",
        "on": week.on(day).isoformat(),
        "known": known,
        "amount_satang": 500_000,
        "process": "4.4",
    }
    answer = week.seated("auditor").client.get(f"{API}/authority/who-could", params=asked)
    assert answer.status_code == 200, answer.text
    lines = answer.json()["lines"]
    assert all(line["rests_on"] for line in lines)
    return {logins[line["person_id"]]: line["capacity"] for line in lines if line["may"]}


DAYS = {
    0: {"director": "holder", "deputy": "on_behalf"},
    1: {"deputy2": "acting", "deputy": "on_behalf"},
    3: {"deputy2": "acting", "deputy": "on_behalf"},
    4: {"director": "holder", "deputy": "on_behalf"},
}


def test_who_could_on_that_day(story: Story) -> None:
    """R-H15: from the day the order took effect until the day it ended, a day early."""
    assert {day: could(story, day) for day in DAYS} == DAYS


def test_what_was_known_then_of_a_day_to_come(story: Story) -> None:
    """On day 4, by what stood recorded when day 0 ended, he was still to act."""
    [asked] = story.week.rows("audit_history", name="approval.requested")
    then = could(story, 4, known=str(asked["position"]))
    assert then == {"deputy2": "acting", "deputy": "on_behalf"}


def test_which_decisions_rest_on_the_order(story: Story) -> None:
    auditor = story.week.seated("auditor").client
    answer = auditor.get(f"{API}/authority/decisions", params={"instrument": str(story.order)})
    assert answer.status_code == 200, answer.text
    told = {row["name"] for row in answer.json()["items"]}
    assert {"approval.decided", "outgoing_letter.signed"} <= told


def test_it_all_stays_right_after_the_organisation_changes_and_a_full_replay(
    story: Story,
) -> None:
    """R-H15: never recomputed from today's posts."""
    week = story.week
    before = {row["position"]: row for row in week.rows("audit_history")}
    admin = Seated(week, "admin", week.ids["administrator"])
    leave = {"until_on": week.on(8), "reason": "ย้าย"}
    admin.done("VacatePost", leave, week.ids["deputy_2"])
    admin.done("VacatePost", leave, week.ids["monitor"])
    assert blocks(story) == BLOCKS
    service = week.office.service
    assert verify_log(service.recorder)["faults"] == []
    differences = service.rebuild().compare()
    assert {name: rows for name, rows in differences.items() if rows} == {}
    service.rebuild().run()
    after = {row["position"]: row for row in week.rows("audit_history")}
    assert {at: after[at] for at in before} == before
    assert {day: could(story, day) for day in DAYS} == DAYS
