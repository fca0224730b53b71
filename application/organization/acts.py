"""Founding the office: units, posts, persons, powers, holidays, settings."""

from __future__ import annotations

from uuid import UUID

from application.act import Act
from application.casework.deadlines import change_calendar
from application.desk import Asked, Desk
from application.organization import units
from application.organization.powers import set_powers
from domain.organization.calendar import AnnounceHolidays, WithdrawHoliday, calendar
from domain.organization.person import Registered, RegisterPerson, person
from domain.organization.post import ClosePost, EstablishPost, FillPost, VacatePost, post
from domain.organization.power import SetPowers, powers
from domain.organization.settings import SetOfficeSettings, settings
from domain.organization.unit import ChangePupils, CloseUnit, EstablishUnit, RenameUnit, unit
from domain.refusal import NotFound


def register_person(desk: Desk, person_id: UUID, asked: Asked[RegisterPerson]) -> None:
    """Enter a person under the id of his own stream: his key seals what is personal."""
    desk.decide(person, person_id, asked.command(person_id=person_id))


def fill_post(desk: Desk, post_id: UUID, asked: Asked[FillPost]) -> None:
    """Appoint a person who is entered.

    Raises:
        NotFound: nobody has this id.
    """
    if not isinstance(desk.state(person, asked.person_id), Registered):
        raise NotFound(person_id=asked.person_id)
    desk.decide(post, post_id, asked.command())


ACTS = (
    Act(EstablishUnit, unit, units.establish, creates=True),
    Act(RenameUnit, unit),
    Act(CloseUnit, unit, units.close),
    Act(ChangePupils, unit),
    Act(EstablishPost, post, units.establish_post, creates=True),
    Act(FillPost, post, fill_post),
    Act(VacatePost, post),
    Act(ClosePost, post, units.close_post),
    Act(RegisterPerson, person, register_person, creates=True),
    Act(SetPowers, powers, set_powers),
    Act(AnnounceHolidays, calendar, change_calendar),
    Act(WithdrawHoliday, calendar, change_calendar),
    Act(SetOfficeSettings, settings),
)
INTERNAL = {"EnterPost": "EstablishPost"}
