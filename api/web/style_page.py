"""Invented people and matters for the style page, which shows every component once.

Nothing here is real, and nothing is stored. ``context`` is all that ``style.html`` needs besides the
words and the frame.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ValidationError

from api.web.forms import form_fields, messages, read_form
from api.web.parts import (
    Act,
    Bar,
    Cell,
    Chart,
    Column,
    Do,
    Empty,
    Fact,
    Frame,
    Listing,
    MenuEntry,
    MoneyRow,
    Notice,
    Pill,
    PostHeld,
    Row,
    Step,
    Tag,
    Tile,
    Told,
    Waiting,
)
from api.web.words import Words
from domain.fields import OneLine, OptionalParagraphs, PaperDate, Satang

TODAY = date(2026, 11, 23)
DAY = timedelta(days=1)


class StyleUrgency(StrEnum):
    """How fast: only for the example form."""

    NORMAL = "normal"
    URGENT = "urgent"
    MOST_URGENT = "most_urgent"


class StyleLine(BaseModel, extra="forbid", frozen=True):
    """A line of the example form."""

    line_id: UUID
    amount_satang: Satang
    effect: OptionalParagraphs = ""


class StyleForm(BaseModel, extra="forbid", frozen=True):
    """The example form: one field of every kind."""

    subject: OneLine
    dated_on: PaperDate
    ceiling_satang: Satang
    urgency: StyleUrgency
    unit_id: UUID
    reason: OptionalParagraphs = ""
    checked: bool = False
    lines: tuple[StyleLine, ...]


LINES = tuple(UUID(int=number) for number in (1, 2, 3))


def sample_frame(words: Words, **changes: Any) -> Frame:
    """Return the frame of an invented officer."""
    th = words.lang == "th"
    frame = {
        "office": "สพป.ตัวอย่าง เขต 9" if th else "Example Area Office 9",
        "path": "/style",
        "today": TODAY,
        "person": "นางอรุณี แก้วมณี" if th else "Ms Arunee Kaewmanee",
        "posts": (
            PostHeld(
                "1",
                "ผอ.กลุ่มนโยบายและแผน" if th else "Director, Policy and Planning",
                "กลุ่มนโยบายและแผน" if th else "Policy and Planning Group",
                current=True,
            ),
            PostHeld(
                "2",
                "รอง ผอ.สพป." if th else "Deputy Area Director",
                "สำนักงานเขตพื้นที่การศึกษา" if th else "Area Office",
                "รักษาราชการแทน" if th else "acting",
            ),
        ),
        "menu": sample_menu(),
        "verified_to": 10482,
        "live": 10482,
    }
    return Frame(**(frame | changes))


def sample_menu() -> tuple[MenuEntry, ...]:
    """Return the nine entries of the side menu."""
    return (
        MenuEntry("ui.menu.overview", "/", "layout-dashboard"),
        MenuEntry("ui.menu.inbox", "/inbox", "inbox", 7, here=True),
        MenuEntry("ui.menu.registers", "/registers", "file-text"),
        MenuEntry("ui.menu.cases", "/cases", "folder", 4),
        MenuEntry("ui.menu.budget", "/budget", "coins", 2),
        MenuEntry("ui.menu.board", "/meetings", "users-group"),
        MenuEntry("ui.menu.follow_ups", "/follow-ups", "list-check", 12),
        MenuEntry("ui.menu.audit", "/history", "history"),
        MenuEntry("ui.menu.settings", "/settings", "settings"),
    )


def context(words: Words) -> dict[str, Any]:
    """Return every component's invented data in the reader's language."""
    th = words.lang == "th"
    return {
        "listing": listing(th),
        "empty_listing": nothing(th),
        "steps": steps(th),
        "acts": acts(th),
        "told": told(th),
        "facts": facts(th),
        "money": money(th),
        "tiles": tiles(th),
        "charts": charts(th),
        "waiting": waiting(th),
        "tags": tags(th),
        "fields": fields(words),
        "blank_fields": form_fields(StyleForm, words, choices=choices(th)),
        "notices": notices(th),
    }


def tags(th: bool) -> dict[str, Tag]:
    """Return the tags by what they mean."""
    return {
        "most_urgent": Tag("ด่วนที่สุด" if th else "most urgent", "red", "alert-triangle"),
        "very_urgent": Tag("ด่วนมาก" if th else "very urgent", "amber", "flag"),
        "urgent": Tag("ด่วน" if th else "urgent", "blue"),
        "new": Tag("มาใหม่" if th else "new", "blue"),
        "waiting": Tag("รอพิจารณา/ลงนาม" if th else "for decision", "grey"),
        "in_hand": Tag("กำลังดำเนินการ" if th else "in hand", "grey"),
        "more": Tag("รอเอกสารเพิ่ม" if th else "papers wanted", "amber", "hourglass"),
        "done": Tag("เสร็จสิ้น" if th else "done", "green", "check"),
    }


def notices(th: bool) -> tuple[Notice, ...]:
    """Return what was done and what comes next."""
    return (
        Notice(
            "ลงรับหนังสือแล้ว เลขรับ 1249/2569 ขั้นต่อไป: ธุรการกลุ่มรับเรื่อง"
            if th
            else "Registered as 1249/2569. Next: the group's clerk takes it in.",
            "green",
            "/letters/1249",
            "เปิดหนังสือ" if th else "Open the letter",
        ),
    )


def listing(th: bool) -> Listing:
    """Return an inbox."""
    mark = tags(th)

    def row(number: str, matter: tuple[str, str], days: int, who: str, *marks: str) -> Row:
        subject, sender = matter
        status, *urgency = marks
        return Row(
            id=number.partition("/")[0],
            href=f"/letters/{number}",
            cells={
                "number": Cell(number),
                "subject": Cell(
                    subject, f"/letters/{number}", sender, tuple(mark[item] for item in urgency)
                ),
                "due": Cell(on=TODAY + days * DAY, due=True),
                "status": Cell(tags=(mark[status],)),
                "who": Cell(who),
            },
            fresh=number.startswith("1248"),
            quiet=status == "done",
        )

    labels = (
        ("เลขรับ", "เรื่อง / จาก", "ครบกำหนด", "สถานะ", "ผู้รับผิดชอบ")
        if th
        else ("No.", "Subject / from", "Due", "Status", "Officer")
    )
    subjects = (
        (
            "ขอโอนเปลี่ยนแปลงงบประมาณรายจ่าย ประจำปีงบประมาณ พ.ศ. 2569 โครงการอาหารกลางวัน",
            "โรงเรียนบ้านหนองบัว",
        ),
        ("ขอเชิญประชุมคณะกรรมการเขตพื้นที่การศึกษา ครั้งที่ 11/2569", "ฝ่ายเลขานุการ กพท."),
        (
            "รายงานผลการใช้จ่ายเงินอุดหนุนนักเรียนยากจนพิเศษ ภาคเรียนที่ 1 ปีการศึกษา 2569",
            "โรงเรียนวัดดอนเมือง",
        ),
        ("ขอขยายเวลาส่งรายงานผลการดำเนินงานตามแผนปฏิบัติการ ไตรมาสที่ 4", "โรงเรียนบ้านห้วยลึก"),
        ("ส่งสำเนาคำสั่งแต่งตั้งคณะกรรมการตรวจรับพัสดุ", "กลุ่มบริหารงานการเงินและสินทรัพย์"),
    )
    english = (
        ("Transfer of budget, fiscal year 2569: school lunch project", "Ban Nong Bua School"),
        ("Invitation to area committee meeting 11/2569", "Board secretariat"),
        ("Use of the subsidy for very poor pupils, first term of 2569", "Wat Don Mueang School"),
        ("More time for the report on the action plan, quarter 4", "Ban Huai Luek School"),
        ("Copy of the order appointing the inspection committee", "Finance and Assets Group"),
    )
    people = (
        ("นางอรุณี แก้วมณี", "", "นายธีรเดช ศรีสุข", "นางสาวพิมพ์ชนก รัตนวงศ์", "นายธีรเดช ศรีสุข")
        if th
        else (
            "Arunee Kaewmanee",
            "",
            "Theeradet Srisuk",
            "Pimchanok Rattanawong",
            "Theeradet Srisuk",
        )
    )
    chosen = subjects if th else english
    return Listing(
        id="inbox",
        caption="งานรอดำเนินการ" if th else "Work waiting",
        columns=(
            Column("number", labels[0], sort="?sort=number"),
            Column("subject", labels[1]),
            Column("due", labels[2], sort="?sort=-due", order="ascending"),
            Column("status", labels[3]),
            Column("who", labels[4]),
        ),
        rows=(
            row("1248/2569", chosen[0], -1, people[0], "waiting", "most_urgent"),
            row("1247/2569", chosen[1], 0, people[1], "new", "very_urgent"),
            row("1246/2569", chosen[2], 2, people[2], "in_hand"),
            row("1243/2569", chosen[3], 8, people[3], "more", "urgent"),
            row("1242/2569", chosen[4], 12, people[4], "done"),
        ),
        empty=Empty(""),
        pills=(
            Pill("ทั้งหมด" if th else "All", "?", 7, here=True),
            Pill("ใกล้ครบกำหนด" if th else "Due soon", "?due=soon", 4),
            Pill("เกินกำหนด" if th else "Overdue", "?due=late", 1),
            Pill("หนังสือด่วน" if th else "Urgent", "?urgent=1", 4),
        ),
        search_action="/style",
        search_label="ค้นหาเรื่องหรือหน่วยงาน" if th else "Search subject or unit",
        bulk=(
            Do("รับเรื่อง" if th else "Take in", action="/take-in", icon="checks"),
            Do("มอบหมาย" if th else "Assign", action="/assign", icon="user"),
        ),
        counted=7,
        next="?after=abc",
        verified_to=10482,
    )


def nothing(th: bool) -> Listing:
    """Return a list with nothing in it yet."""
    return Listing(
        id="nothing",
        caption="เรื่อง" if th else "Cases",
        columns=(),
        rows=(),
        empty=Empty(
            "ยังไม่มีเรื่องในปีงบประมาณนี้" if th else "No case in this budget year yet",
            "เรื่องโอนและเปลี่ยนแปลงงบประมาณจะปรากฏที่นี่ เริ่มจากหนังสือของโรงเรียนหรือข้อมูลการใช้จ่าย"
            if th
            else "Transfers of budget will appear here. Begin with a school's letter or spending figures.",
            Do("เปิดเรื่องใหม่" if th else "Open a case", "/cases/new", icon="plus"),
            "folder",
        ),
    )


def steps(th: bool) -> tuple[Step, ...]:
    """Return the ten steps of process 4.4, in the middle of its life."""
    labels = (
        (
            "ศึกษาข้อมูลการใช้จ่าย",
            "คณะกรรมการพิจารณาเงินเหลือจ่าย",
            "วิเคราะห์ผลใช้จ่าย",
            "กำหนดแนวทางใช้เงินเหลือจ่าย",
            "จัดทำข้อเสนอจัดสรร",
            "เสนอ กพท. เห็นชอบ",
            "เสนอผู้ว่าฯ อนุมัติ",
            "รายงาน สพฐ.",
            "แจ้งหน่วยที่เกี่ยวข้อง",
            "ติดตามประเมินผล",
        )
        if th
        else (
            "Study spending",
            "Committee on surplus",
            "Analyse spending",
            "Guidelines",
            "Proposed allocation",
            "Board agreement",
            "Governor's approval",
            "Report to OBEC",
            "Tell those affected",
            "Follow up",
        )
    )
    note = "นายธีรเดช ศรีสุข ถึง 27 พ.ย. 2569" if th else "Theeradet Srisuk, until 27 Nov 2569"
    return tuple(
        Step(
            number,
            label,
            "done" if number < 6 else "current" if number == 6 else "waiting",
            note if number == 6 else "",
            f"#step-{number}" if number < 6 else None,
        )
        for number, label in enumerate(labels, start=1)
    )


def acts(th: bool) -> tuple[Act, ...]:
    """Return what may be done now, and what may not."""
    if th:
        return (
            Act("เสนอ กพท.", "#", "send", main=True),
            Act("แนบเอกสาร", "#", "paperclip"),
            Act("บันทึกทักท้วง", "#", "message-circle"),
            Act("ส่งคืนแก้ไข", "#", "arrow-back-up", warns=True),
            Act("เสนอผู้ว่าราชการจังหวัด", reason="ต้องมีมติ กพท. เห็นชอบก่อน (ขั้นที่ 6)"),
            Act("บันทึกการโอน", reason="ผู้จัดทำข้อเสนอบันทึกการโอนเองไม่ได้"),
        )
    return (
        Act("Put to the board", "#", "send", main=True),
        Act("Attach a paper", "#", "paperclip"),
        Act("Record an objection", "#", "message-circle"),
        Act("Send back", "#", "arrow-back-up", warns=True),
        Act("Ask the governor", reason="The board must agree first (step 6)."),
        Act("Post the transfer", reason="Whoever drafted it may not post it."),
    )


def told(th: bool) -> tuple[Told, ...]:
    """Return a story of four events."""
    at = datetime(2026, 11, 22, 7, 30, tzinfo=UTC)
    if th:
        return (
            Told(
                10482,
                "นายก้องเกียรติ ตั้งประเสริฐ",
                "ให้ความเห็นว่าเห็นควร และเสนอต่อ",
                at,
                "#",
                "รอง ผอ.สพป. รักษาราชการแทน",
                "วงเงินคงเหลือเพียงพอ 1,250,000.00 บาท เห็นควรเสนอ กพท. ครั้งที่ 5/2569",
                "message-circle",
                "green",
            ),
            Told(
                10391,
                "นางสาวพิมพ์ชนก รัตนวงศ์",
                "ส่งคืนแก้ไข",
                at - DAY,
                "#",
                "ผอ.กลุ่ม",
                "ขอให้แนบผลการดำเนินงานของโครงการเดิม",
                "arrow-back-up",
                "amber",
            ),
            Told(
                10260,
                "นางอรุณี แก้วมณี",
                "แนบเอกสาร 2 รายการ",
                at - 2 * DAY,
                "#",
                icon="paperclip",
            ),
            Told(
                10024,
                "สารบรรณกลาง",
                "ลงรับหนังสือ เลขรับ 1248/2569",
                at - 3 * DAY,
                "#",
                icon="inbox",
                tone="grey",
            ),
        )
    return (
        Told(
            10482,
            "Kongkiat Tangprasert",
            "gave a favourable opinion and forwarded it",
            at,
            "#",
            "acting Deputy Area Director",
            "The balance suffices. To be put to meeting 5/2569.",
            "message-circle",
            "green",
        ),
        Told(10260, "Arunee Kaewmanee", "attached 2 papers", at - DAY, "#", icon="paperclip"),
        Told(
            10024,
            "Central registry",
            "registered letter 1248/2569",
            at - 3 * DAY,
            "#",
            icon="inbox",
        ),
    )


def facts(th: bool) -> tuple[Fact, ...]:
    """Return the facts of a matter."""
    names = (
        ("เลขรับ", "ครบกำหนด", "วงเงิน", "จากหน่วยงาน", "ชั้นความลับ")
        if th
        else ("Number", "Due", "Amount", "From", "Secrecy")
    )
    return (
        Fact(names[0], Cell("1248/2569", story="#")),
        Fact(names[1], Cell(on=TODAY - DAY, due=True)),
        Fact(names[2], Cell(satang=45_000_000, story="#")),
        Fact(names[3], Cell("โรงเรียนบ้านหนองบัว" if th else "Ban Nong Bua School", "#")),
        Fact(names[4], Cell("ปกติ" if th else "none")),
    )


def money(th: bool) -> tuple[MoneyRow, ...]:
    """Return a transfer that keeps the total."""
    sub = "แผนงานพื้นฐาน · งบดำเนินงาน" if th else "Basic programme · operations"
    return (
        MoneyRow(
            "ประชุมเชิงปฏิบัติการพัฒนาแผน" if th else "Planning workshop",
            180_000_000,
            135_000_000,
            sub,
            "#",
        ),
        MoneyRow(
            "โครงการอาหารกลางวัน โรงเรียนบ้านหนองบัว" if th else "School lunch, Ban Nong Bua",
            22_000_000,
            52_000_000,
            sub,
            "#",
        ),
        MoneyRow(
            "วัสดุการศึกษา โรงเรียนวัดดอนเมือง" if th else "Materials, Wat Don Mueang",
            4_000_050,
            19_000_050,
            sub,
            "#",
        ),
    )


def tiles(th: bool) -> tuple[Tile, ...]:
    """Return four figures."""
    if th:
        return (
            Tile("งานค้าง", "7", "#", "เกินกำหนด 1 เรื่อง", "red", "เรื่อง"),
            Tile("เวลาเฉลี่ยต่อเรื่อง", "2.4", "#", "เป้าหมาย 3 วัน", "green", "วัน"),
            Tile("ตรงเวลา", "91", "#", "เพิ่มขึ้น 3 จุดจากเดือนก่อน", "grey", "%"),
            Tile("งบที่โอนแล้ว", "12.5", "#", "จาก 18.0 ล้านบาท", "grey", "ล้านบาท"),
        )
    return (
        Tile("Waiting", "7", "#", "1 overdue", "red", "cases"),
        Tile("Average time", "2.4", "#", "goal 3 days", "green", "days"),
        Tile("On time", "91", "#", "3 points up on last month", "grey", "%"),
        Tile("Transferred", "12.5", "#", "of 18.0 million baht", "grey", "million baht"),
    )


def charts(th: bool) -> tuple[Chart, ...]:
    """Return a picture whose title is its finding."""
    units = (
        (
            "กลุ่มนโยบายและแผน",
            "กลุ่มบริหารงานการเงินและสินทรัพย์",
            "กลุ่มอำนวยการ",
            "กลุ่มนิเทศ ติดตามและประเมินผล",
            "หน่วยตรวจสอบภายใน",
        )
        if th
        else (
            "Policy and Planning",
            "Finance and Assets",
            "General Administration",
            "Supervision",
            "Internal Audit",
        )
    )
    values = ((15, 3), (8, 6), (10, 1), (8, 0), (2, 2))
    return (
        Chart(
            id="late",
            finding="งานเกินกำหนดอยู่ที่กลุ่มบริหารงานการเงินและสินทรัพย์มากที่สุด"
            if th
            else "Most overdue work lies with Finance and Assets",
            description="จำนวนงานค้างของห้าหน่วย แยกในกำหนดและเกินกำหนด"
            if th
            else "Work waiting in five units, in time and overdue.",
            parts=(
                Tag("ในกำหนด" if th else "in time", "blue"),
                Tag("เกินกำหนด" if th else "overdue", "red"),
            ),
            bars=tuple(Bar(unit, value, "#") for unit, value in zip(units, values, strict=True)),
            href="#",
            measure="จำนวนเรื่อง ณ วันนี้" if th else "cases, today",
        ),
    )


def waiting(th: bool) -> Waiting:
    """Return long work half done."""
    return Waiting(
        "กำลังสร้างหนังสือแจ้งโรงเรียน" if th else "Making the letters to schools",
        42,
        110,
        "#",
        "เหลือเวลาประมาณ 20 วินาที ปิดหน้านี้ได้ งานจะทำต่อไป"
        if th
        else "About 20 seconds left. You may close this page; the work goes on.",
    )


def choices(th: bool) -> dict[str, list[tuple[str, str]]]:
    """Return the options of the example form."""
    schools = ("โรงเรียนบ้านหนองบัว", "โรงเรียนวัดดอนเมือง") if th else ("Ban Nong Bua", "Wat Don Mueang")
    lines = (
        ("ประชุมเชิงปฏิบัติการ", "อาหารกลางวัน", "วัสดุการศึกษา")
        if th
        else ("Workshop", "Lunch", "Materials")
    )
    return {
        "unit_id": [(str(UUID(int=9 + i)), name) for i, name in enumerate(schools)],
        "line_id": [(str(key), name) for key, name in zip(LINES, lines, strict=True)],
    }


def fields(words: Words) -> list[Any]:
    """Return the example form as it comes back after a first, faulty try."""
    th = words.lang == "th"
    sent = [
        ("subject", "ขอโอนเปลี่ยนแปลงงบประมาณ" if th else "Transfer of budget"),
        ("dated_on", "๓๑/๑๑/๒๕๖๙" if th else "31/11/2569"),
        ("ceiling_satang", "450,000.505"),
        ("urgency", "urgent"),
        ("unit_id", str(UUID(int=9))),
        ("lines.0.line_id", str(LINES[0])),
        ("lines.0.amount_satang", "๑๒,๕๐๐.๕๐" if th else "12,500.50"),
        ("lines.1.line_id", str(LINES[1])),
        ("lines.1.amount_satang", ""),
    ]
    body = read_form(StyleForm, sent)
    faults: dict[str, str] = {}
    try:
        StyleForm.model_validate(body)
    except ValidationError as problem:
        faults = messages(StyleForm, problem, words)
    return form_fields(StyleForm, words, body, faults, choices(th))
