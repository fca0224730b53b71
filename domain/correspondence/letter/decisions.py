"""What a command to a received letter leads to."""

from __future__ import annotations

from domain.correspondence.letter.commands import (
    AcknowledgeLetter,
    AnswerLetter,
    ChangeLetterSecrecy,
    CorrectLetter,
    EndorseLetter,
    EndReading,
    GrantReading,
    JoinCase,
    LetterCommand,
    ReceiveLetter,
    RerouteLetter,
    ReturnLetter,
    TakeInLetter,
    VoidNumber,
)
from domain.correspondence.letter.content import correct, receive
from domain.correspondence.letter.events import (
    LetterAcknowledged,
    LetterAnswered,
    LetterEndorsed,
    LetterEvent,
    LetterJoinedCase,
    LetterNumberVoided,
    LetterReadingEnded,
    LetterReadingGranted,
    LetterRerouted,
    LetterReturned,
    LetterTakenIn,
)
from domain.correspondence.letter.refusals import (
    AlreadyAnswered,
    AlreadyInCase,
    AlreadyTakenIn,
    AnswerMissing,
    ClassifiedRegister,
    LetterElsewhere,
    LetterInCase,
    NotTakenIn,
    NumberAlreadyVoided,
    NumberNotOfLetter,
)
from domain.correspondence.letter.secrecy import change_secrecy
from domain.correspondence.letter.states import (
    Letter,
    NotReceived,
    Received,
    Standing,
)
from domain.correspondence.parts import ClassifiedContentOff, Secrecy, TopSecretContent
from domain.correspondence.reading import ReadingBasis, ended, first_grants, first_readers, granted
from domain.message import Command, Number
from domain.refusal import NotOpen


def decide(command: LetterCommand, letter: Letter) -> list[LetterEvent]:
    """Return what ``command`` leads to.

    Raises:
        NotOpen: the letter is not at the point where it can take this command.
        LetterElsewhere: another unit holds it (R-N15).
        TopSecretContent: more than number, date and holder of a top secret letter (R-U07).
        ClassifiedContentOff: the same of a classified one, where the office keeps no more (R-U08).
        Refusal: the rule named by the function that decides.
    """
    match command, letter:
        case ReceiveLetter(), NotReceived():
            first = first_readers(
                command.secrecy, command.by, command.director_post_id, ReadingBasis.REGISTERED
            )
            return [receive(command), *first_grants(LetterReadingGranted, first)]
        case VoidNumber(), Received() if letter.standing is not Standing.VOID:
            return [void_number(command, letter)]
        case CorrectLetter(), Received() if letter.standing is not Standing.VOID:
            return [correct(command, letter)]
        case TakeInLetter(), Received(standing=Standing.WITH_UNIT):
            return [take_in(command, letter)]
        case ReturnLetter(to_sender=True), Received(
            standing=Standing.WITH_UNIT | Standing.AT_REGISTRY
        ):
            return [return_to_sender(command, letter)]
        case ReturnLetter(), Received(standing=Standing.WITH_UNIT):
            return [return_to_registry(command, letter)]
        case RerouteLetter(), Received(standing=Standing.AT_REGISTRY):
            require_here(command, letter)
            return [LetterRerouted(command.to_unit_id, command.reason, letter.secrecy)]
        case AcknowledgeLetter(), Received(standing=Standing.WITH_UNIT):
            return [acknowledge(command, letter)]
        case EndorseLetter(), Received(standing=Standing.WITH_UNIT | Standing.FILED):
            return [endorse(command, letter)]
        case JoinCase(), Received(standing=Standing.WITH_UNIT | Standing.FILED):
            return [join_case(command, letter)]
        case AnswerLetter(), Received(standing=Standing.WITH_UNIT | Standing.FILED):
            return [answer(command, letter)]
        case GrantReading(), Received():
            reader, readers = granted(command, letter.secrecy, letter.readers)
            basis = ReadingBasis.GRANTED
            return [LetterReadingGranted(reader, basis, readers, command.reason)]
        case EndReading(), Received():
            reader, readers = ended(command, letter.secrecy, letter.readers)
            return [LetterReadingEnded(reader, readers, command.reason)]
        case ChangeLetterSecrecy(), Received():
            return change_secrecy(command, letter)
    raise NotOpen(f"{type(command).__name__} while {getattr(letter, 'standing', 'not received')}")


