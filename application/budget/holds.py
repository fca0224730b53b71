"""What a transfer finds on its lines, and what the lines hold for it while it is pending.

Holds follow the version that stands: ``hold``, ``fit`` and ``release`` are asked after the transfer
itself was decided on, in the same append.
"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from application.desk import Desk
from domain.budget.line import (
    HoldForTransfer,
    OpenLine,
    ReleaseTransferHold,
    budget_line,
    facts_of,
)
from domain.budget.line.state import Hold
from domain.budget.scope import LineFacts
from domain.budget.transfer import Begun, TransferLine, Undrafted, budget_transfer
from domain.budget.year import budget_year, is_closed
from domain.refusal import NotFound


def line_of(desk: Desk, line_id: UUID) -> OpenLine:
    """Return the line.

    Raises:
        NotFound: there is none.
    """
    line = desk.state(budget_line, line_id)
    if not isinstance(line, OpenLine):
        raise NotFound(line_id=line_id)
    return line


def year_closed(desk: Desk, fiscal_year: int) -> bool:
    """Return whether no money may be touched in this year: it is closed, or was never opened."""
    return is_closed(desk.state(budget_year, str(fiscal_year)))


def facts(
    desk: Desk, line_ids: Iterable[UUID], transfer_id: UUID | None = None
) -> tuple[LineFacts, ...]:
    """Return the lines as ``transfer_id`` finds them (None: a transfer not yet begun).

    Raises:
        NotFound: one of them does not exist.
    """
    found = []
    for line_id in dict.fromkeys(line_ids):
        line = line_of(desk, line_id)
        found.append(
            facts_of(
                line_id,
                line,
                line_version=desk.version(budget_line, line_id),
                year_closed=year_closed(desk, line.fiscal_year),
                transfer_id=transfer_id,
            )
        )
    return tuple(found)


def hold(desk: Desk, transfer_id: UUID) -> None:
    """Hold on every line what the transfer, just submitted, means to take or bring.

    Raises:
        the refusals of ``HoldForTransfer``: a line has not that much that nothing waits for.
    """
    fit(desk, transfer_id)


def fit(desk: Desk, transfer_id: UUID, reason: str | None = None) -> None:
    """Make the holds those of the version that stands: after a change or an approval in part.

    ``reason`` is said on the lines that fall away; without one, the transfer's own.
    """
    transfer = transfer_of(desk, transfer_id)
    standing = {line.line_id: line for line in transfer.content.lines}
    for line_id in ordered(transfer):
        line, held = standing.get(line_id), line_of(desk, line_id).holds.get(transfer_id)
        if line is None:
            if held is not None:
                let_go(desk, line_id, transfer_id, reason or transfer.content.reason)
        elif held != wanted(line):
            desk.ask(
                budget_line,
                line_id,
                HoldForTransfer,
                transfer_id=transfer_id,
                satang=line.satang,
                is_surplus=line.is_surplus,
                year_closed=year_closed(desk, line_of(desk, line_id).fiscal_year),
            )


def release(desk: Desk, transfer_id: UUID, reason: str) -> None:
    """Give back whatever the lines hold for the transfer; nothing, where they hold nothing."""
    for line_id in ordered(transfer_of(desk, transfer_id)):
        if transfer_id in line_of(desk, line_id).holds:
            let_go(desk, line_id, transfer_id, reason)


def let_go(desk: Desk, line_id: UUID, transfer_id: UUID, reason: str) -> None:
    desk.ask(budget_line, line_id, ReleaseTransferHold, transfer_id=transfer_id, reason=reason)


def wanted(line: TransferLine) -> Hold:
    return Hold(line.satang, line.is_surplus and line.satang < 0)


def ordered(transfer: Begun) -> list[UUID]:
    """Return every line a version of it named: those that stand first, in their order."""
    standing = [line.line_id for line in transfer.content.lines]
    return [*standing, *sorted(transfer.named.difference(standing))]


def transfer_of(desk: Desk, transfer_id: UUID) -> Begun:
    """Return the transfer.

    Raises:
        NotFound: there is none.
    """
    transfer = desk.state(budget_transfer, transfer_id)
    if isinstance(transfer, Undrafted):
        raise NotFound(transfer_id=transfer_id)
    return transfer
