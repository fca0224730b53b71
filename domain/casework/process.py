"""Process: the steps of a work process of the manual, as versioned data (R-W01).

One stream per process (``process/4.4``). A case copies the steps of the version it began with, so
a later definition changes no running case. ``needs`` are the steps that must be done before a step
opens; a *gate* is a step that a decision elsewhere completes and nobody may skip (R-W08).
Source: processes §1 (kinds of steps, roles, D1-D3), §4 (the steps).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import BaseModel, ConfigDict, Field

from domain.decider import Decider
from domain.fields import OneLine
from domain.message import Command, Event, Official, Part
from domain.refusal import Refusal

Code = Annotated[str, Field(pattern=r"^[0-9]{1,2}(\.[0-9]{1,2}){0,3}$")]
RoleName = Annotated[str, Field(pattern=r"^[a-z][a-z_]{2,60}$")]
StepNumber = Annotated[int, Field(strict=True, ge=1, le=99)]
WorkingDays = Annotated[int, Field(strict=True, ge=0, le=365)]


class StepKind(StrEnum):
    """Processes §1; where a step joins preparing and deciding, the deciding kind wins."""

    STUDY = "study"
    PREPARE = "prepare"
    COLLECT = "collect"
    ANALYSE = "analyse"
    COMMITTEE = "committee"
    APPROVAL = "approval"
    BOARD_RESOLUTION = "board_resolution"
    EXTERNAL_APPROVAL = "external_approval"
    NOTIFY = "notify"
    PUBLISH = "publish"
    EXECUTE = "execute"
    MEETING = "meeting"
    MONITOR = "monitor"
    REPORT = "report"


class Step(Part, frozen=True):
    """A step of a process. ``working_days`` are given from the day it opens (R-T14)."""

    number: int
    label_th: str
    label_en: str
    kind: StepKind
    role: str
    working_days: int
    needs: tuple[int, ...] = ()
    gate: bool = False


class Template(Part, frozen=True):
    """A process as defined: what a new case is opened from. ``version`` counts from 1."""

    code: str
    version: int
    title_th: str
    title_en: str
    steps: tuple[Step, ...]


class ProcessDefined(Event, frozen=True):
    NAME = "process.defined"

    code: Official[str]
    version: Official[int]
    title_th: Official[str]
    title_en: Official[str]
    steps: Official[tuple[Step, ...]]


class StepItem(BaseModel):
    """One step as typed."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    number: StepNumber
    label_th: OneLine
    label_en: OneLine
    kind: StepKind
    role: RoleName
    working_days: WorkingDays
    needs: tuple[StepNumber, ...] = ()
    gate: bool = False


class DefineProcess(Command):
    """Define a process, or a new version of it. Steps are numbered from 1 without gaps."""

    NAME: ClassVar[str] = "DefineProcess"

    code: Code
    title_th: OneLine
    title_en: OneLine
    steps: Annotated[tuple[StepItem, ...], Field(min_length=1, max_length=99)]


@dataclass(frozen=True)
class Undefined:
    """Not defined yet."""


Process = Undefined | Template


class StepsOutOfOrder(Refusal):
    """Steps are numbered 1, 2, 3 … in the order in which they stand."""

    code = "steps-out-of-order"
    rule = "R-W01"


class NeedNotEarlier(Refusal):
    """A step may need earlier steps only; else some step could never open."""

    code = "step-need-not-earlier"
    rule = "R-W01"


def decide(command: DefineProcess, process: Process) -> list[ProcessDefined]:
    """Return what ``command`` leads to.

    Raises:
        StepsOutOfOrder: the numbers are not 1 to n.
        NeedNotEarlier: a step needs itself, a later one, or one twice.
    """
    numbers = [step.number for step in command.steps]
    if numbers != list(range(1, len(numbers) + 1)):
        raise StepsOutOfOrder("steps out of order", numbers=numbers)
    for step in command.steps:
        if any(need >= step.number for need in step.needs) or len(set(step.needs)) < len(
            step.needs
        ):
            raise NeedNotEarlier("needs", step=step.number, needs=step.needs)
    version = process.version + 1 if isinstance(process, Template) else 1
    steps = tuple(Step(**step.model_dump()) for step in command.steps)
    return [ProcessDefined(command.code, version, command.title_th, command.title_en, steps)]


def evolve(process: Process, event: ProcessDefined) -> Process:
    """Take ``event`` as it is."""
    return Template(event.code, event.version, event.title_th, event.title_en, event.steps)


process: Decider[Process] = Decider(
    "process", Undefined(), decide, evolve, (ProcessDefined,), (DefineProcess,)
)
