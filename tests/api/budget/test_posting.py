"""Posting over HTTP: after every approval, by another than the drafter, all lines or none."""

from __future__ import annotations

from typing import Any

import pytest

from infrastructure.demo.matter import Matter
from tests.api.budget.money import (
    WORKSHOP,
    agreed_by_board,
    events_of,
    hands,
    line,
    set_powers,
    year_total,
)
from tests.served import ServedOffice

LINES = (WORKSHOP, "line:electricity", "line:water")


@pytest.fixture
def approved(office: ServedOffice) -> Matter:
    """A transfer that the only authority the table names has approved."""
    set_powers(office, ["area_committee"])
    return agreed_by_board(office)


def post(played: Matter, by: str = "finance_officer", **fields: Any) -> Any:
    return hands(played).answer("PostTransfer", fields, of=played.transfer, by=by)


def figures(played: Matter) -> list[tuple[int, int, int, int]]:
    return [
        (row["balance_satang"], row["free_satang"], row["held_out_satang"], row["held_in_satang"])
        for row in (line(played, name) for name in LINES)
    ]


def test_posting_moves_every_line_and_leaves_the_years_total(
    office: ServedOffice, approved: Matter
) -> None:
    """R-B12, R-B14: to the satang."""
    year = hands(approved).dates["$fiscal_year"]
    total, before = year_total(office, year), [line(approved, name) for name in LINES]
    assert post(approved).status_code == 200
    after = [line(approved, name) for name in LINES]
    moved = [a["balance_satang"] - b["balance_satang"] for a, b in zip(after, before, strict=True)]
    satang = approved.satang
    assert moved == [-2 * satang, satang, satang]
    assert year_total(office, year) == total
    postings = hands(approved).rows("budget_postings", transfer_id=approved.transfer)
    through = sum(p["satang"] if p["to_account"] == "transfer" else -p["satang"] for p in postings)
    assert (len(postings), through) == (3, 0)
    row = hands(approved).one("budget_transfers", approved.transfer)
    assert (row["state"], row["missing"]) == ("posted", [])
    assert [p["balance_after_satang"] for p in row["posted_lines"]] == [
        a["balance_satang"] for a in after
    ]


def test_the_surplus_that_was_used_is_no_surplus_any_more(approved: Matter) -> None:
    """R-B16"""
    before = line(approved, WORKSHOP)["surplus_satang"]
    assert post(approved).status_code == 200
    assert line(approved, WORKSHOP)["surplus_satang"] == before - 2 * approved.satang


def test_it_is_posted_once(approved: Matter) -> None:
    """R-B12"""
    assert post(approved).status_code == 200
    before = figures(approved)
    again = post(approved)
    assert (again.status_code, again.json()["code"]) == (409, "not-open")
    assert figures(approved) == before


def test_the_same_key_posts_once_and_answers_the_same(approved: Matter) -> None:
    at_work = hands(approved)
    path, key = f"/transfers/{approved.transfer}/posting", f"post-{approved.transfer}"
    version = at_work.office.version(_route(), str(approved.transfer))
    client = at_work.client("finance_officer")
    first = client.act(path, {}, version=version, key=key)
    second = client.act(path, {}, version=version, key=key)
    assert (first.status_code, second.status_code) == (200, 200)
    assert first.json()["position"] == second.json()["position"]
    other = client.act(path, {"state_system_reference": "1"}, version=version, key=key)
    assert (other.status_code, other.json()["code"]) == (409, "idempotency-key-reused")


def _route() -> Any:
    from api.budget.routes import TRANSFER_ROUTES  # noqa: PLC0415

    return next(route for route in TRANSFER_ROUTES if route.act.name == "PostTransfer")


def test_the_reference_of_the_states_system_is_kept_where_there_is_one(approved: Matter) -> None:
    today = approved.today.isoformat()
    answer = post(approved, state_system_reference="3600001234", state_system_date=today)
    assert answer.status_code == 200
    row = hands(approved).one("budget_transfers", approved.transfer)
    assert row["state_system_reference"] == "3600001234"
    assert row["state_system_date"] == approved.today


