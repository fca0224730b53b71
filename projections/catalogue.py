"""Every read model there is. An order in which a table comes after those it refers to."""

from __future__ import annotations

from projections.approvals.approvals import APPROVALS
from projections.approvals.opinions import APPROVAL_OPINIONS
from projections.approvals.outside_approvals import OUTSIDE_APPROVALS
from projections.audit.audit_history import AUDIT_HISTORY
from projections.audit.break_glasses import BREAK_GLASSES
from projections.audit.readings import READINGS
from projections.board.agenda_items import AGENDA_ITEMS
from projections.board.attendance import MEETING_SEATS, RECUSALS
from projections.board.bodies import BODIES
from projections.board.meetings import MEETINGS
from projections.board.resolutions import RESOLUTIONS
from projections.budget.balances import BUDGET_BALANCES
from projections.budget.postings import BUDGET_POSTINGS
from projections.budget.transfers import BUDGET_TRANSFERS
from projections.budget.years import BUDGET_YEARS
from projections.casework.case_letters import CASE_LETTERS
from projections.casework.case_papers import CASE_PAPERS
from projections.casework.case_status import CASE_STATUS
from projections.casework.case_steps import CASE_STEPS
from projections.casework.follow_ups import FOLLOW_UPS
from projections.casework.inbox import INBOX
from projections.casework.search import SEARCH
from projections.correspondence.deliveries import DELIVERIES
from projections.correspondence.letter_sets import LETTER_SETS
from projections.correspondence.letters import LETTERS
from projections.correspondence.outgoing_letters import OUTGOING_LETTERS
from projections.correspondence.register_lines import REGISTER_LINES
from projections.correspondence.registers import REGISTERS
from projections.organization.absences import ABSENCES
from projections.organization.appointments import APPOINTMENTS
from projections.organization.assignments import ASSIGNMENTS
from projections.organization.instruments import INSTRUMENTS
from projections.organization.persons import PERSONS
from projections.organization.posts import POSTS
from projections.organization.units import UNITS
from projections.table import Table

TABLES: tuple[Table, ...] = (
    PERSONS,
    UNITS,
    POSTS,
    APPOINTMENTS,
    INSTRUMENTS,
    ABSENCES,
    ASSIGNMENTS,
    LETTERS,
    OUTGOING_LETTERS,
    LETTER_SETS,
    DELIVERIES,
    REGISTERS,
    REGISTER_LINES,
    BUDGET_YEARS,
    BUDGET_BALANCES,
    BUDGET_POSTINGS,
    BUDGET_TRANSFERS,
    CASE_STATUS,
    CASE_STEPS,
    CASE_LETTERS,
    CASE_PAPERS,
    APPROVALS,
    APPROVAL_OPINIONS,
    OUTSIDE_APPROVALS,
    BODIES,
    MEETINGS,
    MEETING_SEATS,
    RECUSALS,
    AGENDA_ITEMS,
    RESOLUTIONS,
    INBOX,
    FOLLOW_UPS,
    SEARCH,
    READINGS,
    BREAK_GLASSES,
    AUDIT_HISTORY,
)
