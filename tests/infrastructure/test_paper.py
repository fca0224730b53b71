"""Letters and memos as PDF: what is on the paper, and that it can be read back from the file."""

import re
import shutil
import subprocess
from datetime import date
from hashlib import sha256

import msgspec
import pytest

from application.correspondence.paper import (
    TEMPLATE_VERSION,
    Enclosed,
    Paper,
    PaperForm,
    Signer,
    Table,
)
from application.correspondence.terms import NO_BREAK
from application.correspondence.transfer_table import TransferLine, transfer_table
from infrastructure.paper import PAPERS, Face, PrintError, render

HARD_WORDS = "จำนวน เพิ่ม ที่ ปั๊ม ฝี่ ก้ำ สิทธิ์ งบประมาณ ทั้งสิ้น ฟื้นฟู เปลี่ยนแปลง กตัญญู น้ำ"

LETTER = Paper(
    form=PaperForm.EXTERNAL,
    agency=("สำนักงานเขตพื้นที่การศึกษาตัวอย่าง เขต 3", "จังหวัดตัวอย่าง 42130"),
    subject="ขอโอนเปลี่ยนแปลงงบประมาณ",
    addressee="ผู้ว่าราชการจังหวัด",
    body=("ด้วยโรงเรียนขอโอนเงินเหลือจ่าย", "จึงเรียนมาเพื่อโปรดพิจารณา"),
    responsible_unit="กลุ่มนโยบายและแผน",
    letter_number="ศธ 04999/123",
    dated_on=date(2026, 11, 23),
    references=("หนังสือโรงเรียน ที่ 45 ลงวันที่ 19 ตุลาคม 2569",),
    enclosures=(Enclosed("สำเนามติที่ประชุม", 1, "ฉบับ"), Enclosed("บัญชีรายละเอียด", 2, "ชุด")),
    signer=Signer("นายตัวอย่าง ใจดี", "ผู้อำนวยการสำนักงานเขต"),
    contact=("โทร. 0 4200 0000", "plan3@example.go.th"),
    copies=("กลุ่มตรวจสอบ",),
)
MEMO = msgspec.structs.replace(LETTER, form=PaperForm.MEMO)
DRAFT = msgspec.structs.replace(LETTER, letter_number=None, dated_on=None, signer=None)
LINES = (
    TransferLine("กลุ่มนิเทศ", "ค่าอบรม", -60_000_025, 90_000_025),
    TransferLine("โรงเรียนบ้านตัวอย่าง", "ค่าซ่อมแซม", 60_000_025, 0),
)

reads_back = pytest.mark.skipif(
    shutil.which("pdftotext") is None, reason="pdftotext (poppler-utils) is not installed"
)


def text(paper: Paper) -> str:
    """The paper's text as a reader copies it, single spaces."""
    command = ["pdftotext", "-layout", "-", "-"]
    out = subprocess.run(command, input=render(paper), capture_output=True, check=True).stdout
    return re.sub(r" +", " ", out.decode())


def but(paper: Paper, **changes: object) -> Paper:
    return msgspec.structs.replace(paper, **changes)


@pytest.mark.parametrize("paper", [LETTER, MEMO, DRAFT], ids=["letter", "memo", "draft"])
def test_the_same_paper_gives_the_same_bytes(paper: Paper) -> None:
    first = render(paper)
    assert first.startswith(b"%PDF-")
    assert render(paper) == first
    assert render(but(paper, subject="อื่น")) != first


def test_a_paper_is_pdf_a_2b_and_dated_by_its_own_date() -> None:
    pdf = render(LETTER)
    assert b"pdfaid:part>2<" in pdf
    assert b"pdfaid:conformance>B<" in pdf
    assert b"CreateDate>2026-11-23T" in pdf


@reads_back
@pytest.mark.parametrize("word", HARD_WORDS.split())
def test_a_hard_word_is_read_back_whole(word: str) -> None:
    table = Table(word, (word, "ข"), ((word, "ข"),))
    copied = text(but(LETTER, body=(f"ก{word}ม",), subject=word, tables=(table,)))
    assert f"ก{word}ม" in copied
    # Subject, title, header (the last two in bold) and cell beside the body.
    assert copied.count(word) >= 5


