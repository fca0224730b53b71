"""A register: opened for a calendar year with its first number, and the code that it prints.

One stream per register (``register/<id>``, the id in ASCII: ``receive``, ``send``,
``receive-policy-and-planning``, ``case``). No number is issued here: the append issues them
without gaps, and asks this stream only from where to begin. Years are B.E. calendar years.
Source: R-N01, R-N02, R-N05 to R-N08, R-N20.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Annotated, ClassVar, get_args
from uuid import UUID

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from domain.correspondence.parts import Line, Secrecy
from domain.decider import Decider
from domain.fields import DIGITS
from domain.message import Command, Event, Evidence, Official
from domain.refusal import NotOpen, Refusal
from domain.thai_time import calendar_year

LETTER_CODE = re.compile(r"[ก-ฮ]{1,3} ?[0-9.]+")


def read_letter_code(typed: str) -> str:
    """Return the code in Arabic digits; only our own code is held to the pattern (R-N02)."""
    code = typed.translate(DIGITS)
    if not LETTER_CODE.fullmatch(code):
        raise PydanticCustomError("letter-code-form", "a letter code is written like ศธ 04001")
    return code


class RegisterKind(StrEnum):
    """What a register numbers; ``series`` is any other yearly series, orders say (R-N06)."""

    RECEIVE = "receive"
    SEND = "send"
    CASE = "case"
    SERIES = "series"


class RegisterOpened(Event, frozen=True):
    NAME = "register.opened"

    title_th: Official[str]
    title_en: Official[str]
    kind: Official[RegisterKind]
    unit_id: Official[UUID]
    calendar_year: Official[int]
    first_number: Official[int]
    secrecy: Official[Secrecy]


class LetterCodeSet(Event, frozen=True):
    """The code printed before the number. A sample code is invented, and shown as such."""

    NAME = "register.letter_code_set"

    letter_code: Official[str]
    is_sample: Official[bool]


class OpenRegister(Command):
    """Open the register for one year. Evidence: ``issued``, numbers it has given that year."""

    NAME: ClassVar[str] = "OpenRegister"

    title_th: Line
    title_en: Line
    kind: RegisterKind
    unit_id: UUID
    calendar_year: Annotated[int, Field(strict=True, ge=2400, le=2700)]
    first_number: Annotated[int, Field(strict=True, ge=1, le=1_000_000)] = 1
    secrecy: Secrecy = Secrecy.NONE
    issued: Evidence[int]


class SetLetterCode(Command):
    """Set the office's own code. Evidence: ``issued``, numbers given in the year of ``on``."""

    NAME: ClassVar[str] = "SetLetterCode"

    letter_code: Annotated[Line, AfterValidator(read_letter_code)]
    is_sample: bool = False
    issued: Evidence[int]


@dataclass(frozen=True)
class Unopened:
    """Opened for no year yet."""


@dataclass(frozen=True)
class Opened:
    """``first_numbers`` are pairs of a calendar year and the first number of that year."""

    kind: RegisterKind
    unit_id: UUID
    secrecy: Secrecy
    first_numbers: tuple[tuple[int, int], ...] = ()
    letter_code: str = ""
    is_sample: bool = False


Register = Unopened | Opened
RegisterEvent = RegisterOpened | LetterCodeSet
RegisterCommand = OpenRegister | SetLetterCode


class RegisterAlreadyOpen(Refusal):
    """The first number of a year is set once."""

    code = "register-already-open"
    rule = "R-N07"


class RegisterNotOpen(Refusal):
    """No number is issued in a year for which the register was not opened."""

    code = "register-not-open"
    rule = "R-N07"


class RegisterYearPast(Refusal):
    """Nothing is registered into a year that is over."""

    code = "register-year-past"
    rule = "R-N20"


class RegisterChanged(Refusal):
    """A register keeps its kind and its secrecy from year to year; another is another register."""

    code = "register-changed"
    rule = "R-U06"


