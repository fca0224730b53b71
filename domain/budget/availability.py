"""How much of a line a transfer may take: from the free balance, or from declared surplus.

Surplus is what is left when the purpose is met, not any balance (R-B16): the amount is at most
what the project's owner declared, and that at most what the finance officer certified.
Money is whole satang.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from domain.refusal import Refusal


@dataclass(frozen=True)
class Available:
    """What one transfer finds on a line. ``item`` names the line in a refusal's sentence.

    Its own hold is not counted; what other pending transfers hold is taken off.
    """

    item: str
    free_satang: int
    declared_surplus_satang: int | None = None
    certified_free_satang: int | None = None
    certified_on: date | None = None


class LineMovesNothing(Refusal):
    """A line of a transfer takes or brings nothing."""

    code = "line-moves-nothing"
    rule = "R-B14"


class AboveFreeBalance(Refusal):
    """The line does not have that much left that nothing else is waiting for."""

    code = "above-free-balance"
    rule = "R-B04"


class SurplusNotDeclared(Refusal):
    """The project's owner has not declared a surplus with the result achieved."""

    code = "surplus-not-declared"
    rule = "R-B16"


class BalanceNotCertified(Refusal):
    """The finance officer has not certified the line's balance."""

    code = "balance-not-certified"
    rule = "R-B16"


class AboveDeclaredSurplus(Refusal):
    """More is taken than the project's owner declared as surplus."""

    code = "above-declared-surplus"
    rule = "R-B16"


class DeclaredAboveCertified(Refusal):
    """The declared surplus is more than the balance the finance officer certified."""

    code = "declared-above-certified"
    rule = "R-B16"


def require_available(amount_satang: int, available: Available, *, is_surplus: bool) -> None:
    """Refuse to take ``amount_satang`` (positive) from a line that does not have it.

    Raises:
        SurplusNotDeclared, BalanceNotCertified, AboveDeclaredSurplus, DeclaredAboveCertified:
            the amount is used as surplus and one of its conditions fails.
        AboveFreeBalance: the amount is more than the free balance.
    """
    if is_surplus:
        require_surplus(amount_satang, available)
    if amount_satang > available.free_satang:
        raise AboveFreeBalance(
            item=available.item, amount_satang=amount_satang, free_satang=available.free_satang
        )


def require_surplus(amount_satang: int, available: Available) -> None:
    declared = available.declared_surplus_satang
    certified = available.certified_free_satang
    if declared is None:
        raise SurplusNotDeclared(item=available.item, amount_satang=amount_satang)
    if certified is None:
        raise BalanceNotCertified(item=available.item, declared_satang=declared)
    if amount_satang > declared:
        raise AboveDeclaredSurplus(
            item=available.item, amount_satang=amount_satang, declared_satang=declared
        )
    if declared > certified:
        raise DeclaredAboveCertified(
            item=available.item,
            declared_satang=declared,
            certified_satang=certified,
            certified_on=available.certified_on,
        )
