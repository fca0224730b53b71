"""Budget years and lines over HTTP."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.budget.money import WORKSHOP, line, year_total
from tests.hands import Hands
from tests.served import ServedOffice


@pytest.fixture
def at_work(office: ServedOffice) -> Hands:
    return Hands(office)


def opened(at_work: Hands, satang: int, owner: str = "supervision") -> Any:
    """Return a line of this year with ``satang`` allocated to it."""
    line_id = at_work.do(
        "OpenBudgetLine",
        {
            "fiscal_year": at_work.dates["$fiscal_year"],
            "agency_unit_id": at_work.ids["obec"],
            "programme": "แผนงานตัวอย่าง",
            "output": "ผลผลิตตัวอย่าง",
            "activity": "กิจกรรมตัวอย่าง",
            "item": "ค่าใช้จ่ายตัวอย่าง",
            "category": "operations",
            "owner_unit_id": at_work.ids[owner],
            "codes": {"is_sample": True},
        },
        by="finance_officer",
    )
    at_work.do("AllocateBudget", allocation(satang), of=line_id, by="finance_officer")
    return line_id


def allocation(satang: Any) -> dict[str, Any]:
    return {
        "amount_satang": satang,
        "allocation_reference": "ศธ 04002/ว1 (รหัสตัวอย่าง)",
        "allocation_dated_on": "2560-10-01",
    }


def test_the_demonstrations_lines_cite_letters_have_all_categories_and_sample_codes(
    at_work: Hands,
) -> None:
    """R-B02, R-B03: and subsidy is pupils times a rate."""
    rows = at_work.rows("budget_balances", fiscal_year=at_work.dates["$fiscal_year"])
    assert {row["category"] for row in rows} == {
        "personnel",
        "operations",
        "investment",
        "subsidy",
        "other",
    }
    assert len({row["programme"] for row in rows}) == 3
    assert all(row["is_sample"] and "รหัสตัวอย่าง" in row["budget_code"] for row in rows)
    assert all("รหัสตัวอย่าง" in row["allocation_reference"] for row in rows)
    school = at_work.one("units", at_work.ids["school:42010149"])
    subsidy = line(at_work, "line:teaching:42010149")
    assert subsidy["allocated_satang"] == school["pupils"] * 95_000


def test_the_workshop_ended_below_its_cost_with_a_certified_surplus(at_work: Hands) -> None:
    """R-B16"""
    row = line(at_work, WORKSHOP)
    assert row["allocated_satang"] == 18_000_000
    assert row["disbursed_satang"] == 13_150_000
    assert (row["reserved_satang"], row["committed_satang"]) == (0, 0)
    assert row["free_satang"] == row["surplus_satang"] == row["certified_satang"] == 4_850_000


def test_no_more_is_bound_or_paid_than_was_allocated(at_work: Hands) -> None:
    """R-B04: reserved, committed and disbursed together; one satang more is refused."""
    line_id = opened(at_work, 1000)
    for act, reference in (("ReserveBudget", "ก"), ("CommitBudget", "ข"), ("DisburseBudget", "ค")):
        fields = {"amount_satang": 300, "reference": reference}
        at_work.do(act, fields, of=line_id, by="finance_officer")
    for act in ("ReserveBudget", "CommitBudget", "DisburseBudget"):
        over = {"amount_satang": 101, "reference": "ง"}
        problem = at_work.refused(act, over, of=line_id, by="finance_officer")
        assert (problem["code"], problem["rule"]) == ("above-free-balance", "R-B04")
        assert (problem["amount_satang"], problem["free_satang"]) == (101, 100)
    last = {"amount_satang": 100, "reference": "ง"}
    at_work.do("DisburseBudget", last, of=line_id, by="finance_officer")
    row = at_work.one("budget_balances", line_id)
    assert (row["balance_satang"], row["free_satang"]) == (600, 0)


def test_what_was_not_needed_is_free_again(at_work: Hands) -> None:
    """R-B04"""
    line_id = opened(at_work, 1000)

    def do(act: str, **fields: Any) -> None:
        at_work.do(act, fields, of=line_id, by="finance_officer")

    do("ReserveBudget", amount_satang=900, reference="กันเงิน")
    do("CommitBudget", amount_satang=700, reference="สัญญา", reservation_reference="กันเงิน")
    do("DisburseBudget", amount_satang=500, reference="ฎีกา", commitment_reference="สัญญา")
    do("ReleaseCommitment", amount_satang=200, reference="สัญญา")
    do("ReleaseReservation", amount_satang=200, reference="กันเงิน")
    row = at_work.one("budget_balances", line_id)
    assert (row["balance_satang"], row["free_satang"]) == (500, 500)
    problem = at_work.refused(
        "ReleaseReservation",
        {"amount_satang": 1, "reference": "กันเงิน"},
        of=line_id,
        by="finance_officer",
    )
    assert problem["code"] == "above-reservation"


def test_the_journal_gives_the_figures(at_work: Hands) -> None:
    """R-B14: each movement leaves one account of the line and enters another."""
    row = line(at_work, WORKSHOP)
    accounts: dict[str, int] = {}
    for posting in at_work.rows("budget_postings", line_id=row["id"]):
        accounts[posting["from_account"]] = (
            accounts.get(posting["from_account"], 0) - posting["satang"]
        )
        accounts[posting["to_account"]] = accounts.get(posting["to_account"], 0) + posting["satang"]
    assert accounts["allocation"] == -row["allocated_satang"]
    assert accounts["disbursed"] == row["disbursed_satang"]
    assert accounts["available"] == row["free_satang"] + row["held_out_satang"]
    assert sum(accounts.values()) == 0


def test_only_the_unit_that_owns_the_project_declares_its_surplus(at_work: Hands) -> None:
    """R-B16"""
    line_id = opened(at_work, 1000)
    fields = {"satang": 400, "result_achieved": "ครบตามเป้าหมาย", "purpose_met": True}
    problem = at_work.refused("DeclareSurplus", fields, of=line_id, by="policy_director")
    assert problem["code"] == "not-project-owner"
    unmet = fields | {"purpose_met": False}
    problem = at_work.refused("DeclareSurplus", unmet, of=line_id, by="supervision_director")
    assert problem["code"] == "purpose-not-met"
    too_much = fields | {"satang": 1001}
    problem = at_work.refused("DeclareSurplus", too_much, of=line_id, by="supervision_director")
    assert problem["code"] == "above-free-balance"
    at_work.do("DeclareSurplus", fields, of=line_id, by="supervision_director")
    waiting = at_work.one("inbox", f"budget_line/{line_id}")
    assert (waiting["open"], waiting["act"]) == (True, "CertifyBalance")
    assert waiting["waits_for"] == "role:finance_officer"


def test_only_the_free_balance_is_certified(at_work: Hands) -> None:
    """R-B16: both figures are in the answer."""
    line_id = opened(at_work, 1000)
    problem = at_work.refused(
        "CertifyBalance", {"free_satang": 999}, of=line_id, by="finance_officer"
    )
    assert problem["code"] == "not-the-free-balance"
    assert (problem["certified_satang"], problem["free_satang"]) == (999, 1000)
    at_work.do("CertifyBalance", {"free_satang": 1000}, of=line_id, by="finance_officer")
    assert at_work.one("budget_balances", line_id)["certified_satang"] == 1000
    assert not at_work.one("inbox", f"budget_line/{line_id}")["open"]


def test_a_closed_year_takes_no_money(at_work: Hands) -> None:
    """R-B17"""
    closed = at_work.ids["line:last_year"]
    for act, fields in (
        ("AllocateBudget", allocation(100)),
        ("ReserveBudget", {"amount_satang": 100, "reference": "ก"}),
        ("DisburseBudget", {"amount_satang": 100, "reference": "ก"}),
        ("CertifyBalance", {"free_satang": 689_950}),
    ):
        problem = at_work.refused(act, fields, of=closed, by="finance_officer")
        assert (problem["code"], problem["rule"]) == ("budget-year-not-open", "R-B17")


def test_a_year_is_opened_once_and_closed_once(at_work: Hands) -> None:
    """R-B01, R-B17"""
    year = at_work.dates["$fiscal_year"] + 5
    opened = at_work.answer("OpenBudgetYear", {"fiscal_year": year}, by="finance_officer")
    assert (opened.status_code, opened.json()["id"]) == (201, str(year))
    problem = at_work.refused("OpenBudgetYear", {"fiscal_year": year}, by="finance_officer")
    assert problem["code"] == "not-open"
    at_work.do("CloseBudgetYear", {}, of=str(year), by="finance_officer")
    problem = at_work.refused("CloseBudgetYear", {}, of=str(year), by="finance_officer")
    assert problem["code"] == "not-open"
    unknown = at_work.answer("CloseBudgetYear", {}, of=str(year + 1), by="finance_officer")
    assert unknown.status_code == 404


@pytest.mark.parametrize("amount", [100.5, "100", -1, 0, 10**17, True])
def test_money_is_whole_satang_above_nothing(at_work: Hands, amount: Any) -> None:
    """R-B23"""
    line_id = at_work.ids[WORKSHOP]
    answer = at_work.answer("AllocateBudget", allocation(amount), of=line_id, by="finance_officer")
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"


def test_an_allocation_by_a_letter_we_do_not_have_is_refused(at_work: Hands) -> None:
    fields = allocation(100) | {"letter_id": "11111111-1111-4111-8111-111111111111"}
    answer = at_work.answer(
        "AllocateBudget", fields, of=at_work.ids[WORKSHOP], by="finance_officer"
    )
    assert answer.status_code == 404


def test_who_does_not_hold_the_power_moves_nothing(at_work: Hands) -> None:
    before = year_total(at_work.office, at_work.dates["$fiscal_year"])
    for by in ("analyst_2", "school_director_1", "auditor"):
        answer = at_work.answer(
            "DisburseBudget",
            {"amount_satang": 1, "reference": "ก"},
            of=at_work.ids["line:electricity"],
            by=by,
        )
        assert answer.status_code == 403
    assert year_total(at_work.office, at_work.dates["$fiscal_year"]) == before


def test_a_school_knows_its_own_lines_and_no_others(at_work: Hands) -> None:
    school = at_work.client("school_director_1")
    seen = school.rows("budget_balances", limit=200)
    assert {row["owner_unit_id"] for row in seen} == {str(at_work.ids["school:42010149"])}
    assert school.get(f"/budget/lines/{at_work.ids['line:electricity']}").status_code == 200
    assert school.get(f"/budget/lines/{at_work.ids[WORKSHOP]}").status_code == 404
    hidden = school.act(
        f"/budget/lines/{at_work.ids[WORKSHOP]}/surplus-declarations",
        {"satang": 1, "result_achieved": "ก", "purpose_met": True},
    )
    assert hidden.status_code == 404
    assert school.rows("budget_transfers") == []
