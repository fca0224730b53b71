"""The tour of the README as people take it: on the pages, in Thai, from the letter to the closed case."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from domain.thai_time import bangkok_date
from infrastructure.demo.matter import PDF
from tests.browser.reader import Visitor, Visitors

pytestmark = pytest.mark.browser

TODAY = bangkok_date(datetime.now(UTC))
SUBJECT = "ขอรับการสนับสนุนค่าไฟฟ้าจากเงินเหลือจ่าย"


def be(on: Any) -> str:
    """A date as it is typed: 23/11/2569."""
    return f"{on.day}/{on.month}/{on.year + 543}"


def pdf(folder: Path, name: str) -> str:
    path = folder / name
    path.write_bytes(PDF)
    return str(path)


def to_do(visitor: Visitor, text: str) -> Visitor:
    """Open the thing that waits in the inbox under this text."""
    visitor.open("/inbox").page.get_by_role("link", name=text).first.click()
    visitor.page.wait_for_load_state()
    return visitor


def test_the_tour(visitors: Visitors, tmp_path: Path) -> None:
    # 1. A letter comes in, is taken in, endorsed.
    registrar = visitors("registrar").open("/letters")
    registrar.send(
        {
            "kind": "external",
            "to_unit_id": "กลุ่มนโยบายและแผน",
            "subject": SUBJECT,
            "sender_unit_id": "โรงเรียนบ้านกกจาน",
            "sender_name": "โรงเรียนบ้านกกจาน",
            "reference": "ศธ ๐๔๙๙๙.๑๔๙/๗",
            "dated_on": be(TODAY - timedelta(days=1)),
            "received_on": be(TODAY),
            "urgency": "urgent",
            "enclosures.0.name": "รายละเอียดค่าไฟฟ้า.pdf",
            "enclosures.0.unit": "ฉบับ",
            "enclosures.0.file": pdf(tmp_path, "bill.pdf"),
        }
    )
    letter = registrar.path
    assert registrar.says("รายละเอียดค่าไฟฟ้า.pdf")
    to_do(visitors("clerk"), SUBJECT).follow("TakeInLetter").send()
    to_do(visitors("policy"), SUBJECT).follow("EndorseLetter").send(
        {"opinion": "มอบตรวจสอบเงินเหลือจ่าย", "assigned_post_id": "พิมพ์ชนก"}
    )
    assert letter.startswith("/letters/")

    # 2. The officer opens a case of process 4.4 from the letter.
    analyst = to_do(visitors("analyst"), SUBJECT).follow("OpenCase")
    analyst.send({"subject": "โอนเงินเหลือจ่ายเป็นค่าไฟฟ้าของโรงเรียน"})
    case = analyst.path
    assert case.startswith("/cases/")

    # 3. Steps 1 to 5; the committee's opinion completes step 2.
    analyst.follow("AttachSpendingFigures").send(
        {
            "figures_on": be(TODAY),
            "source_unit_id": "กลุ่มบริหารงานการเงินและสินทรัพย์",
            "files.0.name": "ผลการใช้จ่าย.pdf",
            "files.0.unit": "ฉบับ",
            "files.0.file": pdf(tmp_path, "spending.pdf"),
        }
    )
    analyst.open(case).follow("OpenCommitteeWork").send(
        {
            "order_reference": "คำสั่งตัวอย่างที่ 9",
            "order_year": str(TODAY.year + 543),
            "seats.0.name": "นางวิไลพร สมมุติชัย",
            "seats.0.post_title": "รอง ผอ.สพป.",
            "seats.0.duty": "chair",
            "meeting_on": be(TODAY),
        }
    )
    analyst.open(case).follow("RecordAnalysis").send(
        {"spending_against_results": "จัดอบรมครบตามแผน ต่ำกว่าวงเงิน 48,500 บาท"}
    )
    analyst.open(case).follow("SetGuidelines").send(
        {"text": "ใช้กับค่าสาธารณูปโภคที่ค้างชำระก่อน", "methods": "โอนภายในแผนงานเดียวกัน"}
    )
    analyst.open(case).follow("DraftTransfer").send(
        {
            "lines.0.direction": "from",
            "lines.0.line_id": "อบรม",
            "lines.0.amount_satang": "๒๐,๐๐๐.๐๐",
            "lines.0.effect_on_target": "ไม่กระทบ โครงการบรรลุผลแล้ว",
            "lines.0.is_surplus": True,
            "lines.1.direction": "to",
            "lines.1.line_id": "ไฟฟ้า",
            "lines.1.amount_satang": "20,000.00",
            "lines.1.effect_on_target": "ลดหนี้ค่าไฟฟ้าค้างชำระ",
            "lines.1.target.text": "ชำระค่าไฟฟ้าค้างชำระ",
            "lines.1.target.planned": "1",
            "lines.1.target.unit": "โรงเรียน",
            "reason": "บรรเทาหนี้ค่าไฟฟ้าค้างชำระ",
        }
    )
    transfer = analyst.path
    analyst.open(case).follow("RecordCommitteeOpinion").send(
        {"opinion": "เห็นควรโอนตามที่เสนอ", "favourable": "true", "met_on": be(TODAY)}
    )

    # 4, 5. Submitted; three opinions; the area director agrees to put it to the committee.
    analyst.open(transfer).follow("SubmitTransfer").send()
    analyst.open(transfer).follow("RequestApproval").send()
    approval = analyst.path
    visitors.act_as("head", "หัวหน้ากลุ่มงาน")
    for login in ("head", "policy", "deputy"):
        visitors(login).open(approval).follow("GiveOpinion").send(
            {"favourable": "true", "opinion": "เห็นควรเสนอ"}
        )
    visitors("director").open(approval).follow("DecideApproval").send(
        {"outcome": "agreed_to_propose"}
    )

    # 6. The area committee meets and agrees.
    secretary = visitors.act_as("secretary", "ผู้ช่วยเลขานุการ")
    secretary.open("/meetings/new").send(
        {"held_on": be(TODAY), "place": "ห้องประชุม", "mode": "in_person"}
    )
    meeting = secretary.path
    secretary.follow("AddAgendaItem").send(
        {
            "item_no": "5.1",
            "section": "for_consideration",
            "title": "แนวทางการใช้เงินเหลือจ่ายและการโอนงบประมาณ",
            "case_id": "ค่าไฟฟ้า",
        }
    )
    secretary.open(meeting).follow("OpenMeeting").send({"opened_time": "09.30"})
    secretary.open(meeting).follow("ResolveItem").send(
        {"outcome": "agreed", "voting": "unanimous", "coverage": "annexed_only"}
    )
    secretary.open(meeting).follow("CloseMeeting").send({"closed_time": "11.30"})

    # 7. The governor is asked by letter; his answer is registered, recorded as printed, confirmed.
    analyst.open(case).follow("DraftGovernorRequest").send(
        {"legal_basis": "ตามคู่มือปฏิบัติงาน พ.ศ. 2566 — สำนักงานต้องยืนยัน"}
    )
    request = analyst.path
    visitors("policy").open(request).follow("CheckLetter").send()
    visitors.act_as("director", "ผู้อำนวยการสำนักงาน")
    visitors("director").open(request).follow("SignLetter").send({"intent": "ลงนามตามที่เสนอ"})
    visitors("registrar").open(request).follow("DispatchLetter").send()
    registrar.open("/letters").send(
        {
            "kind": "external",
            "to_unit_id": "กลุ่มนโยบายและแผน",
            "subject": "อนุมัติการโอนงบประมาณเหลือจ่าย",
            "sender_unit_id": "จังหวัดเลย",
            "sender_name": "จังหวัดเลย",
            "reference": "ลย 0017/99",
            "dated_on": be(TODAY),
            "received_on": be(TODAY),
        }
    )
    analyst.open(case).follow("RecordOutcome").send(
        {
            "reply_letter_id": "อนุมัติการโอน",
            "outcome": "approved",
            "decided_on": be(TODAY),
            "signer_name": "นายตัวอย่าง ปกครองดี",
            "signer_capacity": "ผู้ว่าราชการจังหวัดเลย",
        }
    )
    visitors("policy").open(analyst.path).follow("ConfirmOutcome").send()

    # 8. The finance officer posts; the page says whose register this is.
    finance = visitors("finance").open(transfer)
    finance.follow("PostTransfer").send()
    assert finance.open("/budget").says("ทะเบียนคุม")

    # 9. One template run; checked, signed as listed, numbered and sent as one.
    analyst.open(case).follow("DraftResultLetters").send()
    letters = analyst.path
    visitors("policy").open(letters).follow("CheckLetters").send()
    visitors("director").open(letters).follow("SignLetters").send({"intent": "ลงนามตามบัญชีที่แสดง"})
    visitors("registrar").open(letters).follow("DispatchLetters").send()

    # 10. A result for the line that gained; the case closes.
    analyst.open(case).follow("RecordResult").send({"achieved": "ชำระค่าไฟฟ้าค้างครบ 1 โรงเรียน"})
    analyst.open(case).follow("CloseCase").send()
    assert analyst.open(case).says("ปิดเรื่อง")