def test_nothing_is_posted_before_every_authority_has_approved(office: ServedOffice) -> None:
    """R-B10, R-B12: the board has agreed, the governor has not."""
    set_powers(office, ["area_committee", "governor"])
    played = agreed_by_board(office)
    before = figures(played)
    problem = post(played).json()
    assert (problem["code"], problem["rule"]) == ("approvals-missing", "R-B12")
    assert problem["missing"] == ["governor"]
    assert figures(played) == before
    assert hands(played).rows("budget_postings", transfer_id=played.transfer) == []


def test_it_waits_for_the_finance_officer_once_the_last_approval_is_there(
    approved: Matter,
) -> None:
    waiting = hands(approved).one("inbox", f"budget_transfer/{approved.transfer}")
    assert (waiting["act"], waiting["waits_for"], waiting["open"]) == (
        "PostTransfer",
        "role:finance_officer",
        True,
    )
    assert post(approved).status_code == 200
    assert not hands(approved).one("inbox", f"budget_transfer/{approved.transfer}")["open"]


def test_who_drafted_it_does_not_post_it(approved: Matter) -> None:
    """R-H16: also not in another post that holds the power."""
    assert post(approved, by="analyst").status_code == 403
    at_work = hands(approved)
    at_work.do("VacatePost", {"until_on": approved.today, "reason": "เวียนงาน"}, of=at_work.ids[
        "finance_officer"
    ], by="administrator")  # fmt: skip
    try:
        at_work.do(
            "FillPost",
            {
                "person_id": at_work.ids["person:analyst"],
                "from_on": approved.today,
                "order_reference": "คำสั่งตัวอย่างที่ 2",
            },
            of=at_work.ids["finance_officer"],
            by="administrator",
        )
        drafter = at_work.office.as_("analyst", "finance_officer")
        answer = drafter.act(f"/transfers/{approved.transfer}/posting", {})
        assert (answer.status_code, answer.json()["code"]) == (409, "author-may-not-post")
        assert answer.json()["rule"] == "R-H16"
    finally:
        fields = {"until_on": approved.today, "reason": "คืนงาน"}
        at_work.do("VacatePost", fields, of=at_work.ids["finance_officer"], by="administrator")
        at_work.do(
            "FillPost",
            {
                "person_id": at_work.ids["person:finance"],
                "from_on": approved.today,
                "order_reference": "คำสั่งตัวอย่างที่ 3",
            },
            of=at_work.ids["finance_officer"],
            by="administrator",
        )


def test_the_surplus_is_checked_again_and_a_refusal_leaves_nothing(approved: Matter) -> None:
    """R-B12, R-B16: the owner has declared less since; no line is posted."""
    before = figures(approved)
    at_work = hands(approved)
    declared = line(approved, WORKSHOP)["surplus_satang"]
    less = {"satang": 1, "result_achieved": "แก้ยอดเหลือจ่าย", "purpose_met": True}
    of = at_work.ids[WORKSHOP]
    at_work.do("DeclareSurplus", less, of=of, by="supervision_director")
    counts = [len(events_of(approved, name)) for name in LINES]
    problem = post(approved).json()
    assert (problem["code"], problem["rule"]) == ("above-declared-surplus", "R-B16")
    assert figures(approved) == before
    assert [len(events_of(approved, name)) for name in LINES] == counts
    assert hands(approved).one("budget_transfers", approved.transfer)["state"] == "approved"
    again = less | {"satang": declared}
    at_work.do("DeclareSurplus", again, of=of, by="supervision_director")
    assert post(approved).status_code == 200


def test_a_year_closed_since_posts_nothing(approved: Matter) -> None:
    """R-B17. The last test of this module: the year stays closed."""
    at_work = hands(approved)
    year = at_work.dates["$fiscal_year"]
    before = figures(approved)
    at_work.do("CloseBudgetYear", {}, of=str(year), by="finance_officer")
    problem = post(approved).json()
    assert (problem["code"], problem["rule"]) == ("budget-year-not-open", "R-B17")
    assert figures(approved) == before
    # What was held can still be given back.
    held = line(approved, WORKSHOP)["held_out_satang"]
    reason = {"reason": "ปีงบประมาณปิดแล้ว"}
    at_work.do("ReturnTransfer", reason, of=approved.transfer, by="policy_director")
    assert line(approved, WORKSHOP)["held_out_satang"] == held - 2 * approved.satang
