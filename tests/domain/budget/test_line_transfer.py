"""Surplus, certification, and what transfers hold of a line and post to it (R-B12, R-B16)."""

from typing import Any

import pytest

from domain.budget.availability import (
    AboveDeclaredSurplus,
    AboveFreeBalance,
    BalanceNotCertified,
    DeclaredAboveCertified,
    LineMovesNothing,
    SurplusNotDeclared,
)
from domain.budget.line import (
    BalanceCertified,
    BudgetTransferred,
    CertifyBalance,
    DeclareSurplus,
    DisburseBudget,
    HoldDoesNotCover,
    NotProjectOwner,
    NotTheFreeBalance,
    PurposeNotMet,
    ReleaseTransferHold,
    SurplusDeclared,
    TransferHeld,
    TransferHoldReleased,
    TransferNotHeld,
    facts_of,
)
from tests.domain.budget.lines import (
    ANOTHER_TRANSFER,
    OPENED,
    TRANSFER,
    after,
    allocate,
    allocated,
    ask,
    hold,
    post,
)
from tests.domain.budget.people import (
    FINANCE_OFFICER,
    OFFICER,
    SCHOOL_DIRECTOR,
    TODAY,
    known,
)


def declare(satang: int, **fields: object) -> Any:
    fields = {"result_achieved": "อบรมครบ 40 คน", "purpose_met": True} | fields
    return ask(DeclareSurplus, SCHOOL_DIRECTOR, satang=satang, **fields)


def certify(satang: int) -> Any:
    return ask(CertifyBalance, free_satang=satang)


def disburse(satang: int) -> Any:
    return ask(DisburseBudget, amount_satang=satang, reference="V-9")


def release(reason: str = "ถอนเรื่อง") -> Any:
    return ask(ReleaseTransferHold, transfer_id=TRANSFER, reason=reason)


surplus_60 = after(allocated, declare(60_000), certify(100_000))


def test_the_projects_owner_declares_surplus_with_the_result() -> None:
    """R-B16"""
    allocated.when(declare(60_000)).then(
        SurplusDeclared(
            satang=60_000,
            result_achieved="อบรมครบ 40 คน",
            purpose_met=True,
            declared_by=SCHOOL_DIRECTOR.person_id,
            declared_on=TODAY,
        )
    )


def test_nobody_but_the_projects_owner_declares_surplus() -> None:
    """R-B16"""
    by_another = declare(60_000).model_copy(update={"by": OFFICER})
    allocated.when(by_another).refused(NotProjectOwner)


def test_a_balance_is_no_surplus_before_the_purpose_is_met() -> None:
    """R-B16"""
    allocated.when(declare(60_000, purpose_met=False)).refused(PurposeNotMet)


def test_surplus_is_at_most_the_free_balance() -> None:
    """R-B16"""
    after(allocated, declare(100_000))
    allocated.when(declare(100_001)).refused(
        AboveFreeBalance, amount_satang=100_001, free_satang=100_000
    )


def test_the_finance_officer_certifies_the_balance_that_the_line_computes() -> None:
    """R-B16"""
    line = after(allocated, disburse(1))
    line.when(certify(99_999)).then(
        BalanceCertified(
            free_satang=99_999, certified_on=TODAY, certified_by=FINANCE_OFFICER.person_id
        )
    )
    for figure in (99_998, 100_000):
        line.when(certify(figure)).refused(
            NotTheFreeBalance, certified_satang=figure, free_satang=99_999
        )


def test_a_submitted_transfer_holds_its_amount() -> None:
    """R-B12"""
    allocated.when(hold(-40_000)).then(
        TransferHeld(
            transfer_id=TRANSFER,
            satang=-40_000,
            is_surplus=False,
            held_out_after_satang=40_000,
            held_in_after_satang=0,
            balance_after_satang=100_000,
            free_after_satang=60_000,
        )
    )


def test_two_transfers_do_not_hold_the_same_satang() -> None:
    """R-B04"""
    held = after(allocated, hold(-40_000))
    after(held, hold(-60_000, ANOTHER_TRANSFER))
    held.when(hold(-60_001, ANOTHER_TRANSFER)).refused(AboveFreeBalance, free_satang=60_000)


def test_a_transfers_own_hold_does_not_stand_in_its_way_when_it_is_held_anew() -> None:
    held = after(allocated, hold(-100_000))
    line = after(held, hold(-90_000))
    assert line.state.held_out_satang == 90_000
    held.when(hold(-100_001)).refused(AboveFreeBalance, free_satang=100_000)


def test_nothing_is_held_for_nothing() -> None:
    """R-B14"""
    allocated.when(hold(0)).refused(LineMovesNothing)


def test_money_held_as_surplus_is_at_most_what_was_declared() -> None:
    """R-B16"""
    after(surplus_60, hold(-60_000, is_surplus=True))
    surplus_60.when(hold(-60_001, is_surplus=True)).refused(
        AboveDeclaredSurplus, amount_satang=60_001, declared_satang=60_000
    )


def test_money_is_not_held_as_surplus_without_declaration_or_certification() -> None:
    """R-B16"""
    allocated.when(hold(-1, is_surplus=True)).refused(SurplusNotDeclared)
    after(allocated, declare(1)).when(hold(-1, is_surplus=True)).refused(
        BalanceNotCertified, declared_satang=1
    )


