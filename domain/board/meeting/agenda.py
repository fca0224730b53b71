"""Agenda items: their headings, the paper put to the body, and what is carried to a later meeting.

The order of headings is practice (R-G09), so it is not checked against the item's number.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import Field

from domain.message import Part

ItemNo = Annotated[str, Field(max_length=7, pattern=r"^[1-9][0-9]?(\.[1-9][0-9]{0,2})?$")]


class AgendaSection(StrEnum):
    CHAIR_NOTICE = "chair_notice"
    ADOPT_MINUTES = "adopt_minutes"
    MATTERS_ARISING = "matters_arising"
    FOR_INFORMATION = "for_information"
    FOR_CONSIDERATION = "for_consideration"
    OTHER = "other"


class TransferVersion(Part, frozen=True):
    """A budget transfer in one exact version, and the round in which it was agreed to propose it."""

    transfer_id: UUID
    digest: str
    approval_id: UUID | None = None


class AgendaPaper(Part, frozen=True):
    """What the body is asked to agree to: the guidelines, with the transfers annexed (R-W07)."""

    case_id: UUID
    guidelines_version: int
    guidelines_digest: str
    transfers: tuple[TransferVersion, ...] = ()


class Tabled(Part, frozen=True):
    """The item of a meeting, not over and not resolved, at which a paper waits for the body."""

    meeting_no: int
    meeting_year: int
    item_no: str


class CarriedFrom(Part, frozen=True):
    """Where an item stood before it was deferred or not reached."""

    meeting_id: UUID
    item_no: str


class Carried(Part, frozen=True):
    """An item of an earlier meeting that may go on this agenda, with the paper it had there."""

    body_id: UUID
    origin: CarriedFrom
    paper: AgendaPaper | None
