"""Drafting, revising and submitting a transfer (R-B09, R-B12, R-B14, R-B16, R-B17)."""

import json
from hashlib import sha256
from typing import Any

import msgspec
import pytest
from pydantic import ValidationError

from domain.budget.availability import (
    AboveDeclaredSurplus,
    AboveFreeBalance,
    BalanceNotCertified,
    DeclaredAboveCertified,
    LineMovesNothing,
    SurplusNotDeclared,
)
from domain.budget.scope import LineFacts
from domain.budget.transfer import (
    LineOfAnotherYear,
    LineTwiceInTransfer,
    OneSidedTransfer,
    ReturnTransfer,
    ReviseTransfer,
    SubmitTransfer,
    SurplusOnToLine,
    Target,
    ToLineWithoutTarget,
    TransferDrafted,
    TransferLine,
    TransferReturned,
    TransferSubmitted,
    TransferUnbalanced,
    TransferWithdrawn,
    WithdrawnTooLate,
    WithdrawTransfer,
    digest_of,
)
from domain.budget.transfer_power import (
    NoPowerAcrossAgencies,
    NoPowerAcrossProgrammes,
    NoPowerOverPersonnel,
    NoTransferPower,
)
from domain.budget.year import BudgetYearNotOpen
from domain.refusal import NotFound, NotOpen, Refusal
from tests.domain.budget.lines import after
from tests.domain.budget.people import ANOTHER_AGENCY, COLLEAGUE, OFFICER, YEAR, known
from tests.domain.budget.transfers import (
    BOOKS,
    CASE,
    LINES,
    REASON,
    ROOF,
    ROWS,
    SURPLUS,
    WITHIN,
    WORKSHOP,
    agreed_by_board,
    approved_by_all,
    ask,
    board_approves,
    books,
    bring,
    digest,
    draft,
    drafted,
    nothing,
    post,
    power_row,
    roof,
    submitted,
    take,
    workshop,
)

FROM = TransferLine(
    line_id=WORKSHOP,
    satang=-60_000,
    effect_on_target="ไม่กระทบเป้าหมาย อบรมครบแล้ว",
    target=None,
    is_surplus=True,
    balance_before_satang=100_000,
    balance_after_satang=40_000,
)
TO = TransferLine(
    line_id=ROOF,
    satang=60_000,
    effect_on_target="นักเรียนมีห้องเรียนที่ฝนไม่รั่ว",
    target=Target("ซ่อมหลังคาอาคารเรียน", 1, "หลัง"),
    is_surplus=False,
    balance_before_satang=0,
    balance_after_satang=60_000,
)
SUBMIT = ask(SubmitTransfer)


def revise(*lines: dict[str, object], **fields: object) -> Any:
    return ask(ReviseTransfer, **{"lines": lines or LINES, "reason": REASON} | fields)


def changed(facts: LineFacts, **different: object) -> LineFacts:
    return msgspec.structs.replace(facts, **different)


def test_a_draft_keeps_its_lines_both_balances_scope_and_digest() -> None:
    """R-B13, R-B14, R-W07"""
    nothing.when(draft()).then(
        TransferDrafted(
            case_id=CASE,
            fiscal_year=YEAR,
            lines=(FROM, TO),
            reason=REASON,
            scope=WITHIN,
            version=1,
            digest=digest_of((FROM, TO), REASON),
            drafted_by=OFFICER.person_id,
        )
    )


def test_balances_before_and_after_count_pending_transfers() -> None:
    """R-B14"""
    facts = (changed(workshop, held_satang=-10_000), changed(roof, held_satang=3_000))
    lines = nothing.when(draft(facts=facts)).events()[0].lines
    assert [(line.balance_before_satang, line.balance_after_satang) for line in lines] == [
        (90_000, 30_000),
        (3_000, 63_000),
    ]