@reads_back
def test_typed_code_is_printed_and_not_run() -> None:
    typed = '#panic("x") $a$ *b* _c_ @d <e> // \\ [#'
    assert typed in text(but(LETTER, subject=typed))
    assert typed in text(but(MEMO, body=(typed,)))


@reads_back
def test_a_letter_has_its_parts_in_order() -> None:
    """R-L04, R-L10, R-L11, R-L12, R-L15, R-N01, R-T06."""
    copied = text(LETTER)
    parts = (
        "ที่ ศธ ๐๔๙๙๙/๑๒๓",
        "จังหวัดตัวอย่าง ๔๒๑๓๐",
        "๒๓ พฤศจิกายน ๒๕๖๙",
        "เรื่อง ขอโอนเปลี่ยนแปลงงบประมาณ",
        "เรียน ผู้ว่าราชการจังหวัด",
        "อ้างถึง หนังสือโรงเรียน ที่ ๔๕ ลงวันที่ ๑๙ ตุลาคม ๒๕๖๙",
        "สิ่งที่ส่งมาด้วย ๑. สำเนามติที่ประชุม จำนวน ๑ ฉบับ",
        "๒. บัญชีรายละเอียด จำนวน ๒ ชุด",
        "ด้วยโรงเรียนขอโอนเงินเหลือจ่าย",
        "ขอแสดงความนับถือ",
        "(นายตัวอย่าง ใจดี)",
        "ผู้อำนวยการสำนักงานเขต",
        "กลุ่มนโยบายและแผน",
        "โทร. ๐ ๔๒๐๐ ๐๐๐๐",
        "plan3@example.go.th",
        "สำเนาส่ง กลุ่มตรวจสอบ",
    )
    places = [copied.find(part) for part in parts]
    assert -1 not in places, parts[places.index(-1)]
    assert places == sorted(places)


@reads_back
def test_a_memo_has_no_closing_words_and_names_itself() -> None:
    """R-L05."""
    copied = text(MEMO)
    assert "บันทึกข้อความ" in copied
    assert "ส่วนราชการ สำนักงานเขต" in copied
    assert "ขอแสดงความนับถือ" not in copied


@reads_back
def test_digits_stay_arabic_where_the_office_says_so() -> None:
    """R-T06."""
    copied = text(but(LETTER, thai_digits=False))
    assert "ศธ 04999/123" in copied
    assert "23 พฤศจิกายน 2569" in copied
    assert not re.search("[๐-๙]", copied)


@reads_back
def test_a_draft_says_so_and_a_numbered_letter_does_not() -> None:
    copied = text(DRAFT)
    assert "ที่ (ร่าง)" in copied
    assert copied.count("ร่าง") == 2
    assert "ร่าง" not in text(LETTER)


@reads_back
@pytest.mark.parametrize("paper", [LETTER, MEMO], ids=["letter", "memo"])
def test_secrecy_is_stamped_above_and_below_on_every_page(paper: Paper) -> None:
    table = transfer_table("บัญชี", LINES, wide=True)
    pages = text(but(paper, secrecy="ลับมาก", tables=(table,))).rstrip("\f").split("\f")
    assert len(pages) == 2
    assert [page.count("ลับมาก") for page in pages] == [2, 2]
    assert "ลับมาก" not in text(paper)


@reads_back
def test_the_capacity_recorded_at_signing_follows_the_own_position() -> None:
    """R-L15, R-H17."""
    post = "ผู้อำนวยการสำนักงานเขต"
    signer = Signer("นางตัวอย่าง รักงาน", "รองผู้อำนวยการ", ("รักษาราชการแทน", post))
    copied = text(but(LETTER, signer=signer))
    block = ("(นางตัวอย่าง รักงาน)", "รองผู้อำนวยการ", "รักษาราชการแทน", post)
    places = [copied.find(line) for line in block]
    assert -1 not in places
    assert places == sorted(places)


