"""What of the budget waits until somebody has done it."""

from __future__ import annotations

from datetime import date

from domain.budget.line import BalanceCertified, BudgetLineOpened, SurplusDeclared
from domain.budget.transfer import AuthorityApproved, TransferPosted
from domain.budget.transfer_power import Authority
from projections.budget.following import FOLLOWED
from tests.projections.budget.test_balances import LINE, OPENED, PERSON, TRANSFER, one, recorded

TODAY = date(2026, 11, 23)


def approval(*missing: Authority) -> AuthorityApproved:
    return AuthorityApproved(
        authority=Authority.AREA_COMMITTEE,
        resolution_id=TRANSFER,
        outside_approval_id=None,
        approved_on=TODAY,
        reference="มติที่ประชุม กพท. ครั้งที่ 1/2569 วาระที่ 5.1",
        approved_digest="0" * 64,
        is_partial=False,
        lines=(),
        version=1,
        digest="0" * 64,
        missing=missing,
    )


def test_a_declared_surplus_is_owed_its_certification_until_it_has_it() -> None:
    """R-B16"""
    began = one(FOLLOWED[BudgetLineOpened](recorded(OPENED)))
    assert (began.row["open"], began.row["line_id"]) == (False, LINE)
    declared = SurplusDeclared(100, "ครบ", True, PERSON, TODAY)
    owed = one(FOLLOWED[SurplusDeclared](recorded(declared)))
    assert (owed.key, owed.row["open"]) == (began.key, True)
    done = one(FOLLOWED[BalanceCertified](recorded(BalanceCertified(100, TODAY, PERSON))))
    assert (done.key, done.row["open"]) == (began.key, False)


def test_posting_is_owed_after_the_last_approval_only() -> None:
    """R-B12"""
    stream = f"budget_transfer/{TRANSFER}"
    half = recorded(approval(Authority.GOVERNOR), stream)
    assert FOLLOWED[AuthorityApproved](half) == []
    owed = one(FOLLOWED[AuthorityApproved](recorded(approval(), stream)))
    assert owed.row["open"] is True
    posted = recorded(TransferPosted((), PERSON, TODAY, None, None), stream)
    assert one(FOLLOWED[TransferPosted](posted)).row["open"] is False
