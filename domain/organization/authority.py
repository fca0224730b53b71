"""Authority: in which capacity a person may act in a post on a day, and whether that carries a command.

One pure judgement over dated facts, used for every command, for the questions "who may", "why not me"
and "who could on that day", and again when a stored decision is re-adjudicated (DESIGN §6, §7). The
person is not the post, and the post is not the power: what is not granted is not permitted, and
standing in gives what its instrument gives (R-H08, R-H11, R-H13, R-H15, R-H18).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Protocol
from uuid import UUID

from domain.organization.absence import Absences, absent
from domain.organization.capacity import (
    FILLS_THE_POST,
    FULLEST_FIRST,
    SIGNS_NOTHING,
    Capacity,
)
from domain.organization.instrument import Basis, Instrument, Instruments, Receiver
from domain.organization.post import Established, Post, holder_on
from domain.organization.power import Grant, Matter, Powers, below, grants_for, within
from domain.refusal import NotPermitted


class Facts(Protocol):
    """The dated facts, read as far as they are asked for."""

    def post(self, post_id: UUID) -> Post: ...
    def instruments(self, post_id: UUID) -> Instruments: ...
    def absences(self, person_id: UUID) -> Absences: ...


@dataclass(frozen=True)
class Standing:
    """As what somebody acts in a post: by which instrument, and through which post of his own."""

    person_id: UUID
    post_id: UUID
    capacity: Capacity
    instrument: Instrument | None = None
    own_post_id: UUID | None = None


@dataclass(frozen=True)
class Permit:
    """By what right: the row of the table of powers, and the rules that were looked at."""

    standing: Standing
    grant: Grant
    rules: tuple[str, ...]

    @property
    def ceiling_satang(self) -> int | None:
        """The lower of the ceilings of the row and the instrument; None where there is none."""
        instrument = self.standing.instrument
        both = (self.grant.ceiling_satang, instrument.ceiling_satang if instrument else None)
        return min((one for one in both if one is not None), default=None)


class StoodInFor(NotPermitted):
    """While somebody acts in this post (รักษาราชการแทน), its holder does not: end the absence first."""

    code = "stood-in-for"
    rule = "R-H11"


class PostNotYours(NotPermitted):
    """You neither hold this post today nor stand in for it."""

    code = "post-not-yours"
    rule = "R-H15"


class RowDoesNotCover(NotPermitted):
    """The table of powers grants this, but not for such a matter."""

    code = "matter-not-covered"
    rule = "R-B09"


class InstrumentDoesNotGive(NotPermitted):
    """What you stand in by does not give this power."""

    code = "instrument-does-not-give"
    rule = "R-H01"


class AboveInstrument(NotPermitted):
    """The amount is above the ceiling of the delegation."""

    code = "above-instrument-ceiling"
    rule = "R-H01"


class SubstituteSignsNot(NotPermitted):
    """A substitute for duties checks, assigns and gives opinions; he signs nothing for the office."""

    code = "substitute-signs-not"
    rule = "R-H13"


def away(facts: Facts, person_id: UUID | None, on: date) -> bool:
    """Whether nobody is named, or he is away on the day ``on``."""
    return person_id is None or absent(facts.absences(person_id), on)


def person_of(facts: Facts, receiver: Receiver, on: date) -> UUID | None:
    """Return who receives on that day: a person named must still hold his post."""
    held = holder_on(facts.post(receiver.post_id), on)
    return held if receiver.person_id in (None, held) else None


def receiver_on(
    facts: Facts, post_id: UUID, instrument: Instrument, on: date, person_id: UUID
) -> Receiver | None:
    """Return the place by which ``person_id`` stands in under ``instrument`` on ``on``, if any."""
    if not instrument.in_period(on):
        return None
    holder = holder_on(facts.post(post_id), on)
    match instrument.capacity:
        case Capacity.ACTING if instrument.basis is Basis.LAW:
            ordered = any(
                other.capacity is Capacity.ACTING and other.basis is Basis.ORDER
                for other in facts.instruments(post_id).on(on)
            )
            if ordered or not away(facts, holder, on):
                return None
        case Capacity.INTERIM if holder is not None:
            return None
        case Capacity.MUTUAL_SUBSTITUTE if not away(facts, holder, on):
            return None
        case Capacity.DUTY_SUBSTITUTE:
            if not away(facts, holder, on):
                return None
            first = first_present(facts, instrument, on)
            return first if first and person_of(facts, first, on) == person_id else None
    for receiver in instrument.receivers:
        if person_of(facts, receiver, on) == person_id:
            if instrument.capacity is Capacity.MUTUAL_SUBSTITUTE and away(facts, person_id, on):
                return None
            return receiver
    return None


def first_present(facts: Facts, instrument: Instrument, on: date) -> Receiver | None:
    """Return the lowest rank that is there on the day ``on`` (R-H13: ranks follow each other)."""
    for receiver in instrument.receivers:
        if not away(facts, person_of(facts, receiver, on), on):
            return receiver
    return None


def acting_in(facts: Facts, post_id: UUID, on: date) -> Standing | None:
    """Return who fills the post as a whole in its holder's place on ``on``, or None."""
    for instrument in facts.instruments(post_id).on(on):
        if instrument.capacity in FILLS_THE_POST:
            for receiver in instrument.receivers:
                person_id = person_of(facts, receiver, on)
                if person_id is None:
                    continue
                if receiver_on(facts, post_id, instrument, on, person_id) is not None:
                    return Standing(
                        person_id, post_id, instrument.capacity, instrument, receiver.post_id
                    )
    return None


