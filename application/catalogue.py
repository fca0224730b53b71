"""Every act there is, by its command's name."""

from __future__ import annotations

from application.access import acts as access
from application.act import Act
from application.approvals import approval, outside
from application.audit import break_glass, export, reading
from application.board import body, meeting, resolution
from application.budget import line, transfer, year
from application.casework import case, process
from application.correspondence import letter, letter_set, outgoing, register, runs, secrecy
from application.organization import absences, assignments, instruments
from application.organization import acts as organization

ACTS: dict[str, Act] = {
    act.name: act
    for act in (
        *organization.ACTS,
        *instruments.ACTS,
        *absences.ACTS,
        *access.ACTS,
        *assignments.ACTS,
        *register.ACTS,
        *letter.ACTS,
        *outgoing.ACTS,
        *secrecy.ACTS,
        *runs.ACTS,
        *letter_set.ACTS,
        *process.ACTS,
        *case.ACTS,
        *year.ACTS,
        *line.ACTS,
        *transfer.ACTS,
        *approval.ACTS,
        *outside.ACTS,
        *body.ACTS,
        *meeting.ACTS,
        *resolution.ACTS,
        *reading.ACTS,
        *export.ACTS,
        *break_glass.ACTS,
    )
}

# What policies do as the office's own post: nobody is offered it.
POLICY_ACTS: dict[str, Act] = {act.name: act for act in (outgoing.RENDER, outgoing.NOTE_REFUSAL)}

# Commands that are decided inside another act and have no route of their own, and one such act.
INTERNAL: dict[str, str] = {
    **organization.INTERNAL,
    **letter.INTERNAL,
    **case.INTERNAL,
    **outgoing.INTERNAL,
    **line.INTERNAL,
    **transfer.INTERNAL,
    **approval.INTERNAL,
    **resolution.INTERNAL,
}
