"""The tour of the README, act by act over HTTP: from a school's letter to the closed case."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from application.catalogue import ACTS
from application.desk import OFFICE
from domain.organization.calendar import calendar
from domain.thai_time import next_working_day
from infrastructure.demo.matter import FROM, TO, Matter
from infrastructure.verify import verify_log
from tests.hands import Hands
from tests.served import ServedOffice

SATANG = 1_000_000


@pytest.fixture(scope="module")
def played(office: ServedOffice) -> tuple[ServedOffice, Hands, Matter, dict[str, Any]]:
    """The whole matter, played once; and what the budget lines held before."""
    hands = Hands(office)
    before = {row["id"]: row for row in hands.rows("budget_balances")}
    matter = Matter(hands, SATANG)
    matter.play()
    office.wait()
    return office, hands, matter, before


def test_the_case_closes_with_its_ten_steps_done(played: Any) -> None:
    """Process 4.4, R-W01."""
    _, hands, matter, _ = played
    row = hands.client("analyst").row("case_status", matter.case)
    assert row["state"] == "closed"
    steps = hands.client("analyst").rows("case_steps", case_id=matter.case)
    assert sorted((s["number"], s["status"]) for s in steps) == [(n, "done") for n in range(1, 11)]


def test_the_money_moved_and_the_years_total_stays_to_the_satang(played: Any) -> None:
    """R-B12, R-B14."""
    _, hands, _, before = played
    after = {row["id"]: row for row in hands.rows("budget_balances")}

    def moved(name: str) -> int:
        line = str(hands.ids[name])
        found = {str(k): v for k, v in after.items()}[line]["balance_satang"]
        return int(found - {str(k): v for k, v in before.items()}[line]["balance_satang"])

    assert [moved(FROM), *map(moved, TO)] == [-2 * SATANG, SATANG, SATANG]
    total = [sum(row["balance_satang"] for row in rows.values()) for rows in (before, after)]
    assert total[0] == total[1]


def test_the_log_and_every_read_model_verify(played: Any) -> None:
    office, *_ = played
    log = verify_log(office.service.recorder)
    assert log["faults"] == []
    differences = office.service.rebuild().compare()
    assert {name: rows for name, rows in differences.items() if rows} == {}


def test_every_act_is_in_the_history_with_who_and_in_which_capacity(played: Any) -> None:
    """R-H15: person, post and command stand on every event of the case."""
    _, hands, matter, _ = played
    told: list[dict[str, Any]] = []
    cursor = None
    while True:
        page = hands.client("auditor").get(
            "/api/v1/views/audit_history",
            params={"case_id": str(matter.case), "limit": 200}
            | ({"cursor": cursor} if cursor else {}),
        )
        told += page.json()["items"]
        cursor = page.json()["next"]
        if cursor is None:
            break
    commands = {row["command"] for row in told}
    assert commands <= set(ACTS) | {"RecordRendering"}
    assert {"OpenCase", "ResolveItem", "ConfirmOutcome", "PostTransfer", "CloseCase"} <= commands
    assert all(row["by_person"] and row["by_post"] and row["role"] for row in told)


def test_what_the_office_knew_before_the_posting_can_be_asked(played: Any) -> None:
    """As of the position before the posting the money had not moved."""
    _, hands, matter, _ = played
    posted = hands.client("auditor").rows(
        "audit_history",
        stream_id=f"budget_transfer/{matter.transfer}",
        name="budget_transfer.posted",
    )[0]
    line = str(hands.ids[TO[0]])
    then = hands.client("auditor").row("budget_balances", line, as_of=posted["position"] - 1)
    now = hands.client("auditor").row("budget_balances", line)
    assert now["balance_satang"] - then["balance_satang"] == SATANG


def test_the_letters_went_out_numbered_in_a_row_and_their_papers_are_kept(played: Any) -> None:
    """R-N05, R-N10, R-B25: numbers without gaps; each paper's digest is in the log."""
    office, hands, matter, _ = played
    office.printed()
    letters = hands.rows("outgoing_letters", case_id=matter.case)
    numbers = sorted(row["number"] for row in letters)
    assert numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    assert len(numbers) >= 4  # the governor, OBEC, the school, Finance and Assets
    for row in letters:
        assert office.service.office.files.known(row["paper_digest"]) is not None


def test_the_report_is_due_fifteen_days_after_the_approval(played: Any) -> None:
    """R-B07, R-T14: a day that is no working day moves on to the next."""
    office, hands, matter, _ = played
    [report] = [s for s in hands.rows("case_steps", case_id=matter.case) if s["number"] == 8]
    approved_on = hands.dates["$today"]
    holidays = office.state(calendar, OFFICE)
    assert report["due_on"] == next_working_day(approved_on + timedelta(days=15), holidays)