def fills(facts: Facts, post_id: UUID, on: date) -> Standing | None:
    """Return who fills the post's seats and ranks on ``on``: who acts in it, else its holder (R-H08)."""
    acting = acting_in(facts, post_id, on)
    if acting is not None:
        return acting
    holder = holder_on(facts.post(post_id), on)
    return None if holder is None else Standing(holder, post_id, Capacity.HOLDER, None, post_id)


def standings(facts: Facts, post_id: UUID, person_id: UUID, on: date) -> Iterator[Standing]:
    """Yield every capacity in which ``person_id`` may act in the post on ``on``, the fullest first."""
    if holder_on(facts.post(post_id), on) == person_id:
        acting = acting_in(facts, post_id, on)
        if acting is None or acting.person_id == person_id:
            yield Standing(person_id, post_id, Capacity.HOLDER, None, post_id)
    found = []
    for instrument in facts.instruments(post_id).on(on):
        receiver = receiver_on(facts, post_id, instrument, on, person_id)
        if receiver is not None:
            found.append(
                Standing(person_id, post_id, instrument.capacity, instrument, receiver.post_id)
            )
    yield from sorted(found, key=lambda standing: FULLEST_FIRST.index(standing.capacity))


def all_standings(facts: Facts, post_id: UUID, on: date) -> Iterator[Standing]:
    """Yield everybody who may act in the post on ``on``, in each capacity he has."""
    persons: dict[UUID, None] = {}
    holder = holder_on(facts.post(post_id), on)
    if holder is not None:
        persons[holder] = None
    for instrument in facts.instruments(post_id).on(on):
        for receiver in instrument.receivers:
            person_id = person_of(facts, receiver, on)
            if person_id is not None:
                persons[person_id] = None
    for person_id in persons:
        yield from standings(facts, post_id, person_id, on)


def stand(
    facts: Facts, post_id: UUID, person_id: UUID, on: date, instrument_id: UUID | None = None
) -> Standing:
    """Return the capacity chosen, or the fullest there is.

    Raises:
        StoodInFor: the holder, while somebody acts in his post.
        PostNotYours: neither holder nor standing in on that day.
    """
    for standing in standings(facts, post_id, person_id, on):
        chosen = standing.instrument.instrument_id if standing.instrument else None
        if instrument_id is None or chosen == instrument_id:
            return standing
    if instrument_id is None and holder_on(facts.post(post_id), on) == person_id:
        acting = acting_in(facts, post_id, on)
        raise StoodInFor("somebody acts", person_id=acting.person_id if acting else None)
    raise PostNotYours("this post is not yours today", post_id=post_id)


def permit(
    powers: Powers,
    standing: Standing,
    role: str,
    command: str,
    on: date,
    *,
    matter: Matter | None = None,
    signs: bool = False,
) -> Permit:
    """Return by what right ``command`` may be given; without ``matter`` on some matter at least.

    Raises:
        NotPermitted: no row of the table for this role or post.
        RowDoesNotCover, InstrumentDoesNotGive, AboveInstrument, SubstituteSignsNot
    """
    rows = list(grants_for(powers, role, command, on, standing.post_id))
    if not rows:
        raise NotPermitted(role=role, command=command)
    rules = require_given(standing, command, matter, signs)
    for row in rows:
        if matter is None or row.covers(matter):
            return Permit(standing, row, rules)
    assert matter is not None
    ceilings = [row.ceiling_satang for row in rows if row.ceiling_satang is not None]
    raise RowDoesNotCover(
        role=role,
        command=command,
        amount_satang=matter.amount_satang,
        ceiling_satang=max(ceilings, default=None),
    )


def asks_matter(powers: Powers, standing: Standing, role: str, command: str, on: date) -> bool:
    """Whether a row or the instrument asks what the command is about; else it need not be gathered."""
    instrument = standing.instrument
    if instrument is not None and (instrument.subjects or instrument.ceiling_satang is not None):
        return True
    return any(row.bounded for row in grants_for(powers, role, command, on, standing.post_id))


def require_given(
    standing: Standing, command: str, matter: Matter | None, signs: bool
) -> tuple[str, ...]:
    """Refuse what the instrument does not give; return the rules that were looked at."""
    instrument = standing.instrument
    if instrument is None:
        return ("R-H15",)
    if signs and standing.capacity in SIGNS_NOTHING:
        raise SubstituteSignsNot(capacity=standing.capacity, command=command)
    if instrument.powers and command not in instrument.powers:
        raise InstrumentDoesNotGive(document=instrument.document, command=command)
    if matter is not None:
        if not within(instrument.subjects, matter.process):
            raise InstrumentDoesNotGive(document=instrument.document, process=matter.process)
        amount = matter.amount_satang  # None: no money is moved, and a ceiling bounds money
        if amount is not None and not below(instrument.ceiling_satang, amount):
            raise AboveInstrument(amount_satang=amount, ceiling_satang=instrument.ceiling_satang)
    return ("R-H15", RULE_OF[standing.capacity])


RULE_OF = {
    Capacity.ACTING: "R-H08",
    Capacity.ON_BEHALF: "R-H01",
    Capacity.INTERIM: "R-H12",
    Capacity.DUTY_SUBSTITUTE: "R-H13",
    Capacity.MUTUAL_SUBSTITUTE: "R-H14",
}


def role_of(post: Post) -> str:
    """Return the role of an established post, or the empty text."""
    return str(post.role) if isinstance(post, Established) else ""