@reads_back
def test_a_long_table_repeats_its_header_and_pages_are_numbered() -> None:
    rows = tuple((str(n), f"รายการที่ {n}", "1,000.00") for n in range(1, 61))
    table = Table("บัญชี", ("ลำดับ", "รายการโอน", "จำนวนเงิน"), rows, (2,), ("รวม", "", "60,000.00"))
    pages = text(but(LETTER, tables=(table,))).rstrip("\f").split("\f")
    annex = pages[1:]
    assert len(annex) > 1
    assert all("รายการโอน" in page for page in annex)
    assert re.search("- ?๒ ?-", pages[1])  # evenly spaced, so a reader may close the gaps
    assert not re.search("- ?๑ ?-", pages[0])
    assert "รายการที่ ๖๐" in annex[-1]
    assert "๖๐,๐๐๐.๐๐" in annex[-1]


@reads_back
def test_a_transfer_is_printed_with_balances_and_the_sum_in_words() -> None:
    """R-B23: 600,000.25 baht from one line to the other, before and after."""
    copied = text(but(LETTER, tables=(transfer_table("บัญชีการโอน", LINES, wide=True),)))
    assert "๖๐๐,๐๐๐.๒๕ ๙๐๐,๐๐๐.๒๕ ๓๐๐,๐๐๐.๐๐" in copied
    assert "๖๐๐,๐๐๐.๒๕ ๐.๐๐ ๖๐๐,๐๐๐.๒๕" in copied
    assert "(หกแสนบาทยี่สิบห้าสตางค์)" in copied


def test_lines_whose_sides_differ_have_no_one_sum() -> None:
    """A school's letter holds its own lines only; both sides of the boundary."""
    one_side = transfer_table("", LINES[1:])
    assert one_side.total[4] == "600,000.25"
    more = TransferLine("โรงเรียนบ้านตัวอย่าง", "ค่าวัสดุ", 1, 0)
    assert transfer_table("", LINES).note == "(หกแสนบาทยี่สิบห้าสตางค์)"
    assert transfer_table("", (*LINES, more)).total == ()
    assert transfer_table("", (*LINES, more)).note == ""


def test_a_character_the_face_does_not_hold_is_named() -> None:
    with pytest.raises(PrintError, match="😀"):
        render(but(LETTER, subject="ยิ้ม 😀"))


def test_a_face_without_its_files_prints_nothing_rather_than_empty_pages() -> None:
    with pytest.raises(PrintError, match="TH Sarabun New"):
        render(LETTER, face=Face("TH Sarabun New"))


def test_an_emblem_is_drawn_and_what_is_no_picture_is_refused() -> None:
    circle = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle r="4"/></svg>'
    assert render(LETTER, emblem=circle) != render(LETTER)
    with pytest.raises(PrintError):
        render(LETTER, emblem=b"no picture")


def test_terms_and_figures_are_matched_whole() -> None:
    found = re.findall(NO_BREAK, "ปีงบประมาณ 2570 ครั้งที่ ๕/๒๕๖๙ ๒๓ พฤศจิกายน ๒๕๖๙ เชียงใหม่")
    assert found == ["ปีงบประมาณ 2570", "ครั้งที่ ๕/๒๕๖๙", "๒๓ พฤศจิกายน ๒๕๖๙", "เชียงใหม่"]


def test_a_changed_template_is_a_new_version() -> None:
    """A signature names the template's version, so what prints must not change under its name.

    After a change that shows on paper: a new version in ``paper.py``, a line here.
    """
    digest = sha256()
    for file in ("letter.typ", "fonts/Sarabun-Regular.ttf", "fonts/Sarabun-Bold.ttf"):
        digest.update((PAPERS / file).read_bytes())
    digest.update(NO_BREAK.encode())
    versions = {
        "letter/1": "6b16ca6e85cdd6d7fb25f1fe7b96ba59d626d012cd38b628d62cb2d58c718461",
        "letter/2": "5ac0635cfd8653d8f3a1fb015f3ec07ad0bd4bd8c0c4ba4e0f54a1fca31bca5b",
    }
    assert versions[TEMPLATE_VERSION] == digest.hexdigest()
