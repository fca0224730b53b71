"""A set of letters: listed versions, one confirmation, all or none."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from domain.correspondence.letter_set import (
    CaseNotYetEnded,
    CheckLetters,
    DispatchLetters,
    DraftEndingLetters,
    DraftResultLetters,
    LetterListedTwice,
    LetterNotInSet,
    LettersAlreadyDrafted,
    ListedLetter,
    NobodyToTell,
    SetChecked,
    SetDispatched,
    SetDrafted,
    SetKind,
    SetSigned,
    SignLetters,
    TransferNotYetPosted,
    letter_set,
)
from domain.refusal import NotOpen
from tests.domain.correspondence.people import AREA_DIRECTOR, DIRECTOR, OFFICER, REGISTRAR, TODAY
from tests.domain.scenario import Scenario

CASE, TRANSFER = UUID(int=900), UUID(int=901)
ONE, TWO, OTHER = UUID(int=911), UUID(int=912), UUID(int=913)
SEEN = "a" * 64

nothing = Scenario(letter_set)
DRAFTED = SetDrafted(SetKind.RESULT, CASE, (ONE, TWO), TRANSFER)
written = nothing.given(DRAFTED)


def result(**said: Any) -> DraftResultLetters:
    known: dict[str, Any] = {"case_id": CASE, "posted": True, "letter_ids": (ONE, TWO)}
    return DraftResultLetters(
        **({"by": OFFICER, "on": TODAY, "transfer_id": TRANSFER} | known | said)
    )


def ending(**said: Any) -> DraftEndingLetters:
    known: dict[str, Any] = {"ended": True, "letter_ids": (ONE,)}
    return DraftEndingLetters(**({"by": OFFICER, "on": TODAY, "case_id": CASE} | known | said))


def listing(*letter_ids: UUID) -> list[dict[str, object]]:
    return [{"letter_id": letter_id, "digest": SEEN} for letter_id in letter_ids]


def check(*letter_ids: UUID) -> CheckLetters:
    return CheckLetters(by=DIRECTOR, on=TODAY, letters=listing(*letter_ids))


def sign(*letter_ids: UUID) -> SignLetters:
    return SignLetters(by=AREA_DIRECTOR, on=TODAY, letters=listing(*letter_ids), intent="ลงนาม")


def dispatch(*standing: UUID) -> DispatchLetters:
    return DispatchLetters(by=REGISTRAR, on=TODAY, standing=standing)


def test_the_result_is_told_once_the_transfer_is_posted() -> None:
    """R-B12: nothing is told of money that has not moved."""
    nothing.when(result(posted=False)).refused(TransferNotYetPosted)
    nothing.when(result()).then(DRAFTED)


def test_an_ending_is_told_once_the_case_has_ended() -> None:
    nothing.when(ending(ended=False)).refused(CaseNotYetEnded)
    nothing.when(ending()).then(SetDrafted(SetKind.ENDING, CASE, (ONE,)))


def test_a_second_run_is_refused_while_letters_of_the_first_stand() -> None:
    nobody_new = result(earlier=(OTHER,), letter_ids=())
    nothing.when(nobody_new).refused(LettersAlreadyDrafted, letters=1)
    since = nothing.when(result(earlier=(OTHER,), letter_ids=(TWO,)))
    since.then(SetDrafted(SetKind.RESULT, CASE, (TWO,), TRANSFER))
    nothing.when(ending(earlier=(OTHER,))).refused(LettersAlreadyDrafted, letters=1)


def test_a_run_that_would_write_to_nobody_is_refused() -> None:
    nothing.when(ending(letter_ids=())).refused(NobodyToTell)


def test_a_check_and_a_signature_list_letters_of_the_set_with_the_version_seen() -> None:
    """R-W07."""
    listed = (ListedLetter(ONE, SEEN), ListedLetter(TWO, SEEN))
    written.when(check(ONE, TWO)).then(SetChecked(listed))
    written.when(sign(ONE, TWO)).then(SetSigned(listed))


def test_a_letter_of_another_set_is_not_signed_with_this_one() -> None:
    written.when(sign(ONE, OTHER)).refused(LetterNotInSet, letter_id=OTHER)
    written.when(check(OTHER)).refused(LetterNotInSet, letter_id=OTHER)


def test_a_letter_is_listed_once() -> None:
    written.when(sign(ONE, ONE)).refused(LetterListedTwice, listed=2, letters=1)


def test_every_letter_that_still_stands_is_dispatched() -> None:
    """R-N10: numbers and dispatch in one act."""
    written.when(dispatch(ONE, TWO)).then(SetDispatched((ONE, TWO)))


def test_a_set_of_which_nothing_stands_is_not_dispatched() -> None:
    written.when(dispatch()).refused(NotOpen)


def test_nothing_is_asked_of_a_set_that_was_never_written() -> None:
    nothing.when(check(ONE)).refused(NotOpen)
    nothing.when(dispatch(ONE)).refused(NotOpen)
