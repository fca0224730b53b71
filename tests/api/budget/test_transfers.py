"""Transfers over HTTP: drafted, submitted, corrected, ended."""

from __future__ import annotations

from typing import Any

import pytest

from domain.casework.case import Underway, case
from domain.casework.case.parts import StepStatus
from infrastructure.demo.matter import Matter
from tests.api.budget.money import (
    ROOF,
    WORKSHOP,
    hands,
    into,
    line,
    numbers,
    out,
    prepared,
    set_powers,
    submitted,
)
from tests.hands import matter
from tests.served import ServedOffice


@pytest.fixture
def ready(office: ServedOffice) -> Matter:
    """A matter with steps 1 to 5 done."""
    set_powers(office, ["area_committee", "governor"])
    return prepared(office)


def redrafted(played: Matter, lines: list[dict[str, Any]]) -> None:
    """Write ``lines`` into the transfer, and have the committee's opinion on them again."""
    fields = {"lines": lines, "reason": "แก้ไขข้อเสนอ"}
    hands(played).do("ReviseTransfer", fields, of=played.transfer, by="analyst")
    opinion = {"opinion": "เห็นควร", "favourable": True, "met_on": played.today}
    hands(played).do("RecordCommitteeOpinion", opinion, of=played.case, by="analyst")


def submission(played: Matter) -> Any:
    return hands(played).refused("SubmitTransfer", {}, of=played.transfer, by="analyst")


def ids(played: Matter, *names: str) -> list[Any]:
    return [hands(played).ids[name] for name in names]


def row(played: Matter) -> Any:
    return hands(played).one("budget_transfers", played.transfer)


def test_a_draft_is_the_proposal_of_step_5_and_posts_nothing(ready: Matter) -> None:
    """R-B12"""
    found = hands(ready).office.state(case, ready.case)
    assert isinstance(found, Underway)
    assert found.file.step(5).status is StepStatus.DONE
    assert [str(t.digest) for t in found.file.transfers] == [row(ready)["digest"]]
    assert line(ready, WORKSHOP)["held_out_satang"] == 0
    assert hands(ready).rows("budget_postings", transfer_id=ready.transfer) == []


def test_each_line_shows_its_balance_before_and_after_with_pending_transfers_counted(
    office: ServedOffice, ready: Matter
) -> None:
    """R-B14"""
    before = line(ready, WORKSHOP)
    first, pending = submitted(office, 30_000), before["balance_satang"] - 60_000
    second = prepared(office, 10_000)
    taken = row(second)["lines"][0]
    held = before["held_out_satang"]
    assert taken["balance_before_satang"] == pending - held
    assert taken["balance_after_satang"] == taken["balance_before_satang"] - 20_000
    fields = {"reason": "ไม่จำเป็นแล้ว"}
    hands(first).do("WithdrawTransfer", fields, of=first.transfer, by="analyst")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda a, b: [out(a, 100), into(b, 99)], "transfer-unbalanced"),
        (lambda a, _b: [out(a, 100)], "one-sided-transfer"),
        (lambda a, b: [out(a, 100), into(b, 50), into(b, 50)], "line-twice-in-transfer"),
        (lambda a, b: [out(a, 100), {**into(b, 100), "target": None}], "to-line-without-target"),
        (lambda a, b: [out(a, 100), {**into(b, 100), "is_surplus": True}], "surplus-on-to-line"),
        (lambda a, b: [out(a, 0), into(b, 0)], "line-moves-nothing"),
    ],
)
def test_lines_that_make_no_transfer_are_refused(ready: Matter, change: Any, code: str) -> None:
    """R-B14: the sum is zero to the satang; every gain has its target."""
    taken, given = ids(ready, WORKSHOP, "line:electricity")
    fields = {"case_id": ready.case, "lines": change(taken, given), "reason": "ทดสอบ"}
    problem = hands(ready).refused("DraftTransfer", fields, by="analyst")
    assert (problem["code"], problem["rule"]) in ((code, "R-B14"), (code, "R-B16"))


def test_lines_of_a_closed_year_are_always_refused(ready: Matter) -> None:
    """R-B17"""
    old, new = ids(ready, "line:last_year", "line:electricity")
    fields = {"case_id": ready.case, "lines": [out(old, 100), into(new, 100)], "reason": "ทดสอบ"}
    problem = hands(ready).refused("DraftTransfer", fields, by="analyst")
    assert (problem["code"], problem["rule"]) == ("budget-year-not-open", "R-B17")


def test_a_line_or_case_that_does_not_exist_is_not_found(ready: Matter) -> None:
    nowhere = "11111111-1111-4111-8111-111111111111"
    [given] = ids(ready, "line:electricity")
    lines = [out(nowhere, 100), into(given, 100)]  # type: ignore[arg-type]
    for fields in (
        {"case_id": ready.case, "lines": lines, "reason": "ทดสอบ"},
        {"case_id": nowhere, "lines": lines, "reason": "ทดสอบ"},
    ):
        assert hands(ready).answer("DraftTransfer", fields, by="analyst").status_code == 404


