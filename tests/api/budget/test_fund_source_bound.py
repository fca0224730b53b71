"""A row of the table of powers that is bounded to fund sources: what it lets pass, and what not (R-B09)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from domain.organization.power import Powers, powers
from infrastructure.demo.matter import FROM, TO, Matter
from tests.hands import Hands
from tests.served import API, ServedOffice

OTHER = "0099900 (รหัสตัวอย่าง)"


@pytest.fixture(scope="module")
def drafted(office: ServedOffice) -> Matter:
    """A transfer that its officer has drafted and may revise."""
    return Matter(Hands(office), satang=100_000, number=71).play("prepare")


def source_of(hands: Hands, line_id: UUID) -> str:
    [row] = hands.rows("budget_balances", id=line_id)
    found: str = row["fund_source"]
    return found


def bound(hands: Hands, command: str, sources: list[str]) -> None:
    """Let whoever may give a command give it on these fund sources only."""
    table: Powers = hands.office.state(powers, "office")
    rows: list[dict[str, Any]] = []
    for grant in table.grants:
        row = {name: getattr(grant, name) for name in grant.__struct_fields__}
        rows.append(row | {"fund_sources": sources} if grant.command == command else row)
    sent = [{name: said(value) for name, value in row.items()} for row in rows]
    hands.do("SetPowers", {"grants": sent, "document": "ตารางทดสอบแหล่งเงิน"}, of="office")


def said(value: Any) -> Any:
    if value is None or isinstance(value, int | str):
        return value
    return list(value) if isinstance(value, tuple | list) else str(value)


def covered(answer: Any) -> bool:
    """Whether the row of the table covered what was asked; other rules are not the question here."""
    assert answer.status_code < 300 or answer.status_code == 409, answer.text
    return bool(answer.json().get("type") != "/problems/matter-not-covered")


def revise(played: Matter, lines: list[dict[str, Any]], reason: str) -> Any:
    sent = [line | {"line_id": str(line["line_id"])} for line in lines]
    fields = {"lines": sent, "reason": reason}
    return played.hand.answer("ReviseTransfer", fields, of=played.transfer, by="analyst")


def line_of_another_source(hands: Hands, known: set[str]) -> UUID:
    ids = [row["id"] for row in hands.rows("budget_balances") if row["fund_source"]]
    return next(one for one in ids if source_of(hands, one) not in known)


def test_a_row_for_one_source_lets_that_pass_and_no_other(drafted: Matter) -> None:
    hands = drafted.hand
    assert isinstance(hands, Hands)
    sources = sorted({source_of(hands, hands.ids[line]) for line in (FROM, *TO)})
    lines = drafted.lines()
    bound(hands, "ReviseTransfer", [OTHER])
    assert not covered(revise(drafted, lines, "แหล่งเงินอื่น"))
    bound(hands, "ReviseTransfer", [*sources, OTHER])
    assert covered(revise(drafted, lines, "แหล่งเงินที่กำหนด"))


def test_every_source_that_a_transfer_moves_or_would_move_lies_within_the_bound(
    drafted: Matter,
) -> None:
    """Nobody revises a transfer into a source that he may not move."""
    hands = drafted.hand
    assert isinstance(hands, Hands)
    sources = sorted({source_of(hands, hands.ids[line]) for line in (FROM, *TO)})
    bound(hands, "ReviseTransfer", sources)
    first, *rest = drafted.lines()
    elsewhere = line_of_another_source(hands, set(sources))
    away = [first, rest[0] | {"line_id": elsewhere}, *rest[1:]]
    assert not covered(revise(drafted, away, "ย้ายแหล่งเงิน"))
    bound(hands, "ReviseTransfer", [*sources, source_of(hands, elsewhere)])
    assert covered(revise(drafted, away, "ย้ายแหล่งเงิน"))


def test_a_transfer_not_yet_drafted_is_held_to_what_it_would_move(drafted: Matter) -> None:
    """Another one for the same case is refused later for another reason, if the row covers it."""
    hands = drafted.hand
    assert isinstance(hands, Hands)
    sources = sorted({source_of(hands, hands.ids[line]) for line in (FROM, *TO)})
    lines = [line | {"line_id": str(line["line_id"])} for line in drafted.lines()]
    fields = {"case_id": str(drafted.case), "lines": lines, "reason": "อีกฉบับหนึ่ง"}
    for allowed, within in (([OTHER], False), (sources, True)):
        bound(hands, "DraftTransfer", allowed)
        assert covered(hands.answer("DraftTransfer", fields, by="analyst")) is within


def test_a_line_is_held_to_its_own_source(drafted: Matter) -> None:
    hands = drafted.hand
    assert isinstance(hands, Hands)
    line_id = hands.ids[FROM]
    for allowed, within in ((OTHER, False), (source_of(hands, line_id), True)):
        bound(hands, "ReserveBudget", [allowed])
        fields = {"reference": f"จอง {within}", "amount_satang": 100}
        assert (
            covered(hands.answer("ReserveBudget", fields, of=line_id, by="finance_officer"))
            is within
        )


def test_who_could_says_so_for_the_source_asked_about(drafted: Matter) -> None:
    hands = drafted.hand
    assert isinstance(hands, Hands)
    source = source_of(hands, hands.ids[FROM])
    bound(hands, "DecideApproval", [source])
    director = (str(hands.ids["person:director"]), str(hands.ids["area_director"]))
    for asked, may in ((source, True), (OTHER, False)):
        said = {"command": "DecideApproval", "on": str(hands.dates["$today"]), "known": "now"}
        said |= {"process": "4.4", "fund_source": asked}
        answer = hands.client("auditor").get(f"{API}/authority/who-could", params=said).json()
        lines = answer["lines"]
        [line] = [one for one in lines if (one["person_id"], one["post_id"]) == director]
        assert line["may"] is may, (asked, line)
