"""What stands under a signature, and whether somebody else could give it, or the check before it."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from application.correspondence.story import texts
from application.desk import Desk
from application.matter import of_case
from application.organization.able import Find, able
from application.organization.facts import States
from domain.correspondence.outgoing_letter import (
    CheckLetter,
    Draft,
    SignatureBlock,
    SignLetter,
    outgoing_letter,
)
from domain.organization.person import Registered, person
from domain.organization.post import Established, post
from domain.organization.power import Matter


def signature_block(desk: Desk) -> SignatureBlock:
    """Return name and position as they stand today; who stands in gives his own position, and adds
    in which capacity he signs for which post (R-H17)."""
    signer = desk.state(person, desk.by.person_id)
    held = desk.state(post, desk.by.post_id)
    own = desk.state(post, desk.by.own_post_id) if desk.by.own_post_id else held
    assert isinstance(signer, Registered)
    assert isinstance(held, Established)
    assert isinstance(own, Established)
    name = signer.name_th
    capacity = texts()["capacity"].get(desk.by.capacity)
    return SignatureBlock(
        name=f"{name.title}{name.given} {name.family}",
        position=own.title_th,
        capacity_lines=(capacity, held.title_th) if capacity else (),
    )


def others_can(desk: Desk, letter_id: UUID) -> dict[str, Any]:
    """Return, as evidence for ``SignLetter``, whether others may check the letter and sign it (R-H16)."""
    letter = desk.state(outgoing_letter, letter_id)
    if not isinstance(letter, Draft):
        return {}
    about = Matter(
        process=of_case(desk, letter.occasion.case_id).process, secrecy=str(letter.occasion.secrecy)
    )
    found = {}
    if not letter.checked:
        found["another_can_check"] = another_can_check(desk, desk.glance, letter, desk.on, about)
    if desk.by.person_id in letter.spoke:
        signers = able(desk, desk.glance, SignLetter, desk.on, about)
        found["another_can_sign"] = bool(signers - letter.spoke)
    return found


def another_can_check(
    states: States, find: Find, letter: Draft, on: date, about: Matter | None = None
) -> bool:
    """Whether somebody who wrote no version of the letter may check it."""
    return bool(able(states, find, CheckLetter, on, about) - letter.drafters)
