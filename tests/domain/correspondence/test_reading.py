"""Who reads a classified letter: from the start, by a grant, and no more (R-U06, R-U08)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from domain.correspondence.letter import (
    AcknowledgeLetter,
    CorrectLetter,
    EndorseLetter,
    EndReading,
    GrantReading,
    LetterReadingEnded,
    LetterReadingGranted,
)
from domain.correspondence.letter.refusals import HolderMissing
from domain.correspondence.outgoing_letter import (
    EndOutgoingReading,
    GrantOutgoingReading,
    OutgoingReadingEnded,
    OutgoingReadingGranted,
)
from domain.correspondence.parts import ClassifiedContentOff, Secrecy
from domain.correspondence.reading import (
    AlreadyReader,
    LastReader,
    NotClassified,
    NotForThisRole,
    NotReader,
    Reader,
    ReadingBasis,
)
from tests.domain.correspondence import test_letter, test_outgoing_letter
from tests.domain.correspondence.people import AREA_DIRECTOR, OFFICER, REGISTRAR, TODAY

POST, PERSON = UUID(int=301), UUID(int=302)
LATER = Reader(POST, PERSON)
IN_POST, DIRECTOR = Reader(REGISTRAR.post_id), Reader(AREA_DIRECTOR.post_id)
ASKED: dict[str, Any] = {"by": AREA_DIRECTOR, "on": TODAY}
WHY = "ต้องตรวจสอบข้อเท็จจริง"
incoming, outgoing = test_letter.nothing, test_outgoing_letter.nothing


def came(secrecy: str, **said: Any) -> Any:
    """A letter of this secrecy, registered in an office that has an area director's post."""
    said = {"keeps_classified": True, "director_post_id": AREA_DIRECTOR.post_id} | said
    command = test_letter.receive(secrecy=secrecy, **said)
    return incoming.given(*incoming.when(command).events())


def grant(role: str = "policy_and_plan_analyst") -> GrantReading:
    return GrantReading(**ASKED, post_id=POST, reason=WHY, holder=PERSON, role=role)


def end(reader: Reader) -> EndReading:
    return EndReading(**ASKED, post_id=reader.post_id, person_id=reader.person_id, reason="เสร็จแล้ว")


def test_a_secret_letter_is_first_read_by_its_registrar_and_the_area_director() -> None:
    """R-U06: need to know; nobody has it by his role."""
    assert came("secret").state.readers == (IN_POST, DIRECTOR)
    assert came("confidential").state.readers == ()
    assert came("none").state.readers == ()
    own = came("secret", director_post_id=REGISTRAR.post_id)
    assert own.state.readers == (IN_POST,)


def test_somebody_is_let_read_in_his_post_with_a_reason() -> None:
    secret = came("secret")
    readers = (IN_POST, DIRECTOR, LATER)
    after = secret.when(grant()).then(
        LetterReadingGranted(LATER, ReadingBasis.GRANTED, readers, WHY)
    )
    after.when(grant()).refused(AlreadyReader)
    after.when(end(LATER)).then(LetterReadingEnded(LATER, (IN_POST, DIRECTOR), "เสร็จแล้ว"))


def test_a_plain_letter_needs_no_grant() -> None:
    came("none").when(grant()).refused(NotClassified)


@pytest.mark.parametrize("role", ["administrator", "school_director"])
def test_an_administrator_or_a_school_is_not_let_read(role: str) -> None:
    came("secret").when(grant(role)).refused(NotForThisRole, role=role)


def test_who_may_not_read_cannot_be_stopped_from_it() -> None:
    came("secret").when(end(LATER)).refused(NotReader)


def test_the_last_reader_of_a_secret_letter_stays() -> None:
    secret = came("secret", director_post_id=None)
    secret.when(end(IN_POST)).refused(LastReader)
    one = came("confidential")
    granted = one.given(*one.when(grant()).events())
    granted.when(end(LATER)).then(LetterReadingEnded(LATER, (), "เสร็จแล้ว"))


def test_a_letter_of_ours_is_read_by_who_drafted_it() -> None:
    """R-U06: in person, whatever its level; what is secret also by the area director."""
    drafter = Reader(OFFICER.post_id, OFFICER.person_id)
    command = test_outgoing_letter.draft(secrecy="secret", director_post_id=AREA_DIRECTOR.post_id)
    secret = outgoing.given(*outgoing.when(command).events())
    assert secret.state.occasion.readers == (drafter, DIRECTOR)
    lets = GrantOutgoingReading(
        **ASKED, post_id=POST, reason=WHY, holder=PERSON, role="group_director"
    )
    readers = (drafter, DIRECTOR, LATER)
    after = secret.when(lets).then(
        OutgoingReadingGranted(LATER, ReadingBasis.GRANTED, readers, WHY)
    )
    ends = EndOutgoingReading(**ASKED, post_id=POST, person_id=PERSON, reason="เสร็จแล้ว")
    after.when(ends).then(OutgoingReadingEnded(LATER, (drafter, DIRECTOR), "เสร็จแล้ว"))
    again = test_outgoing_letter.revise(subject="เรื่องอื่น", secrecy="secret")
    [event] = after.when(again).events()
    assert after.given(event).state.occasion.readers == readers


# Whether content may be kept at all (R-U08)

STUB: dict[str, Any] = {
    "subject": "",
    "sender_unit_id": None,
    "sender_name": "",
    "holder": "นายทะเบียนฯ",
    "keeps_classified": False,
}


@pytest.mark.parametrize("secrecy", ["confidential", "secret"])
def test_where_classified_content_is_not_kept_there_is_a_stub(secrecy: str) -> None:
    """R-U08: number, date and holder, as of a top secret letter."""
    full = test_letter.receive(secrecy=secrecy, keeps_classified=False)
    incoming.when(full).refused(ClassifiedContentOff)
    held = test_letter.receive(secrecy=secrecy, **(STUB | {"holder": ""}))
    incoming.when(held).refused(HolderMissing)
    stub = came(secrecy, **STUB)
    assert stub.state.secrecy is Secrecy(secrecy)
    opinion = EndorseLetter(
        by=test_letter.DIRECTOR,
        on=TODAY,
        opinion="ควร",
        assigned_post_id=POST,
        assigned_to=PERSON,
    )
    stub.when(opinion).refused(ClassifiedContentOff, fields=["opinion"])
    note = AcknowledgeLetter(by=test_letter.DIRECTOR, on=TODAY, note="ทราบ")
    stub.when(note).refused(ClassifiedContentOff, fields=["note"])
    words = CorrectLetter(
        by=REGISTRAR, on=TODAY, reason="เพิ่มเรื่อง", subject="เรื่องลับ", wrong_position=1
    )
    stub.when(words).refused(ClassifiedContentOff, fields=["subject"])


def test_what_is_kept_already_may_still_be_put_right() -> None:
    """R-U08, R-W13: the setting was changed since."""
    kept = came("confidential")
    words = CorrectLetter(
        by=REGISTRAR, on=TODAY, reason="พิมพ์ผิด", subject="เรื่องที่ถูก", wrong_position=1
    )
    [event] = kept.when(words).events()
    assert event.corrections[0].now == "เรื่องที่ถูก"


def test_a_classified_letter_is_not_written_where_none_are_kept() -> None:
    """R-U08."""
    command = test_outgoing_letter.draft(secrecy="confidential", keeps_classified=False)
    outgoing.when(command).refused(ClassifiedContentOff, fields=["secrecy"])
