"""What may be done with a received letter now, and why not otherwise."""

from __future__ import annotations

from domain.correspondence.letter.refusals import AlreadyTakenIn, LetterInCase, NotTakenIn
from domain.correspondence.letter.states import Letter, NotReceived, Standing
from domain.correspondence.parts import Secrecy
from domain.correspondence.reading import NotReader
from domain.refusal import NotOpen, Refusal


def acts_open(letter: Letter) -> dict[str, Refusal | None]:
    """Return, by command, the refusal it would meet whatever is written in it; None where open.

    Commands that make no sense where the letter stands are left out.
    """
    if isinstance(letter, NotReceived):
        return {"ReceiveLetter": None}
    if letter.standing is Standing.VOID:
        return {"VoidNumber": NotOpen("the number is void"), "ChangeLetterSecrecy": None}
    always: dict[str, Refusal | None] = {
        "CorrectLetter": None,
        "VoidNumber": None,
        "ChangeLetterSecrecy": None,
    }
    if letter.secrecy is not Secrecy.NONE:
        always |= {"GrantReading": None, "EndReading": None if letter.readers else NotReader()}
    match letter.standing:
        case Standing.AT_REGISTRY:
            return {"RerouteLetter": None, "ReturnLetter": None} | always
        case Standing.WITH_UNIT if letter.taken_in is None and letter.secrecy is Secrecy.NONE:
            return {
                "TakeInLetter": None,
                "ReturnLetter": None,
                "EndorseLetter": NotTakenIn(),
                "AcknowledgeLetter": NotTakenIn(),
            } | always
        case Standing.WITH_UNIT:
            in_case = LetterInCase(cases=sorted(letter.cases)) if letter.cases else None
            here: dict[str, Refusal | None] = {
                "EndorseLetter": None,
                "OpenCase": None,
                "AcknowledgeLetter": in_case,
                "ReturnLetter": in_case,
                "AnswerLetter": None,
            }
            if letter.secrecy is Secrecy.NONE:
                here["TakeInLetter"] = AlreadyTakenIn()
            return here | always
        case Standing.FILED:
            return {"EndorseLetter": None, "OpenCase": None} | always
    return always
