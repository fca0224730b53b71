"""What stands under a signature, and whether somebody else could give it."""

from __future__ import annotations

from uuid import UUID

from application.correspondence.story import texts
from application.desk import Desk
from application.execute import OFFICE
from domain.correspondence.outgoing_letter import (
    Draft,
    SignatureBlock,
    SignLetter,
    outgoing_letter,
)
from domain.organization.person import Registered, person
from domain.organization.post import Established, holder_on, post
from domain.organization.power import may, powers
from domain.organization.role import Role


def signature_block(desk: Desk) -> SignatureBlock:
    """Return name and position as they stand today; who stands in adds his capacity (R-H17)."""
    signer = desk.state(person, desk.by.person_id)
    held = desk.state(post, desk.by.post_id)
    assert isinstance(signer, Registered)
    assert isinstance(held, Established)
    name = signer.name_th
    capacity = texts()["capacity"].get(desk.by.capacity)
    return SignatureBlock(
        name=f"{name.title}{name.given} {name.family}",
        position=held.title_th,
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
    holders = {
        holder_on(desk.state(post, row["id"]), desk.on) for row in desk.glance("posts", role=roles)
    }
    return bool(holders - drafters - {None})
