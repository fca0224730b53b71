"""An official paper as it is to be printed: words and figures in order, no rules and no look.

The application builds a ``Paper`` from the events; ``infrastructure/paper.py`` prints it. Two equal
papers print to the same bytes. Text is printed literally, whatever it holds. Digits may be typed
either way: they are printed as Thai digits unless the office's setting says otherwise (R-T06).
Source: R-L04, R-L05, R-L10, R-L11, R-L12, R-L14, R-L15, R-H17.
"""

from datetime import date
from enum import StrEnum

from domain.message import Part

# What a draft names as its template: a change that shows on paper is a new version.
TEMPLATE_VERSION = "letter/2"


class PaperForm(StrEnum):
    """หนังสือภายนอก (R-L04) or บันทึกข้อความ (R-L05)."""

    EXTERNAL = "external"
    MEMO = "memo"


class Enclosed(Part, frozen=True):
    """One line of สิ่งที่ส่งมาด้วย: name, count and its unit (R-L12). No count, no count printed."""

    name: str
    count: int | None = None
    unit: str = ""


class Table(Part, frozen=True):
    """A table, on a page of its own after the signature (``annex``) or after the body.

    Cells are texts as printed. ``numeric`` are the columns set flush right, counted from 0.
    ``total`` is the last row, empty or as wide as the others: empty cells after its first one are
    joined to it. ``note`` stands below, such as the total in words: "(หนึ่งล้านบาทถ้วน)".
    ``wide`` turns an annex's page on its side. The header is repeated on every page it runs to.
    """

    title: str
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[int, ...] = ()
    total: tuple[str, ...] = ()
    note: str = ""
    annex: bool = True
    wide: bool = False


class Signer(Part, frozen=True):
    """The recorded signature: never worked out from today's posts (R-L15).

    ``capacity_lines`` follow the own position when standing in (R-H17), as printed:
    "รักษาราชการแทน", then the post. ``signed_line`` stands where a pen would have signed, for a
    signature made in the system.
    """

    name: str
    position: str
    capacity_lines: tuple[str, ...] = ()
    signed_line: str = ""


class Paper(Part, frozen=True):
    """One letter or memo.

    ``letter_number`` is printed as given: "ศธ 04xxx/123" (R-N01); None is a draft: "(ร่าง)" in its
    place and a small mark on every page. ``dated_on`` is None until there is a number.
    ``agency`` are the lines at the top right of a letter, or the line after ส่วนราชการ of a memo.
    ``salutation`` is the word (เรียน, กราบเรียน), ``addressee`` who. ``references`` are whole lines.
    ``body`` are paragraphs; a line break inside one is kept. A memo has no closing words.
    ``urgency`` and ``secrecy`` are the words stamped on the paper, empty for none.
    ``contact`` are the lines at the foot below ``responsible_unit``: telephone, e-mail.
    """

    form: PaperForm
    agency: tuple[str, ...]
    subject: str
    addressee: str
    body: tuple[str, ...]
    responsible_unit: str
    letter_number: str | None = None
    dated_on: date | None = None
    salutation: str = "เรียน"
    references: tuple[str, ...] = ()
    enclosures: tuple[Enclosed, ...] = ()
    tables: tuple[Table, ...] = ()
    closing: str = "ขอแสดงความนับถือ"
    signer: Signer | None = None
    contact: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()
    urgency: str = ""
    secrecy: str = ""
    thai_digits: bool = True
