from __future__ import annotations

from typing import Any, get_type_hints
from uuid import UUID

import pytest
from pydantic import ValidationError

from domain.message import Classification
from domain.organization.person import (
    PersonName,
    PersonNameItem,
    PersonRegistered,
    RegisterPerson,
    person,
)
from domain.refusal import NotOpen
from tests.domain.organization.acting import ASKED
from tests.domain.scenario import Scenario

SUDA = UUID(int=30)
NAME = PersonNameItem(title="นางสาว", given="สุดา", family="ใจดี")
registered = PersonRegistered(
    SUDA, PersonName("นางสาว", "สุดา", "ใจดี"), "Suda Jaidee", "042 000 000", "suda@example.org"
)


def register(**changed: Any) -> RegisterPerson:
    asked = {
        "name_th": NAME,
        "name_en": "Suda Jaidee",
        "phone": "042 000 000",
        "email": "suda@example.org",
        "person_id": SUDA,
    }
    return RegisterPerson(**(ASKED | asked | changed))


def test_a_person_is_registered_with_a_name_in_three_parts() -> None:
    """R-T16."""
    Scenario(person).when(register()).then(registered)


def test_a_person_is_registered_once() -> None:
    Scenario(person).given(registered).when(register()).refused(NotOpen)


def test_telephone_and_e_mail_are_personal_and_the_name_of_an_official_is_not() -> None:
    """R-I12: what is personal is sealed under the person's own key."""
    hints = get_type_hints(PersonRegistered, include_extras=True)
    kinds = {
        name: hints[name].__metadata__[0].extra["classification"]
        for name in ("name_th", "name_en", "phone", "email")
    }
    assert kinds == {
        "name_th": Classification.OFFICIAL,
        "name_en": Classification.OFFICIAL,
        "phone": Classification.PERSONAL,
        "email": Classification.PERSONAL,
    }
    assert PersonRegistered.SUBJECT == "person_id"


@pytest.mark.parametrize("changed", [{"email": "nobody"}, {"phone": "call me"}, {"phone": "123"}])
def test_what_is_no_address_is_refused(changed: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        register(**changed)