def test_the_digest_is_sha256_of_lines_and_reason_with_sorted_keys() -> None:
    """R-W07"""
    plain = {"lines": msgspec.to_builtins((FROM, TO)), "reason": REASON}
    written = json.dumps(plain, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    assert digest_of((FROM, TO), REASON) == sha256(written.encode()).hexdigest()
    assert digest_of((FROM, TO), REASON + " ") != digest_of((FROM, TO), REASON)
    assert digest_of((TO, FROM), REASON) != digest_of((FROM, TO), REASON)


def test_what_is_taken_is_brought_to_the_satang() -> None:
    """R-B14"""
    for brought in (59_999, 60_001):
        nothing.when(draft(take(WORKSHOP, 60_000), bring(ROOF, brought))).refused(
            TransferUnbalanced,
            from_satang=60_000,
            to_satang=brought,
            difference_satang=brought - 60_000,
        )


def test_one_amount_may_be_parted_among_several_lines() -> None:
    """R-B14"""
    lines = (take(WORKSHOP, 60_000), bring(ROOF, 59_999), bring(BOOKS, 1))
    assert sum(line.satang for line in nothing.when(draft(*lines)).events()[0].lines) == 0


def test_a_transfer_has_a_line_from_and_a_line_to() -> None:
    """R-B14"""
    nothing.when(draft(take(WORKSHOP, 1))).refused(OneSidedTransfer, to_satang=0)
    nothing.when(draft(bring(ROOF, 1))).refused(OneSidedTransfer, from_satang=0)
    with pytest.raises(ValidationError):
        draft(lines=())


def test_no_line_stands_twice_and_none_moves_nothing() -> None:
    """R-B14"""
    twice = (take(WORKSHOP, 1), take(WORKSHOP, 1), bring(ROOF, 2))
    nothing.when(draft(*twice)).refused(LineTwiceInTransfer, item=workshop.item)
    nothing.when(draft(take(WORKSHOP, 0), take(BOOKS, 1), bring(ROOF, 1))).refused(LineMovesNothing)


def test_a_line_that_gains_says_what_is_to_be_achieved() -> None:
    """R-B14"""
    nothing.when(draft(take(WORKSHOP, 1), bring(ROOF, 1, target=None))).refused(ToLineWithoutTarget)


def test_surplus_is_a_mark_of_from_lines() -> None:
    """R-B16"""
    lines = (take(WORKSHOP, 1), bring(ROOF, 1, **SURPLUS))
    nothing.when(draft(*lines)).refused(SurplusOnToLine, item=roof.item)


def test_a_line_that_does_not_exist_is_not_found() -> None:
    nothing.when(draft(take(known(99), 1), bring(ROOF, 1))).refused(NotFound)


def test_a_closed_year_is_always_refused() -> None:
    """R-B17"""
    for facts in (
        (changed(workshop, year_closed=True), roof),
        (workshop, changed(roof, year_closed=True)),
    ):
        nothing.when(draft(facts=facts)).refused(BudgetYearNotOpen)
        drafted.when(revise(facts=facts)).refused(BudgetYearNotOpen)
        drafted.when(ask(SubmitTransfer, facts=facts)).refused(BudgetYearNotOpen)


@pytest.mark.parametrize("year", [YEAR - 1, YEAR + 1])
def test_all_lines_are_of_the_cases_year(year: int) -> None:
    """R-B17"""
    facts = (workshop, changed(roof, fiscal_year=year))
    nothing.when(draft(facts=facts)).refused(
        LineOfAnotherYear, line_fiscal_year=year, fiscal_year=YEAR
    )


def test_a_transfer_is_drafted_once() -> None:
    drafted.when(draft()).refused(NotOpen)


def test_a_revision_is_a_new_version_with_a_new_digest() -> None:
    """R-W07"""
    revised = after(drafted, revise(take(WORKSHOP, 50_000), bring(ROOF, 50_000)))
    assert revised.state.content.version == 2
    assert digest(revised) != digest(drafted)


def test_a_submission_keeps_the_row_and_the_authorities_of_that_day() -> None:
    """R-B09, R-B10"""
    drafted.when(SUBMIT).then(
        TransferSubmitted(
            authorities=("area_committee", "governor"),
            power=ROWS[0],
            version=1,
            digest=digest(drafted),
        )
    )


@pytest.mark.parametrize(
    ("different", "refusal"),
    [
        ({"programme": "แผนงานยุทธศาสตร์"}, NoPowerAcrossProgrammes),
        ({"category": "personnel"}, NoPowerOverPersonnel),
        ({"agency_unit_id": ANOTHER_AGENCY}, NoPowerAcrossAgencies),
        ({"category": "subsidy"}, NoTransferPower),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_where_the_table_has_no_row_a_transfer_is_drafted_and_not_submitted(
    different: dict[str, Any], refusal: type[Refusal]
) -> None:
    """R-B05, R-B06, R-B09, R-B15"""
    target = msgspec.convert(msgspec.to_builtins(roof) | msgspec.to_builtins(different), LineFacts)
    facts = (workshop, target)
    after(nothing, draft(facts=facts)).when(ask(SubmitTransfer, facts=facts)).refused(refusal)


@pytest.mark.parametrize(
    ("different", "refusal", "figures"),
    [
        ({"declared_surplus_satang": 60_000}, None, {}),
        ({"declared_surplus_satang": None}, SurplusNotDeclared, {"amount_satang": 60_000}),
        (
            {"certified_free_satang": None, "certified_on": None},
            BalanceNotCertified,
            {"declared_satang": 60_000},
        ),
        (
            {"declared_surplus_satang": 59_999},
            AboveDeclaredSurplus,
            {"amount_satang": 60_000, "declared_satang": 59_999},
        ),
        ({"certified_free_satang": 60_000}, None, {}),
        (
            {"certified_free_satang": 59_999},
            DeclaredAboveCertified,
            {"declared_satang": 60_000, "certified_satang": 59_999},
        ),
        ({"free_satang": 60_000}, None, {}),
        (
            {"free_satang": 59_999},
            AboveFreeBalance,
            {"amount_satang": 60_000, "free_satang": 59_999},
        ),
    ],
    ids=str,
)
def test_surplus_is_declared_certified_and_still_there(
    different: dict[str, Any], refusal: type[Refusal] | None, figures: dict[str, int]
) -> None:
    """R-B16: amount ≤ declared surplus ≤ certified free balance, at submission and at posting."""
    facts = (changed(workshop, **different), roof)
    for scenario, command in (
        (drafted, ask(SubmitTransfer, facts=facts)),
        (approved_by_all, post(facts=facts)),
    ):
        if refusal is None:
            after(scenario, command)
        else:
            scenario.when(command).refused(refusal, item=workshop.item, **figures)


def test_money_not_used_as_surplus_needs_only_a_free_balance() -> None:
    """R-B04"""
    lines = (take(BOOKS, 100_000), bring(ROOF, 100_000))
    scenario = after(nothing, draft(*lines))
    after(scenario, SUBMIT)
    short = (changed(books, free_satang=99_999), roof)
    scenario.when(ask(SubmitTransfer, facts=short)).refused(
        AboveFreeBalance, amount_satang=100_000, free_satang=99_999
    )


def test_what_is_submitted_is_not_revised_or_submitted_again() -> None:
    """R-W07"""
    submitted.when(revise()).refused(NotOpen)
    submitted.when(SUBMIT).refused(NotOpen)


def test_a_returned_transfer_may_be_revised_and_its_approvals_are_void() -> None:
    """R-W07"""
    returned = agreed_by_board.when(ask(ReturnTransfer, reason="แก้จำนวนเงิน")).then(
        TransferReturned(reason="แก้จำนวนเงิน")
    )
    again = after(returned, revise(), SUBMIT)
    assert again.state.missing == ("area_committee", "governor")
    returned.when(board_approves(returned)).refused(NotOpen)


def test_a_draft_has_nobody_to_return_it() -> None:
    drafted.when(ask(ReturnTransfer, reason="แก้")).refused(NotOpen)


def test_the_officer_withdraws_until_the_area_director_has_decided() -> None:
    withdrawal = ask(WithdrawTransfer, reason="โรงเรียนขอถอน")
    for scenario in (drafted, submitted):
        ended = scenario.when(withdrawal).then(TransferWithdrawn(reason="โรงเรียนขอถอน"))
        ended.when(SUBMIT).refused(NotOpen)
    late = ask(WithdrawTransfer, reason="โรงเรียนขอถอน", decided=True)
    submitted.when(late).refused(WithdrawnTooLate)
    returned = after(submitted, ask(ReturnTransfer, reason="แก้"))
    returned.when(late).then(TransferWithdrawn(reason="โรงเรียนขอถอน"))


def test_all_who_wrote_a_version_are_its_authors() -> None:
    """R-H16"""
    by_colleague = revise().model_copy(update={"by": COLLEAGUE})
    assert after(drafted, by_colleague).state.authors == {OFFICER.person_id, COLLEAGUE.person_id}


def test_a_submission_is_judged_by_the_powers_in_force_that_day() -> None:
    """R-B09"""
    ended = (power_row(in_force_until=SUBMIT.on),)
    drafted.when(ask(SubmitTransfer, power_rows=ended)).refused(NoTransferPower)