class NumbersAlreadyIssued(Refusal):
    code = "numbers-already-issued"
    rule = "R-N07"


class LetterCodeSendOnly(Refusal):
    """Only the numbers of a send register are printed after a letter code."""

    code = "letter-code-send-only"
    rule = "R-N01"


class LetterCodeMissing(Refusal):
    code = "letter-code-missing"
    rule = "R-N01"


def decide(command: RegisterCommand, register: Register) -> list[RegisterEvent]:
    """Return what ``command`` leads to.

    Raises:
        RegisterAlreadyOpen, NumbersAlreadyIssued: too late for a first number or a code (R-N07).
        RegisterYearPast: a year that is over (R-N20).
        RegisterChanged: another kind or secrecy than before.
        LetterCodeSendOnly: a code for a register that does not number letters out (R-N01).
        NotOpen: a code for a register that was never opened.
    """
    match command, register:
        case OpenRegister(), _:
            return [opening(command, register)]
        case SetLetterCode(), Opened():
            if register.kind is not RegisterKind.SEND:
                raise LetterCodeSendOnly(kind=register.kind)
            if command.issued:
                raise NumbersAlreadyIssued(issued=command.issued)
            return [LetterCodeSet(command.letter_code, command.is_sample)]
    raise NotOpen(f"{type(command).__name__} while {type(register).__name__}")


def opening(command: OpenRegister, register: Register) -> RegisterOpened:
    this_year = calendar_year(command.on)
    if command.calendar_year < this_year:
        raise RegisterYearPast(calendar_year=command.calendar_year, this_year=this_year)
    if isinstance(register, Opened):
        if (command.kind, command.secrecy) != (register.kind, register.secrecy):
            raise RegisterChanged(kind=register.kind, secrecy=register.secrecy)
        first = dict(register.first_numbers).get(command.calendar_year)
        if first is not None:
            raise RegisterAlreadyOpen(calendar_year=command.calendar_year, first_number=first)
    if command.issued:
        raise NumbersAlreadyIssued(issued=command.issued)
    return RegisterOpened(
        title_th=command.title_th,
        title_en=command.title_en,
        kind=command.kind,
        unit_id=command.unit_id,
        calendar_year=command.calendar_year,
        first_number=command.first_number,
        secrecy=command.secrecy,
    )


def evolve(register: Register, event: RegisterEvent) -> Register:
    """Take ``event`` as it is: it happened, whatever the rules say today."""
    match event, register:
        case RegisterOpened(), Unopened():
            opened = Opened(event.kind, event.unit_id, event.secrecy)
            return with_year(opened, event)
        case RegisterOpened(), Opened():
            return with_year(replace(register, unit_id=event.unit_id), event)
        case LetterCodeSet(), Opened():
            return replace(register, letter_code=event.letter_code, is_sample=event.is_sample)
    return register


def with_year(register: Opened, event: RegisterOpened) -> Opened:
    first = (event.calendar_year, event.first_number)
    return replace(register, first_numbers=(*register.first_numbers, first))


def first_number(register: Register, year: int) -> int:
    """Return the first number of the calendar ``year``; asked before a number is issued.

    Once opened, a register starts again at 1 each 1 January by itself (R-N05): the office does not
    stand still until somebody comes in to open the new year.

    Raises:
        RegisterNotOpen: never opened for that year or an earlier one (R-N07).
        LetterCodeMissing: a send register without a code (R-N01).
    """
    match register:
        case Opened() if any(opened <= year for opened, _ in register.first_numbers):
            if register.kind is RegisterKind.SEND and not register.letter_code:
                raise LetterCodeMissing
            return dict(register.first_numbers).get(year, 1)
    raise RegisterNotOpen(calendar_year=year)


register = Decider[Register](
    "register", Unopened(), decide, evolve, get_args(RegisterEvent), get_args(RegisterCommand)
)
