"""Who may know of a letter (R-U06)."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from domain.correspondence.clearance import knows_letter, knows_outgoing
from domain.correspondence.letter import NotReceived, Received, Standing, Wording
from domain.correspondence.outgoing_letter import (
    Dispatched,
    LetterPurpose,
    Matter,
    NotDrafted,
    Signed,
    Withdrawn,
)
from domain.correspondence.parts import LetterKind, Secrecy, Urgency
from tests.domain.correspondence.people import (
    AREA_DIRECTOR,
    CLERK,
    DIRECTOR,
    OFFICER,
    PLANNING,
    REGISTRAR,
    SCHOOL,
    actor,
)

THIS_SCHOOL = actor(31, "school_director", SCHOOL)
OTHER_SCHOOL = actor(32, "school_director", UUID(int=99))
CLASSIFIED = (Secrecy.CONFIDENTIAL, Secrecy.SECRET, Secrecy.TOP_SECRET)


def received(secrecy: Secrecy = Secrecy.NONE) -> Received:
    wording = Wording(
        LetterKind.EXTERNAL,
        Urgency.NORMAL,
        "เรื่อง",
        "",
        None,
        date(2026, 11, 23),
        SCHOOL,
        "โรงเรียน",
        None,
        None,
        None,
        "",
    )
    return Received(Standing.WITH_UNIT, PLANNING, wording, secrecy, date(2026, 11, 23))


def matter(secrecy: Secrecy = Secrecy.NONE) -> Matter:
    return Matter(LetterPurpose.OTHER, secrecy, (SCHOOL,))


@pytest.mark.parametrize("secrecy", CLASSIFIED)
def test_a_classified_letter_is_known_to_the_roles_that_keep_its_register(secrecy: Secrecy) -> None:
    for cleared in (REGISTRAR, AREA_DIRECTOR):
        assert knows_letter(received(secrecy), cleared)
        assert knows_outgoing(Signed(1, matter(secrecy)), cleared)
    for other in (CLERK, DIRECTOR, OFFICER, THIS_SCHOOL):
        assert not knows_letter(received(secrecy), other)
        assert not knows_outgoing(Signed(1, matter(secrecy)), other)


def test_any_other_letter_is_known_in_the_office() -> None:
    assert knows_letter(received(), OFFICER)
    assert knows_outgoing(Withdrawn(matter()), OFFICER)


def test_a_school_knows_what_it_sent_and_what_was_sent_to_it() -> None:
    assert knows_letter(received(), THIS_SCHOOL)
    assert not knows_letter(received(), OTHER_SCHOOL)
    assert knows_outgoing(Dispatched(1, matter(), None), THIS_SCHOOL)
    assert not knows_outgoing(Dispatched(1, matter(), None), OTHER_SCHOOL)
    assert not knows_outgoing(Signed(1, matter()), THIS_SCHOOL)


def test_what_was_never_registered_or_drafted_is_known_to_nobody() -> None:
    assert not knows_letter(NotReceived(), AREA_DIRECTOR)
    assert not knows_outgoing(NotDrafted(), AREA_DIRECTOR)
