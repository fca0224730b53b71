"""Where a line of Thai must not break.

Browsers break Thai by dictionary and cut official terms, numbers and names (``งบ|ประมาณ``,
``ที่|๑``). What belongs together is wrapped in a span that keeps it on one line; invisible
characters would do the same, but would break copying and searching.
"""

from __future__ import annotations

import re

from markupsafe import Markup, escape

from api.web.words import MONTHS as ENGLISH_MONTHS
from domain.thai_time import MONTHS, MONTHS_SHORT

TERMS = (
    "งบประมาณ",
    "เงินเหลือจ่าย",
    "เงินอุดหนุน",
    "งบดำเนินงาน",
    "งบบุคลากร",
    "งบลงทุน",
    "รักษาราชการแทน",
    "ปฏิบัติราชการแทน",
    "ใช้จ่าย",
    "ประเมินผล",
    "ดำเนินงาน",
    "ดำเนินการ",
    "โครงการ",
    "แผนปฏิบัติการ",
    "ส่งคืน",
    "แก้ไข",
    "ต่อไป",
    "ที่นี่",
    "ไม่ใช่",
    "แผนงาน",
    "ผลผลิต",
    "เชียงใหม่",
    "เชียงราย",
    "นครราชสีมา",
    "สำนักงาน",
    "คณะกรรมการ",
    "เขตพื้นที่การศึกษา",
    "ประถมศึกษา",
    "ผู้ว่าราชการจังหวัด",
    "ผู้อำนวยการ",
    "หนังสือรับ",
    "หนังสือส่ง",
    "สารบรรณกลาง",
    "มอบหมาย",
    "ลงนาม",
    "เห็นชอบ",
    "เห็นควร",
    "อนุมัติ",
)
DIGIT = "[0-9๐-๙]"
ENGLISH = (*ENGLISH_MONTHS, *(month[:3] for month in ENGLISH_MONTHS))
MONTH = "|".join(re.escape(month) for month in (*MONTHS, *MONTHS_SHORT, *ENGLISH))
TOGETHER = re.compile(
    "|".join(
        (
            rf"(?:(?:ถึง|ภายใน|ณ|ลงวันที่|วันที่) ?)?{DIGIT}{{1,2}} (?:{MONTH}) {DIGIT}{{4}}",
            rf"(?:พ\.ศ\.|ค\.ศ\.|ปีการศึกษา|ปีงบประมาณ) ?{DIGIT}{{4}}",
            rf"(?:เลขรับ|เลขส่ง|เลขที่|ครั้งที่|วาระที่|ที่|ลำดับที่|ขั้นที่|ภาคเรียนที่|ฉบับที่|เขต) ?{DIGIT}+(?:[./]{DIGIT}+)*",
            rf"{DIGIT}[{DIGIT[1:-1]},.]*{DIGIT} (?:บาท|วัน|รายการ|เรื่อง|คน)",
            rf"{DIGIT} (?:วัน|รายการ|เรื่อง|คน|บาท)",
            r"โรงเรียน[ก-๎]{2,20}(?![ก-๎])",
            # A title, a given name and a family name; a longer run is no name.
            r"(?:นางสาว|นาง|นาย|ดร\.)[ก-๎]{2,18} [ก-๎]{2,22}(?![ก-๎])",
            "|".join(re.escape(term) for term in sorted(TERMS, key=len, reverse=True)),
        )
    )
)


def unbroken(text: object) -> Markup:
    """Return ``text`` as markup in which terms, dates, numbers and names stay on one line."""
    kept = str(escape(text))
    return Markup(TOGETHER.sub(lambda match: f'<span class="nb">{match[0]}</span>', kept))
