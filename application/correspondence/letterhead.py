"""What a sheet of the office says of the office itself, and how units are written to."""

from __future__ import annotations

from uuid import UUID

from application.correspondence.story import To, texts
from application.desk import OFFICE, Desk
from domain.correspondence.outgoing_letter import Letterhead, OutgoingForm
from domain.organization.settings import Settings, settings
from domain.organization.unit import Established, called_on, unit
from domain.refusal import NotFound


def office_settings(desk: Desk) -> Settings:
    """Return the office's settings; nameless where it has not set any yet."""
    known = desk.state(settings, OFFICE)
    if isinstance(known, Settings):
        return known
    raise NotFound(settings=OFFICE)


def keeps_classified(desk: Desk) -> bool:
    """Return whether the office keeps the content of classified letters here (R-U08); not by default."""
    known = desk.state(settings, OFFICE)
    return isinstance(known, Settings) and known.keeps_classified


def unit_name(desk: Desk, unit_id: UUID | None) -> str:
    if unit_id is None:
        return ""
    known = desk.state(unit, unit_id)
    return called_on(known, desk.on).name_th if isinstance(known, Established) else ""


def letterhead(desk: Desk, form: OutgoingForm, owner_unit_id: UUID | None) -> Letterhead:
    """Return the lines of a letter's upper right, or the ส่วนราชการ of a memorandum (R-L04, R-L05)."""
    office = office_settings(desk)
    owner = unit_name(desk, owner_unit_id)
    if form is OutgoingForm.INTERNAL:
        phone = texts()["words"]["phone"].format(phone=office.phone)
        return Letterhead((" ".join(filter(None, (owner, office.name_th, phone))),), owner)
    return Letterhead((office.name_th, *office.address_th.splitlines()), owner)


def addressed(desk: Desk, unit_id: UUID) -> To:
    """Return how a unit's head is written to, in print."""
    known = desk.state(unit, unit_id)
    if not isinstance(known, Established):
        raise NotFound(unit_id=unit_id)
    words, name = texts()["words"], called_on(known, desk.on).name_th
    return To(
        unit_id,
        name,
        known.salutation or words["salutation"],
        known.head_title_th or words["head"].format(name=name),
    )