def test_money_is_never_a_fraction(ready: Matter) -> None:
    """R-B23"""
    taken, given = ids(ready, WORKSHOP, "line:electricity")
    for amount in (100.0, "100", 1e3):
        lines = [{**out(taken, 100), "satang": amount}, into(given, 100)]
        fields = {"case_id": ready.case, "lines": lines, "reason": "ทดสอบ"}
        assert hands(ready).answer("DraftTransfer", fields, by="analyst").status_code == 422


def test_the_scope_is_computed_from_the_lines(ready: Matter) -> None:
    """R-B13"""
    assert row(ready)["scope"] == {
        "same_programme": True,
        "same_category": True,
        "changes_item": True,
        "across_agencies": False,
        "personnel_involved": False,
    }
    taken, given = ids(ready, WORKSHOP, ROOF)
    redrafted(ready, [out(taken, 100), into(given, 100)])
    assert row(ready)["scope"]["same_category"] is False


@pytest.mark.parametrize(
    ("names", "code", "rule"),
    [
        ((WORKSHOP, "line:remote_pupils"), "no-power-across-programmes", "R-B06"),
        (("line:contract_staff", "line:social_security"), "no-power-over-personnel", "R-B15"),
    ],
)
def test_where_the_table_has_no_row_it_is_drafted_but_not_submitted(
    ready: Matter, names: tuple[str, str], code: str, rule: str
) -> None:
    """R-B06, R-B09, R-B15"""
    taken, given = ids(ready, *names)
    redrafted(ready, [out(taken, 100), into(given, 100)])
    problem = submission(ready)
    assert (problem["code"], problem["rule"]) == (code, rule)
    assert row(ready)["state"] == "draft"


def test_to_another_agency_it_is_not_submitted(ready: Matter) -> None:
    """R-B05"""
    at_work = hands(ready)
    elsewhere = at_work.do(
        "OpenBudgetLine",
        {
            "fiscal_year": at_work.dates["$fiscal_year"],
            "agency_unit_id": at_work.ids["governor"],
            "programme": line(ready, WORKSHOP)["programme"],
            "output": "ผลผลิตของหน่วยงานอื่น",
            "activity": "กิจกรรม",
            "item": "ค่าใช้จ่ายของหน่วยงานอื่น",
            "category": "operations",
            "owner_unit_id": at_work.ids["policy"],
            "codes": {"is_sample": True},
        },
        by="finance_officer",
    )
    redrafted(ready, [out(at_work.ids[WORKSHOP], 100), into(elsewhere, 100)])
    problem = submission(ready)
    assert (problem["code"], problem["rule"]) == ("no-power-across-agencies", "R-B05")


def test_the_table_of_powers_is_data(office: ServedOffice, ready: Matter) -> None:
    """R-B09: a row with its document frees what was refused; without one it is no row."""
    taken, given = ids(ready, WORKSHOP, "line:remote_pupils")
    redrafted(ready, [out(taken, 100), into(given, 100)])
    across = {
        "row_id": "across",
        "same_programme": False,
        "same_category": True,
        "authorities": ["budget_bureau"],
        "in_force_from": "2560-10-01",
    }
    problem = hands(ready).refused(
        "SetTransferPowers", {"rows": [across]}, of="office", by="administrator"
    )
    assert problem["code"] == "power-row-without-document"
    cited = across | {"document": "หนังสือสำนักงบประมาณตัวอย่าง"}
    set_powers(office, ["area_committee"], cited)
    hands(ready).do("SubmitTransfer", {}, of=ready.transfer, by="analyst")
    assert row(ready)["authorities"] == ["budget_bureau"]
    assert row(ready)["power"]["document"] == "หนังสือสำนักงบประมาณตัวอย่าง"


def test_before_steps_1_to_5_are_complete_it_is_not_submitted(office: ServedOffice) -> None:
    """R-B10"""
    set_powers(office, ["area_committee", "governor"])
    played = matter(office, next(numbers), 10_000).play("prepare")
    taken, given = ids(played, WORKSHOP, "line:electricity")
    fields = {"lines": [out(taken, 50), into(given, 50)], "reason": "แก้ไขหลังคณะกรรมการให้ความเห็น"}
    hands(played).do("ReviseTransfer", fields, of=played.transfer, by="analyst")
    problem = submission(played)
    assert (problem["code"], problem["rule"]) == ("case-steps-open", "R-B10")
    assert problem["steps"] == [2]


