"""Entering, accepting and ending the instruments by which others act in a post (R-H01–R-H14)."""

from __future__ import annotations

from uuid import UUID

from application.act import Act
from application.desk import OFFICE, Asked, Desk
from application.organization.facts import ReadFacts
from domain.correspondence.letter import letter
from domain.correspondence.letter.states import Received
from domain.organization.authority import away
from domain.organization.capacity import Capacity
from domain.organization.instrument import (
    AcceptInstrument,
    EndInstrument,
    IssueInstrument,
    IssuerFacts,
    PassedOn,
    ReceiverFacts,
    instruments,
)
from domain.organization.post import Established, holder_on, post
from domain.organization.power import may, powers
from domain.organization.role import Role
from domain.organization.settings import Settings, settings
from domain.organization.unit import Established as EstablishedUnit
from domain.organization.unit import unit
from domain.refusal import NotFound


def issue(desk: Desk, post_id: UUID, asked: Asked[IssueInstrument]) -> None:
    """Enter one instrument; that of a mutual group stands in the stream of each of its posts."""
    instrument_id = desk.new_id()
    issue_for(desk, post_id, asked, instrument_id, [one.post_id for one in asked.receivers])
    if asked.capacity is Capacity.MUTUAL_SUBSTITUTE:
        members = [post_id, *(one.post_id for one in asked.receivers)]
        for member in members[1:]:
            others = [other for other in members if other != member]
            issue_for(desk, member, asked, instrument_id, others)


def issue_for(
    desk: Desk,
    post_id: UUID,
    asked: Asked[IssueInstrument],
    instrument_id: UUID,
    receivers: list[UUID],
) -> None:
    stood_in_for = established(desk, post_id)
    issuer = issuer_of(desk, asked)
    holder = holder_on(stood_in_for, asked.from_on)
    facts = ReadFacts(desk)
    command = asked.command(
        instrument_id=instrument_id,
        giver_post_id=post_id,
        post_role=stood_in_for.role,
        post_until=stood_in_for.until_on,
        issuer=issuer,
        letter_sender_id=sender_of(desk, asked.letter_id),
        found=tuple(found(desk, receiver, asked) for receiver in receivers),
        deputies=deputies(desk, asked),
        holder_away=holder is not None and away(facts, holder, asked.from_on),
        holder_none=holder is None,
        held_powers=held_powers(desk, post_id, stood_in_for.role, asked),
        passed_on=passed_on(desk, post_id),
        sub_delegation_allowed=sub_delegation_allowed(desk),
    )
    desk.decide(instruments, post_id, command)


def established(desk: Desk, post_id: UUID) -> Established:
    """Return an established post.

    Raises:
        NotFound
    """
    state = desk.state(post, post_id)
    if not isinstance(state, Established):
        raise NotFound(post_id=post_id)
    return state


def issuer_of(desk: Desk, asked: Asked[IssueInstrument]) -> IssuerFacts:
    if asked.issuer_unit_id is not None:
        body = desk.state(unit, asked.issuer_unit_id)
        if not isinstance(body, EstablishedUnit):
            raise NotFound(issuer_unit_id=asked.issuer_unit_id)
        return IssuerFacts(unit_id=asked.issuer_unit_id, unit_code=body.code)
    post_id = asked.issuer_post_id or desk.by.post_id
    return IssuerFacts(post_id=post_id, role=established(desk, post_id).role)


def sender_of(desk: Desk, letter_id: UUID | None) -> UUID | None:
    """Return the unit that sent a received letter; None where none is named.

    Raises:
        NotFound: no received letter has this id.
    """
    if letter_id is None:
        return None
    state = desk.state(letter, letter_id)
    if not isinstance(state, Received):
        raise NotFound(letter_id=letter_id)
    return state.wording.sender_unit_id


def found(desk: Desk, post_id: UUID, asked: Asked[IssueInstrument]) -> ReceiverFacts:
    state = established(desk, post_id)
    return ReceiverFacts(post_id, state.role, holder_on(state, asked.from_on))


def deputies(desk: Desk, asked: Asked[IssueInstrument]) -> tuple[UUID, ...]:
    """Return the deputies' posts that are filled on the first day (R-H06)."""
    rows = desk.glance("posts", role=str(Role.DEPUTY_AREA_DIRECTOR))
    filled = [
        row["id"]
        for row in rows
        if holder_on(desk.state(post, row["id"]), asked.from_on) is not None
    ]
    return tuple(sorted(filled, key=str))


def held_powers(
    desk: Desk, post_id: UUID, role: Role, asked: Asked[IssueInstrument]
) -> tuple[str, ...]:
    """Return which of the powers named the post holds on the first day, or today if that is past."""
    table, on = desk.state(powers, OFFICE), max(asked.from_on, desk.on)
    return tuple(name for name in asked.powers if may(table, role, name, on, post_id=post_id))


def passed_on(desk: Desk, post_id: UUID) -> PassedOn | None:
    """Return the delegation by which the giver acts in his post, which he would pass on (R-H03)."""
    if desk.by.capacity != Capacity.ON_BEHALF or desk.by.post_id != post_id:
        return None
    assert desk.by.instrument_id is not None
    held = desk.state(instruments, post_id).find(desk.by.instrument_id)
    assert held is not None
    return PassedOn(
        held.powers, held.subjects, held.ceiling_satang, held.until_on, held.may_pass_on
    )


def sub_delegation_allowed(desk: Desk) -> bool:
    office = desk.state(settings, OFFICE)
    return isinstance(office, Settings) and office.allow_sub_delegation


def end(desk: Desk, post_id: UUID, asked: Asked[EndInstrument]) -> None:
    """End an instrument in each of the posts in which it stands."""
    command = asked.command(letter_sender_id=sender_of(desk, asked.letter_id))
    instrument = desk.state(instruments, post_id).find(asked.instrument_id)
    desk.decide(instruments, post_id, command)
    if instrument is not None and instrument.capacity is Capacity.MUTUAL_SUBSTITUTE:
        for receiver in instrument.receivers:
            desk.decide(instruments, receiver.post_id, command)


ACTS = (
    Act(IssueInstrument, instruments, issue, begins_under=post),
    Act(AcceptInstrument, instruments, of_right=True),
    Act(EndInstrument, instruments, end),
)
