"""Who may know of a letter (R-U06)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import UUID

import msgspec
import pytest

from domain.correspondence.clearance import knows_letter, knows_outgoing
from domain.correspondence.letter import NotReceived, Received, Standing, Wording
from domain.correspondence.outgoing_letter import (
    Dispatched,
    Draft,
    LetterPurpose,
    NotDrafted,
    Occasion,
    Signed,
    Withdrawn,
    content_of,
)
from domain.correspondence.parts import LetterKind, Secrecy, Urgency
from domain.correspondence.reading import Reader
from domain.viewer import viewer_of
from tests.domain.correspondence import test_outgoing_letter
from tests.domain.correspondence.people import (
    ADMINISTRATOR,
    AREA_DIRECTOR,
    CLERK,
    DIRECTOR,
    OFFICER,
    PLANNING,
    REGISTRAR,
    SCHOOL,
    actor,
)

AUDITOR = actor(33, "internal_auditor", UUID(int=98))
INSPECTOR = actor(34, "inspector", UUID(int=98))
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


def occasion(secrecy: Secrecy = Secrecy.NONE) -> Occasion:
    return Occasion(LetterPurpose.OTHER, secrecy, (SCHOOL,))


def signed(about: Occasion) -> Signed:
    content = content_of(test_outgoing_letter.draft())
    return Signed(1, about, Draft("", frozenset(), (), 1, about, content, checked=True))


def test_a_confidential_letter_is_known_to_the_roles_that_keep_its_register() -> None:
    for cleared in (REGISTRAR, AREA_DIRECTOR):
        assert knows_letter(received(Secrecy.CONFIDENTIAL), cleared)
        assert knows_outgoing(signed(occasion(Secrecy.CONFIDENTIAL)), cleared)


@pytest.mark.parametrize("secrecy", CLASSIFIED)
def test_a_classified_letter_is_known_to_nobody_else(secrecy: Secrecy) -> None:
    for other in (CLERK, DIRECTOR, OFFICER, THIS_SCHOOL, AUDITOR, ADMINISTRATOR):
        assert not knows_letter(received(secrecy), other)
        assert not knows_outgoing(signed(occasion(secrecy)), other)


@pytest.mark.parametrize("secrecy", [Secrecy.SECRET, Secrecy.TOP_SECRET])
def test_for_a_secret_letter_the_role_is_not_enough(secrecy: Secrecy) -> None:
    """R-U06: need to know."""
    for keeper in (REGISTRAR, AREA_DIRECTOR):
        assert not knows_letter(received(secrecy), keeper)
        assert not knows_outgoing(signed(occasion(secrecy)), keeper)


@pytest.mark.parametrize("secrecy", CLASSIFIED)
def test_whom_its_reading_is_granted_knows_it(secrecy: Secrecy) -> None:
    """R-U06: a person in a post, or whoever holds a post."""
    in_person = Reader(OFFICER.post_id, OFFICER.person_id)
    letter = replace(received(secrecy), readers=(in_person, Reader(DIRECTOR.post_id)))
    ours = signed(replace(occasion(secrecy), readers=(in_person,)))
    assert knows_letter(letter, OFFICER)
    assert knows_letter(letter, DIRECTOR)
    assert knows_outgoing(ours, OFFICER)
    successor = msgspec.structs.replace(OFFICER, person_id=UUID(int=77))
    elsewhere = msgspec.structs.replace(OFFICER, post_id=UUID(int=78))
    assert not knows_letter(letter, successor)
    assert not knows_letter(letter, elsewhere)
    assert knows_letter(letter, msgspec.structs.replace(DIRECTOR, person_id=UUID(int=77)))


def test_what_a_post_reads_goes_with_who_fills_it_and_not_with_a_substitute() -> None:
    """R-H08, R-U06: a substitute for duties, or a delegate, reads what he himself was granted."""
    confidential = received(Secrecy.CONFIDENTIAL)
    secret = replace(received(Secrecy.SECRET), readers=(Reader(REGISTRAR.post_id),))
    for capacity, knows in (
        ("holder", True),
        ("acting", True),
        ("interim", True),
        ("on_behalf", False),
        ("duty_substitute", False),
        ("mutual_substitute", False),
    ):
        by = msgspec.structs.replace(REGISTRAR, capacity=capacity)
        assert (knows_letter(confidential, by), knows_letter(secret, by)) == (knows, knows)
        own = replace(secret, readers=(Reader(by.post_id, by.person_id),))
        assert knows_letter(own, by)


def test_an_administrator_reads_no_matter() -> None:
    assert not knows_letter(received(), ADMINISTRATOR)
    granted = replace(received(), readers=(Reader(ADMINISTRATOR.post_id),))
    assert not knows_letter(granted, ADMINISTRATOR)
    assert not viewer_of(ADMINISTRATOR).matters


def test_an_auditor_knows_all_but_what_is_classified_and_is_watched() -> None:
    """R-M13."""
    for auditor in (AUDITOR, INSPECTOR):
        assert knows_letter(received(), auditor)
        assert viewer_of(auditor).watched
    assert not viewer_of(AREA_DIRECTOR).watched


def test_any_other_letter_is_known_in_the_office() -> None:
    assert knows_letter(received(), OFFICER)
    assert knows_outgoing(Withdrawn(occasion()), OFFICER)


def test_a_school_knows_what_it_sent_and_what_was_sent_to_it() -> None:
    assert knows_letter(received(), THIS_SCHOOL)
    assert not knows_letter(received(), OTHER_SCHOOL)
    assert knows_outgoing(Dispatched(1, occasion(), None), THIS_SCHOOL)
    assert not knows_outgoing(Dispatched(1, occasion(), None), OTHER_SCHOOL)
    assert not knows_outgoing(signed(occasion()), THIS_SCHOOL)


def test_what_was_never_registered_or_drafted_is_known_to_nobody() -> None:
    assert not knows_letter(NotReceived(), AREA_DIRECTOR)
    assert not knows_outgoing(NotDrafted(), AREA_DIRECTOR)