def test_surplus_is_at_most_what_was_declared_and_that_at_most_what_was_certified(
    ready: Matter,
) -> None:
    """R-B16: three refusals, each with its figures."""
    at_work = hands(ready)
    [given] = ids(ready, "line:electricity")
    plain = at_work.ids["line:early_years"]
    redrafted(ready, [out(plain, 500, is_surplus=True), into(given, 500)])
    assert submission(ready)["code"] == "surplus-not-declared"

    declared = {"satang": 400, "result_achieved": "ครบตามเป้าหมาย", "purpose_met": True}
    at_work.do("DeclareSurplus", declared, of=plain, by="promotion_director")
    assert submission(ready)["code"] == "balance-not-certified"

    free = at_work.one("budget_balances", plain)["free_satang"]
    at_work.do("CertifyBalance", {"free_satang": free}, of=plain, by="finance_officer")
    problem = submission(ready)
    assert problem["code"] == "above-declared-surplus"
    assert (problem["amount_satang"], problem["declared_satang"]) == (500, 400)

    at_work.do("DeclareSurplus", declared | {"satang": free}, of=plain, by="promotion_director")
    spent = {"amount_satang": free, "reference": "ใช้ไปก่อน"}
    at_work.do("ReserveBudget", spent, of=plain, by="finance_officer")
    assert submission(ready)["code"] == "above-free-balance"


def test_a_submitted_transfer_holds_its_money_and_no_other_takes_it(
    office: ServedOffice, ready: Matter
) -> None:
    """R-B04, R-B12"""
    before = line(ready, WORKSHOP)["free_satang"]
    hands(ready).do("SubmitTransfer", {}, of=ready.transfer, by="analyst")
    held = line(ready, WORKSHOP)
    assert held["free_satang"] == before - 2 * ready.satang
    assert held["balance_satang"] == line(ready, WORKSHOP)["balance_satang"]
    gains = line(ready, "line:electricity")
    assert gains["held_in_satang"] >= ready.satang
    assert gains["free_satang"] == gains["balance_satang"]  # not free before it is posted

    greedy = prepared(office, held["free_satang"] // 2 + 1)
    assert submission(greedy)["code"] in ("above-declared-surplus", "above-free-balance")
    assert line(ready, WORKSHOP)["free_satang"] == held["free_satang"]


def test_who_ends_or_returns_it_sets_its_money_free(ready: Matter) -> None:
    """R-B12"""
    before = line(ready, WORKSHOP)["free_satang"]
    at_work = hands(ready)
    at_work.do("SubmitTransfer", {}, of=ready.transfer, by="analyst")
    at_work.do("ReturnTransfer", {"reason": "แก้จำนวน"}, of=ready.transfer, by="policy_director")
    assert line(ready, WORKSHOP)["free_satang"] == before
    assert (row(ready)["state"], row(ready)["ending"]) == ("returned", "แก้จำนวน")
    waiting = at_work.one("inbox", f"budget_transfer/{ready.transfer}")
    assert (waiting["act"], waiting["waits_for"]) == (
        "ReviseTransfer",
        f"post:{at_work.ids['analyst']}",
    )

    at_work.do("SubmitTransfer", {}, of=ready.transfer, by="analyst")
    at_work.do("WithdrawTransfer", {"reason": "ไม่ใช้แล้ว"}, of=ready.transfer, by="analyst")
    assert line(ready, WORKSHOP)["free_satang"] == before
    assert row(ready)["state"] == "withdrawn"
    gone = at_work.refused("SubmitTransfer", {}, of=ready.transfer, by="analyst")
    assert gone["code"] == "not-open"


def test_while_superiors_are_asked_it_goes_back_by_them_only(ready: Matter) -> None:
    """R-W07"""
    at_work = hands(ready)
    at_work.do("SubmitTransfer", {}, of=ready.transfer, by="analyst")
    seen = row(ready)
    at_work.do(
        "RequestApproval",
        {
            "subject": f"budget_transfer/{ready.transfer}",
            "subject_version": seen["version"],
            "digest": seen["digest"],
        },
        by="analyst",
    )
    problem = at_work.refused(
        "ReturnTransfer", {"reason": "แก้"}, of=ready.transfer, by="policy_director"
    )
    assert problem["code"] == "transfer-under-approval"


def test_once_the_area_director_has_decided_the_officer_withdraws_no_more(ready: Matter) -> None:
    ready.check()
    problem = hands(ready).refused(
        "WithdrawTransfer", {"reason": "ถอน"}, of=ready.transfer, by="analyst"
    )
    assert problem["code"] == "withdrawn-too-late"


def test_a_stale_version_and_a_missing_one_are_refused(ready: Matter) -> None:
    at_work = hands(ready)
    answer = at_work.answer("SubmitTransfer", {}, of=ready.transfer, by="analyst", version=9)
    assert answer.status_code == 412
    client = at_work.client("analyst")
    answer = client.post(
        f"/api/v1/transfers/{ready.transfer}/submission",
        json={},
        headers={"Idempotency-Key": "without-a-version"},
    )
    assert answer.status_code == 428
