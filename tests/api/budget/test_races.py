"""Several people at one budget line at once, on real threads and a real PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from threading import Barrier, Thread
from typing import Any
from uuid import uuid4

from infrastructure.demo.matter import Matter
from tests.api.budget.money import (
    WORKSHOP,
    agreed_by_board,
    hands,
    line,
    prepared,
    set_powers,
    year_total,
)
from tests.served import ServedOffice


def at_once(acts: Sequence[Callable[[], Any]]) -> list[Any]:
    """Do all of ``acts`` at the same moment; return their answers in order."""
    start, answers = Barrier(len(acts)), [None] * len(acts)

    def run(place: int, act: Callable[[], Any]) -> None:
        start.wait()
        answers[place] = act()

    threads = [Thread(target=run, args=(place, act)) for place, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def submitting(played: Matter) -> Callable[[], Any]:
    at_work = hands(played)
    client = at_work.client("analyst")
    version = at_work.one("budget_transfers", played.transfer)["version"]
    assert version == 1
    path, key = f"/api/v1/transfers/{played.transfer}/submission", str(uuid4())
    headers = {"Idempotency-Key": key, "If-Match": '"1"'}
    return lambda: client.post(path, json={}, headers=headers)


def test_of_two_transfers_racing_for_one_line_exactly_one_wins(office: ServedOffice) -> None:
    """R-B04: together they ask for more than is free."""
    set_powers(office, ["area_committee", "governor"])
    free = line(hands(prepared(office, 1000)), WORKSHOP)["free_satang"]
    for _ in range(4):
        racing = [prepared(office, free // 2 - 100) for _ in range(2)]
        total = year_total(office, hands(racing[0]).dates["$fiscal_year"])
        answers = at_once([submitting(played) for played in racing])
        codes = sorted(answer.status_code for answer in answers)
        assert codes == [200, 409], [answer.text for answer in answers]
        lost = next(answer.json() for answer in answers if answer.status_code == 409)
        assert lost["code"] in ("above-declared-surplus", "above-free-balance")
        office.wait()
        winner = racing[0] if answers[0].status_code == 200 else racing[1]
        taken = 2 * winner.satang
        assert line(hands(winner), WORKSHOP)["free_satang"] == free - taken
        assert year_total(office, hands(winner).dates["$fiscal_year"]) == total
        # The loser holds nothing anywhere.
        loser = racing[1] if winner is racing[0] else racing[0]
        events = hands(loser).office.events(f"budget_line/{hands(loser).ids[WORKSHOP]}")
        assert not any(getattr(event, "transfer_id", None) == loser.transfer for event in events)
        fields = {"reason": "จบการทดสอบ"}
        hands(winner).do("WithdrawTransfer", fields, of=winner.transfer, by="analyst")
        assert line(hands(winner), WORKSHOP)["free_satang"] == free


def test_two_postings_of_one_transfer_post_it_once(office: ServedOffice) -> None:
    """R-B12"""
    set_powers(office, ["area_committee"])
    played = agreed_by_board(office, 20_000)
    at_work = hands(played)
    client = at_work.client("finance_officer")
    before = line(at_work, WORKSHOP)["balance_satang"]
    year = at_work.dates["$fiscal_year"]
    total = year_total(office, year)
    stream = f"budget_transfer/{played.transfer}"
    version = len(office.events(stream))
    path = f"/api/v1/transfers/{played.transfer}/posting"

    def posting() -> Callable[[], Any]:
        headers = {"Idempotency-Key": str(uuid4()), "If-Match": f'"{version}"'}
        return lambda: client.post(path, json={}, headers=headers)

    answers = at_once([posting() for _ in range(4)])
    assert sorted(answer.status_code for answer in answers) == [200, 412, 412, 412]
    office.wait()
    assert line(at_work, WORKSHOP)["balance_satang"] == before - 2 * played.satang
    assert year_total(office, year) == total
    assert len(at_work.rows("budget_postings", transfer_id=played.transfer)) == 3


def test_paying_and_submitting_at_once_never_go_below_zero(office: ServedOffice) -> None:
    """R-B04: the last satang goes to one of them."""
    set_powers(office, ["area_committee", "governor"])
    played = prepared(office, 1000)
    at_work = hands(played)
    free = line(at_work, WORKSHOP)["free_satang"]
    finance, line_id = at_work.client("finance_officer"), at_work.ids[WORKSHOP]
    version = len(office.events(f"budget_line/{line_id}"))
    body = {"amount_satang": free, "reference": "จ่ายทั้งหมด"}
    headers = {"Idempotency-Key": str(uuid4()), "If-Match": f'"{version}"'}
    path = f"/api/v1/budget/lines/{line_id}/reservations"
    answers = at_once([submitting(played), lambda: finance.post(path, json=body, headers=headers)])
    codes = [answer.status_code for answer in answers]
    assert sorted(codes) in ([200, 409], [200, 412]), [answer.text for answer in answers]
    office.wait()
    assert line(at_work, WORKSHOP)["free_satang"] in (0, free - 2000)