def test_declared_surplus_is_at_most_the_certified_balance() -> None:
    """R-B16"""
    line = after(allocated, declare(60_000), disburse(40_000))
    after(line, certify(60_000), hold(-60_000, is_surplus=True))
    short = after(line, disburse(1), certify(59_999))
    short.when(hold(-1, is_surplus=True)).refused(
        DeclaredAboveCertified, declared_satang=60_000, certified_satang=59_999
    )


def test_one_declared_surplus_is_not_used_by_two_transfers() -> None:
    """R-B16"""
    held = after(surplus_60, hold(-40_000, is_surplus=True))
    after(held, hold(-20_000, ANOTHER_TRANSFER, is_surplus=True))
    held.when(hold(-20_001, ANOTHER_TRANSFER, is_surplus=True)).refused(
        AboveDeclaredSurplus, declared_satang=20_000
    )
    posted = after(held, post(-40_000))
    posted.when(hold(-20_001, ANOTHER_TRANSFER, is_surplus=True)).refused(
        AboveDeclaredSurplus, declared_satang=20_000
    )


def test_surplus_posted_away_is_no_longer_certified() -> None:
    """R-B16: money allocated since the certification is not covered by it."""
    line = after(allocated, disburse(40_000), declare(60_000), certify(60_000))
    line = after(line, hold(-40_000, is_surplus=True), post(-40_000), allocate(10_000))
    after(line, declare(20_000), hold(-20_000, is_surplus=True))
    after(line, declare(20_001)).when(hold(-1, is_surplus=True)).refused(
        DeclaredAboveCertified, declared_satang=20_001, certified_satang=20_000
    )


def test_certifying_again_while_surplus_is_held_does_not_stop_the_transfer() -> None:
    """R-B16"""
    after(surplus_60, hold(-60_000, is_surplus=True), certify(40_000), post(-60_000))


def test_surplus_and_balance_are_looked_at_again_when_posting() -> None:
    """R-B16"""
    held = after(surplus_60, hold(-60_000, is_surplus=True))
    after(held, post(-60_000))
    lowered = after(held, declare(59_999))
    lowered.when(post(-60_000)).refused(
        AboveDeclaredSurplus, amount_satang=60_000, declared_satang=59_999
    )


def test_a_released_hold_is_free_again() -> None:
    held = after(allocated, hold(-40_000))
    held.when(release()).then(
        TransferHoldReleased(
            transfer_id=TRANSFER,
            satang=-40_000,
            reason="ถอนเรื่อง",
            held_out_after_satang=0,
            held_in_after_satang=0,
            balance_after_satang=100_000,
            free_after_satang=100_000,
        )
    )
    allocated.when(release()).refused(TransferNotHeld)


def test_posting_moves_the_balance_and_ends_the_hold() -> None:
    """R-B12, R-B14"""
    held = after(surplus_60, hold(-40_000, is_surplus=True))
    posted = held.when(post(-40_000)).then(
        BudgetTransferred(
            transfer_id=TRANSFER,
            satang=-40_000,
            is_surplus=True,
            transferred_net_after_satang=-40_000,
            held_out_after_satang=0,
            held_in_after_satang=0,
            declared_surplus_after_satang=20_000,
            balance_after_satang=60_000,
            free_after_satang=60_000,
        )
    )
    posted.when(post(-40_000)).refused(TransferNotHeld)


def test_a_line_that_gains_has_the_money_only_when_it_is_posted() -> None:
    """R-B12"""
    held = after(allocated, hold(7_000))
    assert (held.state.balance_satang, held.state.free_satang) == (100_000, 100_000)
    posted = after(held, post(7_000))
    assert (posted.state.balance_satang, posted.state.free_satang) == (107_000, 107_000)


def test_an_authority_may_have_granted_less_than_is_held_never_more_or_the_other_way() -> None:
    """R-B14"""
    held = after(allocated, hold(-40_000))
    assert after(held, post(-39_999)).state.free_satang == 60_001
    for satang in (-40_001, 40_000, 0):
        held.when(post(satang)).refused(HoldDoesNotCover, held_satang=-40_000)


def test_a_line_does_not_go_below_zero_even_if_money_left_it_since_it_was_held() -> None:
    """R-B04: an older release may have let it happen; the posting is judged by what is there."""
    held = after(allocated, hold(-100_000))
    paid = held.given(after(allocated, disburse(1)).history[-1])
    paid.when(post(-100_000)).refused(AboveFreeBalance, free_satang=99_999)


@pytest.mark.parametrize(("asked_by", "free"), [(TRANSFER, 100_000), (ANOTHER_TRANSFER, 60_000)])
def test_a_transfer_finds_the_line_without_its_own_hold_and_with_the_others(
    asked_by: Any, free: int
) -> None:
    line = after(surplus_60, hold(-40_000, is_surplus=True)).state
    facts = facts_of(known(1), line, line_version=5, year_closed=False, transfer_id=asked_by)
    assert facts.free_satang == facts.certified_free_satang == free
    assert facts.declared_surplus_satang == free - 40_000
    assert facts.held_satang == free - 100_000
    assert facts.balance_satang == 100_000


def test_a_transfer_not_yet_begun_finds_every_hold_counted() -> None:
    line = after(allocated, hold(-40_000), hold(5_000, ANOTHER_TRANSFER)).state
    facts = facts_of(known(1), line, line_version=4, year_closed=False)
    assert (facts.balance_satang, facts.free_satang, facts.held_satang) == (
        100_000,
        60_000,
        -35_000,
    )
    assert facts.available.item == OPENED.item
