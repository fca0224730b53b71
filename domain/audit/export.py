"""An export: that somebody took a whole list away. One stream for each, one event in each (R-M13).

An export is of a list as it stood at one position of the log, so that what was taken can be made again
from the event: the same list, the same filters, the same position, by the same person's rights.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import Field

from domain.decider import Decider
from domain.fields import OneLine, OptionalLine
from domain.message import Command, Event, Official
from domain.refusal import NotOpen


class ExportForm(StrEnum):
    """How an exported list is written."""

    CSV = "csv"
    JSON = "json"


class ListExported(Event, frozen=True):
    """``view`` is the list, ``asked`` its filters as in an address, ``as_of`` the position it stood at."""

    NAME = "export.made"

    view: Official[str]
    asked: Official[str]
    form: Official[ExportForm]
    as_of: Official[int]


class RecordExport(Command):
    """Note that who asks is about to be given a whole list."""

    NAME: ClassVar[str] = "RecordExport"

    view: OneLine
    asked: OptionalLine = ""
    form: ExportForm
    as_of: Annotated[int, Field(strict=True, ge=0)]


@dataclass(frozen=True)
class Unmade:
    """Nothing is recorded under this id."""


@dataclass(frozen=True)
class Made:
    view: str


Export = Unmade | Made


def decide(command: RecordExport, export: Export) -> list[ListExported]:
    """Return what ``command`` leads to.

    Raises:
        NotOpen: an export is recorded once.
    """
    if isinstance(export, Made):
        raise NotOpen("an export is recorded once")
    return [ListExported(command.view, command.asked, command.form, command.as_of)]


def evolve(_export: Export, event: ListExported) -> Export:
    """Take ``event`` as it is."""
    return Made(event.view)


export: Decider[Export] = Decider(
    "export", Unmade(), decide, evolve, (ListExported,), (RecordExport,)
)
