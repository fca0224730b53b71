"""Every act there is, by its command's name."""

from __future__ import annotations

from application.act import Act
from application.budget import line, transfer, year
from application.casework import case, process
from application.correspondence import letter, register
from application.organization import acts as organization

ACTS: dict[str, Act] = {
    act.name: act
    for act in (
        *organization.ACTS,
        *register.ACTS,
        *letter.ACTS,
        *process.ACTS,
        *case.ACTS,
        *year.ACTS,
        *line.ACTS,
        *transfer.ACTS,
    )
}

# Commands that are decided inside another act and have no route of their own, and one such act.
INTERNAL: dict[str, str] = {**line.INTERNAL, **transfer.INTERNAL}
