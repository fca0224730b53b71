"""Settings of the office: handling days per urgency, the report's deadline, texts for letterheads.

One stream per office (``settings/office``). The correspondence regulation gives no hours (R-U02)
and the reporting period may change (R-B07), so there is no default here: until an office has set
them they are not known. The letter code belongs to the registers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar

from pydantic import BaseModel, ConfigDict, Field

from domain.decider import Decider
from domain.fields import OneLine, OptionalLine, Paragraphs
from domain.message import Command, Event, Official, Part
from domain.refusal import Refusal

Days = Annotated[int, Field(strict=True, ge=0, le=365)]


class HandlingDays(Part, frozen=True):
    """Working days to handle a letter, by urgency; 0 is the same working day (R-U02)."""

    most_urgent: int
    very_urgent: int
    urgent: int
    normal: int


class SettingsChanged(Event, frozen=True):
    """All settings, as they stand from now on. ``report_due_days`` are calendar days (R-B07).

    ``keeps_classified``: the content of confidential and secret letters may be kept here (R-U08), on
    the strength of ``classified_document``.
    ``allow_sub_delegation`` lets a delegation say that it may be passed on (R-H04: off by default).
    """

    NAME = "settings.changed"

    handling_days: Official[HandlingDays]
    report_due_days: Official[int]
    name_th: Official[str]
    name_en: Official[str]
    address_th: Official[str]
    phone: Official[str]
    keeps_classified: Official[bool] = False
    classified_document: Official[str] = ""
    allow_sub_delegation: Official[bool] = False


class HandlingDaysItem(BaseModel):
    """Working days by urgency as typed."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    most_urgent: Days
    very_urgent: Days
    urgent: Days
    normal: Days


class SetOfficeSettings(Command):
    """Set all of the office's settings. Keeping classified content needs a document (R-U08)."""

    NAME: ClassVar[str] = "SetOfficeSettings"

    handling_days: HandlingDaysItem
    report_due_days: Days
    name_th: OneLine
    name_en: OneLine
    address_th: Paragraphs
    phone: OneLine
    keeps_classified: bool = False
    classified_document: OptionalLine = ""
    allow_sub_delegation: bool = False


@dataclass(frozen=True)
class Unset:
    """An office that has not said anything yet."""


@dataclass(frozen=True)
class Settings:
    handling_days: HandlingDays
    report_due_days: int
    name_th: str
    name_en: str
    address_th: str
    phone: str
    keeps_classified: bool = False
    classified_document: str = ""
    allow_sub_delegation: bool = False


OfficeSettings = Unset | Settings


class UrgencyReversed(Refusal):
    """A more pressing letter may not be given more days than a less pressing one."""

    code = "urgency-reversed"
    rule = "R-U01"


class ClassifiedDocumentMissing(Refusal):
    """Whether classified content may be kept here depends on how it is run; a document must say so."""

    code = "classified-document-missing"
    rule = "R-U08"


def decide(command: SetOfficeSettings, settings: OfficeSettings) -> list[SettingsChanged]:
    """Return what ``command`` leads to.

    Raises:
        UrgencyReversed: the days do not rise as the urgency falls.
        ClassifiedDocumentMissing: classified content is to be kept on the strength of nothing.
    """
    days = command.handling_days
    rising = [days.most_urgent, days.very_urgent, days.urgent, days.normal]
    if rising != sorted(rising):
        raise UrgencyReversed("more days for a more urgent letter", **days.model_dump())
    if command.keeps_classified and not command.classified_document:
        raise ClassifiedDocumentMissing
    return [
        SettingsChanged(
            HandlingDays(*rising),
            command.report_due_days,
            command.name_th,
            command.name_en,
            command.address_th,
            command.phone,
            command.keeps_classified,
            command.classified_document,
            command.allow_sub_delegation,
        )
    ]


def evolve(settings: OfficeSettings, event: SettingsChanged) -> OfficeSettings:
    """Take ``event`` as it is."""
    return Settings(
        event.handling_days,
        event.report_due_days,
        event.name_th,
        event.name_en,
        event.address_th,
        event.phone,
        event.keeps_classified,
        event.classified_document,
        event.allow_sub_delegation,
    )


settings: Decider[OfficeSettings] = Decider(
    "settings", Unset(), decide, evolve, (SettingsChanged,), (SetOfficeSettings,)
)
