"""What stands under a signature, and whether somebody else could give it."""

from __future__ import annotations

from uuid import UUID

from application.correspondence.story import texts
from application.desk import OFFICE, Desk
from application.organization.facts import ReadFacts
from domain.correspondence.outgoing_letter import (
    Draft,
    SignatureBlock,
    SignLetter,
    outgoing_letter,
)
from domain.organization.authority import fills
from domain.organization.person import Registered, person
from domain.organization.post import Established, post
from domain.organization.power import may, powers
from domain.organization.role import Role


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


def another_can_sign(desk: Desk, letter_id: UUID) -> bool:
    """Whether somebody who drafted no version of the letter holds the power to sign it (R-H16)."""
    letter = desk.state(outgoing_letter, letter_id)
    drafters = letter.drafters if isinstance(letter, Draft) else frozenset()
    if desk.by.person_id not in drafters:
        return True
    table = desk.state(powers, OFFICE)
    roles = [str(role) for role in Role if may(table, role, SignLetter.NAME, desk.on)]
    facts = ReadFacts(desk)
    filled = [fills(facts, row["id"], desk.on) for row in desk.glance("posts", role=roles)]
    return any(one is not None and one.person_id not in drafters for one in filled)
