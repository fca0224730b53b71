"""What a command is about, as far as the table of powers and a delegation may bound it (R-B09).

Gathered from the stream asked of, and what it belongs to: the process of its case, the amount, scope
and fund sources of its transfer, the fund source of its budget line, the secrecy of its letter; and of
what the command would make of them. What is not known stays None. A bound of the table that the matter
says nothing about is not met; the ceiling of a delegation bounds money, and where a matter moves none
there is nothing to bound.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import msgspec

from application.act import Act, Key
from application.desk import OFFICE, Asked, Desk
from domain.approvals.approval import Unrequested, approval
from domain.approvals.outside_approval import outside_approval
from domain.approvals.outside_approval.states import Unrequested as NotAsked
from domain.budget.line import OpenLine, budget_line
from domain.budget.scope import TransferScope
from domain.budget.transfer import TransferLineEntry, Undrafted, budget_transfer
from domain.casework.case import Unopened, case
from domain.correspondence.letter import letter
from domain.correspondence.letter.states import Received
from domain.correspondence.letter_set import Written, letter_set
from domain.correspondence.outgoing_letter import outgoing_letter
from domain.correspondence.outgoing_letter.states import NotDrafted, Withdrawn
from domain.correspondence.parts import Secrecy
from domain.correspondence.secrecy import ChangesSecrecy
from domain.organization.power import ANY_MATTER, Matter, powers


def matter_of(desk: Desk, act: Act, key: Key, asked: Asked[Any]) -> Matter:
    """Return what ``act`` asked of the stream ``key`` is about."""
    if act.creates:
        found = of_case(desk, asked.fields.get("case_id"))
        return moving(desk, found, asked) if act.decider.kind == budget_transfer.kind else found
    state = desk.state(act.decider, key)
    match act.decider.kind:
        case budget_line.kind if isinstance(state, OpenLine):
            return Matter(fund_sources=fund_sources(desk, (UUID(str(key)),)))
        case budget_transfer.kind if not isinstance(state, Undrafted):
            return moving(desk, of_transfer(desk, key), asked)
        case approval.kind if not isinstance(state, Unrequested):
            return of_subject(desk, state.about.subject)
        case outside_approval.kind if not isinstance(state, NotAsked):
            return of_subject(desk, state.request.subject)
        case case.kind:
            return of_case(desk, key)
        case letter.kind if isinstance(state, Received):
            return Matter(secrecy=str(graver(state.secrecy, asked)))
        case outgoing_letter.kind if not isinstance(state, NotDrafted):
            found = of_letters(desk, state.occasion.case_id, state.occasion.transfer_id)
            secrecy = str(graver(state.occasion.secrecy, asked))
            return msgspec.structs.replace(found, secrecy=secrecy)
        case letter_set.kind if isinstance(state, Written):
            found = of_letters(desk, state.case_id, state.transfer_id)
            return msgspec.structs.replace(found, secrecy=str(gravest(desk, state.letter_ids)))
    return ANY_MATTER


def graver(secrecy: Secrecy, asked: Asked[Any]) -> Secrecy:
    """Return the graver of the level a letter has and the one it is to have, if it is to have another."""
    if not issubclass(asked.kind, ChangesSecrecy):
        return secrecy
    return max(secrecy, Secrecy(asked.secrecy), key=lambda level: level.rank)


def gravest(desk: Desk, letter_ids: Sequence[UUID]) -> Secrecy:
    """Return the gravest level of those letters of ours that are not withdrawn."""
    found = (desk.state(outgoing_letter, letter_id) for letter_id in letter_ids)
    levels = [one.occasion.secrecy for one in found if not isinstance(one, NotDrafted | Withdrawn)]
    return max(levels, key=lambda level: level.rank, default=Secrecy.NONE)


def of_case(desk: Desk, case_id: object) -> Matter:
    """Return the process of a case; nothing where there is none."""
    if not isinstance(case_id, UUID):
        return ANY_MATTER
    state = desk.state(case, case_id)
    return ANY_MATTER if isinstance(state, Unopened) else Matter(process=state.file.process_code)


def of_letters(desk: Desk, case_id: UUID | None, transfer_id: UUID | None) -> Matter:
    """Return what letters that we write are about: the transfer they ask for or tell of, if one.

    So who may decide on so much money signs no letter about more (R-H01).
    """
    return of_case(desk, case_id) if transfer_id is None else of_transfer(desk, transfer_id)


def of_subject(desk: Desk, subject: str) -> Matter:
    """Return what an approval is about: the transfer it names, or nothing that is bounded."""
    kind, _, key = subject.partition("/")
    return of_transfer(desk, UUID(key)) if kind == budget_transfer.kind else ANY_MATTER


def of_transfer(desk: Desk, transfer_id: Key) -> Matter:
    """Return a transfer's process, what it moves in all (satang), and its scope."""
    transfer = desk.state(budget_transfer, transfer_id)
    if isinstance(transfer, Undrafted):
        return ANY_MATTER
    content = transfer.content
    lines = tuple(line.line_id for line in content.lines)
    return Matter(
        process=of_case(desk, transfer.case_id).process,
        amount_satang=sum(line.satang for line in content.lines if line.satang > 0),
        fund_sources=fund_sources(desk, lines),
        scope=scope_name(content.scope),
    )


def moving(desk: Desk, found: Matter, asked: Asked[Any]) -> Matter:
    """Return ``found`` with what the lines asked for would move, where the command names lines.

    A transfer is held to the bounds as it stands and as it would stand: nobody revises his way out.
    """
    lines: Sequence[TransferLineEntry] = asked.fields.get("lines") or ()
    if not lines:
        return found
    amount = sum(line.satang for line in lines if line.satang > 0)
    sources = fund_sources(desk, [line.line_id for line in lines])
    return msgspec.structs.replace(
        found,
        amount_satang=max(amount, found.amount_satang or 0),
        fund_sources=tuple(sorted({*found.fund_sources, *sources})),
    )


def fund_sources(desk: Desk, line_ids: Sequence[UUID]) -> tuple[str, ...]:
    """Return the fund source of each line, each once; none where no row of the table asks for it.

    Every line counts, what gives and what receives: a power over one source moves no money out of
    another, nor into it (R-B09).
    """
    if not desk.state(powers, OFFICE).asks_fund_sources:
        return ()
    found = (desk.state(budget_line, line_id) for line_id in line_ids)
    return tuple(sorted({line.fund_source for line in found if isinstance(line, OpenLine)}))


# Every scope that a row of the table of powers may name.
SCOPES = (
    "same_programme.same_category",
    "same_programme.across_categories",
    "across_programmes.same_category",
    "across_programmes.across_categories",
)


def scope_name(scope: TransferScope) -> str:
    """Return the scope as the table of powers names it (R-B13): ``same_programme.same_category``."""
    programme = "same_programme" if scope.same_programme else "across_programmes"
    category = "same_category" if scope.same_category else "across_categories"
    return f"{programme}.{category}"
