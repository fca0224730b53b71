"""What the budget's tests over HTTP share: matters up to where money is at stake, and totals."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count
from typing import Any
from uuid import UUID

from infrastructure.demo.matter import Matter
from tests.hands import Hands, matter
from tests.served import ServedOffice

WORKSHOP, ROOF = "line:workshop", "line:roof"
numbers = count(1)


def prepared(office: ServedOffice, satang: int = 100_000) -> Matter:
    """Return a matter whose steps 1 to 5 are done: a transfer of twice ``satang`` is drafted."""
    return matter(office, next(numbers), satang).play("prepare")


def submitted(office: ServedOffice, satang: int = 100_000) -> Matter:
    played = prepared(office, satang)
    hands(played).do("SubmitTransfer", {}, of=played.transfer, by="analyst")
    return played


def agreed_by_board(office: ServedOffice, satang: int = 100_000) -> Matter:
    played = prepared(office, satang)
    played.check()
    played.agree()
    return played


def hands(played: Matter) -> Hands:
    assert isinstance(played.hand, Hands)
    return played.hand


def set_powers(office: ServedOffice, authorities: Sequence[str], *more: dict[str, Any]) -> None:
    """Set the table of transfer powers: within one programme, whatever the category; and ``more``."""
    at_work = Hands(office)
    rows = [
        {
            "row_id": f"within/{same}",
            "same_programme": True,
            "same_category": same,
            "authorities": list(authorities),
            "document": "ตัวอย่าง",
            "in_force_from": "2560-10-01",
        }
        for same in (True, False)
    ]
    at_work.do("SetTransferPowers", {"rows": [*rows, *more]}, of="office", by="administrator")


def line(played_or_hands: Matter | Hands, name: str) -> Any:
    """Return the row of a budget line by its name in the demonstration's file."""
    at_work = hands(played_or_hands) if isinstance(played_or_hands, Matter) else played_or_hands
    return at_work.one("budget_balances", at_work.ids[name])


def year_total(office: ServedOffice, year: int) -> int:
    """Return what all lines of the year have after posted transfers, in satang."""
    office.wait()
    rows = office.service.rows.rows("budget_balances", fiscal_year=year)
    return sum(row["allocated_satang"] + row["transferred_satang"] for row in rows)


def events_of(played: Matter, name: str) -> list[Any]:
    """Return the events of a budget line's stream."""
    return hands(played).office.events(f"budget_line/{hands(played).ids[name]}")


def out(line_id: UUID, satang: int, *, is_surplus: bool = False) -> dict[str, Any]:
    """Return a from-line as a program sends it."""
    return {
        "line_id": line_id,
        "satang": -satang,
        "effect_on_target": "ไม่กระทบ",
        "is_surplus": is_surplus,
    }


def into(line_id: UUID, satang: int) -> dict[str, Any]:
    """Return a to-line as a program sends it."""
    return {
        "line_id": line_id,
        "satang": satang,
        "effect_on_target": "ทำได้ครบตามเป้าหมาย",
        "target": {"text": "ห้องเรียน", "planned": 2, "unit": "ห้อง"},
    }
