"""Every kind of stream there is, by the first half of its streams' ids."""

from __future__ import annotations

from typing import Any

from domain.access.rules import access_rules
from domain.approvals.approval import approval
from domain.approvals.outside_approval import outside_approval
from domain.audit.break_glass import break_glass
from domain.audit.export import export
from domain.audit.reading import reading
from domain.board.body import body
from domain.board.meeting import meeting
from domain.board.resolution import resolution
from domain.budget.line import budget_line
from domain.budget.transfer import budget_transfer
from domain.budget.transfer_power import transfer_powers
from domain.budget.year import budget_year
from domain.casework.case import case
from domain.casework.process import process
from domain.correspondence.letter import letter
from domain.correspondence.letter_set import letter_set
from domain.correspondence.outgoing_letter import outgoing_letter
from domain.correspondence.policy import policy
from domain.correspondence.register import register
from domain.decider import Decider
from domain.organization.absence import absence
from domain.organization.assignment import assignment
from domain.organization.calendar import calendar
from domain.organization.instrument import instruments
from domain.organization.person import person
from domain.organization.post import post
from domain.organization.power import powers
from domain.organization.settings import settings
from domain.organization.unit import unit

DECIDERS: dict[str, Decider[Any]] = {
    decider.kind: decider
    for decider in (
        unit,
        post,
        person,
        instruments,
        absence,
        assignment,
        powers,
        calendar,
        settings,
        access_rules,
        register,
        letter,
        outgoing_letter,
        letter_set,
        policy,
        approval,
        outside_approval,
        body,
        meeting,
        resolution,
        budget_year,
        budget_line,
        transfer_powers,
        budget_transfer,
        process,
        case,
        reading,
        export,
        break_glass,
    )
}

EVENTS = tuple(event for decider in DECIDERS.values() for event in decider.events)
COMMANDS = tuple(command for decider in DECIDERS.values() for command in decider.commands)
