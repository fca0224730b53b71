"""The lines of a budget transfer as a table of a letter: from and to, amount, before and after.

Amounts are whole satang. Source: R-B23; the balances are those the transfer's events recorded.
"""

from collections.abc import Sequence

from application.correspondence.paper import Table
from domain.message import Part
from domain.money import baht_text, format_baht

HEADERS = (
    "ที่",
    "โอน",
    "หน่วยงาน",
    "รายการ",
    "จำนวนเงิน\n(บาท)",
    "คงเหลือ\nก่อนโอน",
    "คงเหลือ\nหลังโอน",
)
MONEY = (4, 5, 6)


class TransferLine(Part, frozen=True):
    """``amount_satang`` is negative on a line money is taken from, positive where it goes."""

    unit: str
    line: str
    amount_satang: int
    before_satang: int


def transfer_table(title: str, lines: Sequence[TransferLine], wide: bool = False) -> Table:
    """Return the annex: the lines in the order given, then the sum moved in figures and in words.

    A letter to one school holds its own lines only. Where their two sides differ there is no one
    sum, and none is printed.
    """
    taken = -sum(line.amount_satang for line in lines if line.amount_satang < 0)
    given = sum(line.amount_satang for line in lines if line.amount_satang > 0)
    moved = max(taken, given)
    summed = moved > 0 and (taken == given or min(taken, given) == 0)
    return Table(
        title=title,
        headers=HEADERS,
        rows=tuple(row(number, line) for number, line in enumerate(lines, start=1)),
        numeric=MONEY,
        total=("รวม", "", "", "", format_baht(moved), "", "") if summed else (),
        note=f"({baht_text(moved)})" if summed else "",
        wide=wide,
    )


def row(number: int, line: TransferLine) -> tuple[str, ...]:
    return (
        str(number),
        "จาก" if line.amount_satang < 0 else "ไป",
        line.unit,
        line.line,
        format_baht(abs(line.amount_satang)),
        format_baht(line.before_satang),
        format_baht(line.before_satang + line.amount_satang),
    )
