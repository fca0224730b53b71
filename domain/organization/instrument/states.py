"""The instruments of one post, and which are in force on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from domain.message import Part
from domain.organization.capacity import Capacity
from domain.organization.instrument.messages import Basis, Receiver
from domain.organization.period import in_force


class Instrument(Part, frozen=True):
    """An instrument as it stands; ``until_on`` is the end as it was issued, or as it was ended."""

    instrument_id: UUID
    capacity: Capacity
    basis: Basis
    legal_basis: str
    document: str
    receivers: tuple[Receiver, ...]
    from_on: date
    until_on: date | None
    powers: tuple[str, ...]
    ceiling_satang: int | None
    subjects: tuple[str, ...]
    issuer_post_id: UUID | None
    issuer_unit_id: UUID | None
    may_pass_on: bool
    accepted_on: date | None = None

    def in_period(self, on: date) -> bool:
        """Whether ``on`` lies in its period, and a delegation was accepted by then (R-H03)."""
        if self.capacity is Capacity.ON_BEHALF and (
            self.accepted_on is None or self.accepted_on > on
        ):
            return False
        return in_force(self.from_on, self.until_on, on)


@dataclass(frozen=True)
class Instruments:
    """The instruments of one post, in the order in which they were entered."""

    entered: tuple[Instrument, ...] = ()

    def find(self, instrument_id: UUID) -> Instrument | None:
        return next((i for i in self.entered if i.instrument_id == instrument_id), None)

    def on(self, on: date) -> tuple[Instrument, ...]:
        """Return those whose period holds the day ``on``."""
        return tuple(i for i in self.entered if i.in_period(on))
