"""What may be done with a transfer now, and why not otherwise."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from domain.budget.scope import LineFacts
from domain.budget.transfer.commands import PostTransfer, SubmitTransfer
from domain.budget.transfer.decide import posted, submitted
from domain.budget.transfer.refusals import TransferUnderApproval, WithdrawnTooLate
from domain.budget.transfer.state import Draft, Submitted, Transfer
from domain.budget.transfer_power import PowerRow
from domain.message import Actor
from domain.refusal import Refusal


def acts_open(
    transfer: Transfer,
    *,
    by: Actor,
    on: date,
    facts: Sequence[LineFacts],
    power_rows: Sequence[PowerRow],
    steps_open: Sequence[int] = (),
    decided: bool = False,
    approval_pending: bool = False,
    change_asked: bool = False,
) -> dict[str, Refusal | None]:
    """Return, by command, the refusal it would meet whatever is written in it; None where open.

    The evidence is that of the commands; ``change_asked`` says that a resolution agrees to it with
    changes. Approvals and confirmations are given elsewhere.
    """
    match transfer:
        case Draft():
            submit = SubmitTransfer(
                by=by,
                on=on,
                facts=tuple(facts),
                power_rows=tuple(power_rows),
                steps_open=tuple(steps_open),
            )
            return {
                "SubmitTransfer": judged(lambda: submitted(submit, transfer)),
                "ReviseTransfer": None,
                "WithdrawTransfer": None,
            }
        case Submitted():
            post = PostTransfer(by=by, on=on, facts=tuple(facts))
            acts: dict[str, Refusal | None] = {
                "PostTransfer": judged(lambda: posted(post, transfer)),
                "ReturnTransfer": TransferUnderApproval() if approval_pending else None,
                "WithdrawTransfer": WithdrawnTooLate() if decided else None,
            }
            if change_asked and transfer.amendment is None:
                acts["AmendForResolution"] = None
            if transfer.amendment is not None and transfer.amendment.missing:
                acts["ReviseTransfer"] = None
            return acts
    return {}


def judged(decision: Callable[[], object]) -> Refusal | None:
    try:
        decision()
    except Refusal as refusal:
        return refusal
    return None