def require_here(command: Command, letter: Received) -> None:
    if command.by.unit_id != letter.unit_id:
        raise LetterElsewhere(unit_id=letter.unit_id, your_unit_id=command.by.unit_id)


def require_taken_in(letter: Received) -> None:
    """A classified letter stands in the classified register only, and is taken in nowhere (R-U06)."""
    if letter.taken_in is None and letter.secrecy is Secrecy.NONE:
        raise NotTakenIn(unit_id=letter.unit_id)


def require_no_content(letter: Received, *fields: str) -> None:
    """Of a stub only number, date and holder are kept (R-U07, R-U08)."""
    if letter.is_stub and fields:
        top = letter.secrecy is Secrecy.TOP_SECRET
        refusal = TopSecretContent if top else ClassifiedContentOff
        raise refusal("only number, date and holder", fields=list(fields))


def require_no_case(letter: Received) -> None:
    """A case rests on its letters: none is filed as if without, or sent away from under it."""
    if letter.cases:
        raise LetterInCase(cases=sorted(letter.cases))


def take_in(command: TakeInLetter, letter: Received) -> LetterTakenIn:
    """The unit takes the letter in once, by its own register (R-N16)."""
    require_here(command, letter)
    if letter.secrecy is not Secrecy.NONE:
        raise ClassifiedRegister(secrecy=letter.secrecy)
    if letter.taken_in is not None:
        raise AlreadyTakenIn(unit_id=letter.unit_id)
    return LetterTakenIn(letter.unit_id, command.register_id)


def return_to_registry(command: ReturnLetter, letter: Received) -> LetterReturned:
    require_here(command, letter)
    require_no_case(letter)
    return LetterReturned(letter.unit_id, command.registry_unit_id, command.reason)


def return_to_sender(command: ReturnLetter, letter: Received) -> LetterReturned:
    """The central registry sends it out again, unless a unit has it in hand (R-N17)."""
    if command.by.unit_id != command.registry_unit_id:
        raise LetterElsewhere(unit_id=command.registry_unit_id, your_unit_id=command.by.unit_id)
    if letter.taken_in is not None:
        raise AlreadyTakenIn(unit_id=letter.unit_id)
    require_no_case(letter)
    return LetterReturned(command.registry_unit_id, None, command.reason)


def endorse(command: EndorseLetter, letter: Received) -> LetterEndorsed:
    """Also a filed letter: to endorse it is to take it up again."""
    require_here(command, letter)
    require_taken_in(letter)
    require_no_content(letter, "opinion")
    return LetterEndorsed(command.opinion, command.assigned_to, command.assigned_post_id)


def acknowledge(command: AcknowledgeLetter, letter: Received) -> LetterAcknowledged:
    require_here(command, letter)
    require_taken_in(letter)
    require_no_content(letter, *(["note"] if command.note else []))
    require_no_case(letter)
    return LetterAcknowledged(command.note)


def join_case(command: JoinCase, letter: Received) -> LetterJoinedCase:
    """A letter may belong to many cases, to each once (R-W10), wherever in the office it is."""
    require_no_content(letter, "case_id")
    if command.case_id in letter.cases:
        raise AlreadyInCase(case_id=command.case_id)
    return LetterJoinedCase(command.case_id)


def answer(command: AnswerLetter, letter: Received) -> LetterAnswered:
    require_no_content(letter, *(["note"] if command.note else []))
    if command.outgoing_letter_id is None and not command.note:
        raise AnswerMissing
    if command.outgoing_letter_id in letter.answers:
        raise AlreadyAnswered(outgoing_letter_id=command.outgoing_letter_id)
    return LetterAnswered(command.outgoing_letter_id, command.note)


def void_number(command: VoidNumber, letter: Received) -> LetterNumberVoided:
    number = Number(command.register_id, command.year, command.number)
    if number not in command.numbers:
        raise NumberNotOfLetter(register=number.register, number=str(number))
    if number in letter.voided:
        raise NumberAlreadyVoided(register=number.register, number=str(number))
    left = set(command.numbers) - letter.voided - {number}
    return LetterNumberVoided(
        number.register, number.year, number.number, command.reason, len(left)
    )
