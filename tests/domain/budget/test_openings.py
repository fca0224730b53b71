"""What may be done with a line or a transfer now, and why not otherwise: for their pages."""

from __future__ import annotations

from typing import Any

import msgspec

from domain.budget.availability import DeclaredAboveCertified
from domain.budget.line.moving import NotProjectOwner
from domain.budget.line.openings import acts_open as line_acts
from domain.budget.line.state import OpenLine
from domain.budget.transfer import (
    ApprovalsMissing,
    AuthorMayNotPost,
    CaseStepsOpen,
    ResolutionAsksNoChange,
    ReturnTransfer,
    SubmitTransfer,
    TransferUnderApproval,
    WithdrawnTooLate,
)
from domain.budget.transfer.openings import acts_open
from domain.budget.transfer_power import NoPowerAcrossProgrammes
from domain.budget.year import BudgetYearNotOpen
from tests.domain.budget.lines import allocated, opened
from tests.domain.budget.people import FINANCE_OFFICER, OFFICER, PLANS, SCHOOL, TODAY
from tests.domain.budget.transfers import (
    FACTS,
    ROWS,
    agreed_by_board,
    amend,
    amended,
    approved_by_all,
    ask,
    drafted,
    post,
    roof,
    submitted,
    workshop,
)
from tests.domain.scenario import Scenario

EVIDENCE: dict[str, Any] = {"by": OFFICER, "on": TODAY, "facts": FACTS, "power_rows": ROWS}


def acts(scenario: Scenario, **different: Any) -> dict[str, Any]:
    found = acts_open(scenario.state, **EVIDENCE | different)
    return {name: refusal and type(refusal) for name, refusal in found.items()}


def test_a_draft_is_submitted_when_steps_1_to_5_are_complete() -> None:
    """R-B10"""
    drafted.when(ask(SubmitTransfer, steps_open=(2, 4))).refused(CaseStepsOpen, steps=(2, 4))
    assert acts(drafted, steps_open=(2,))["SubmitTransfer"] is CaseStepsOpen
    assert acts(drafted)["SubmitTransfer"] is None


def test_the_page_says_what_the_submission_would_meet() -> None:
    """R-B06, R-B16"""
    elsewhere = msgspec.structs.replace(roof, programme="แผนงานอื่น")

    scope = msgspec.structs.replace(drafted.history[0].scope, same_programme=False)  # type: ignore[attr-defined]
    across = Scenario(drafted.decider, (msgspec.structs.replace(drafted.history[0], scope=scope),))
    assert acts(across, facts=(workshop, elsewhere))["SubmitTransfer"] is NoPowerAcrossProgrammes
    less = msgspec.structs.replace(workshop, certified_free_satang=1)
    assert acts(drafted, facts=(less, roof))["SubmitTransfer"] is DeclaredAboveCertified


def test_who_is_being_asked_returns_it_and_nobody_past_him() -> None:
    """R-W07"""
    submitted.when(ask(ReturnTransfer, reason="แก้", approval_pending=True)).refused(
        TransferUnderApproval
    )
    assert acts(submitted, approval_pending=True)["ReturnTransfer"] is TransferUnderApproval
    assert acts(submitted)["ReturnTransfer"] is None


def test_after_the_decision_the_officer_withdraws_no_more() -> None:
    assert acts(submitted)["WithdrawTransfer"] is None
    assert acts(submitted, decided=True)["WithdrawTransfer"] is WithdrawnTooLate


def test_posting_is_open_to_another_than_its_author_after_every_approval() -> None:
    """R-B12, R-H16"""
    assert acts(agreed_by_board, by=FINANCE_OFFICER)["PostTransfer"] is ApprovalsMissing
    assert acts(approved_by_all)["PostTransfer"] is AuthorMayNotPost
    assert acts(approved_by_all, by=FINANCE_OFFICER)["PostTransfer"] is None
    assert acts(approved_by_all.given(*approved_by_all.when(post()).events())) == {}


def test_a_change_is_offered_only_where_a_resolution_asks_for_one() -> None:
    """R-W07"""
    submitted.when(amend(submitted, resolved_digest=None)).refused(ResolutionAsksNoChange)
    assert "AmendForResolution" not in acts(submitted)
    assert acts(submitted, change_asked=True)["AmendForResolution"] is None
    again = acts(amended, change_asked=True)
    assert "AmendForResolution" not in again
    assert again["ReviseTransfer"] is None


def of_line(scenario: Scenario, **different: Any) -> dict[str, Any]:
    found = line_acts(scenario.state, **{"year_closed": False, "unit_id": PLANS} | different)
    return {name: refusal and type(refusal) for name, refusal in found.items()}


def test_a_line_of_a_closed_year_only_gives_back() -> None:
    """R-B17"""
    closed = of_line(allocated, year_closed=True)
    assert set(closed.values()) == {BudgetYearNotOpen}
    assert "ReleaseReservation" not in closed


def test_only_the_owner_is_offered_to_declare_surplus() -> None:
    """R-B16"""
    assert isinstance(allocated.state, OpenLine)
    owner = allocated.state.owner_unit_id
    other = SCHOOL if owner != SCHOOL else PLANS
    assert of_line(allocated, unit_id=owner)["DeclareSurplus"] is None
    assert of_line(allocated, unit_id=other)["DeclareSurplus"] is NotProjectOwner


def test_nothing_free_is_nothing_to_reserve() -> None:
    """R-B04"""
    assert of_line(opened)["ReserveBudget"] is not None
    assert of_line(allocated)["ReserveBudget"] is None
