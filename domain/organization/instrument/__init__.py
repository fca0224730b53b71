"""Standing in: the instruments by which others act in a post, and what each of them gives.

One stream per post (``instrument/<post>``): so that one acting person per post and moment holds also
when two orders are entered at once. A mutual substitution group stands, under one instrument's id, in
the stream of each of its posts. Assigning work is another record and gives no power (R-H18).
Source: R-H01 to R-H14.
"""

from domain.organization.instrument.messages import (
    AcceptInstrument,
    Basis,
    EndInstrument,
    InstrumentAccepted,
    InstrumentCommand,
    InstrumentEnded,
    InstrumentEvent,
    InstrumentIssued,
    IssueInstrument,
    IssuerFacts,
    PassedOn,
    Receiver,
    ReceiverFacts,
    ReceiverItem,
)
from domain.organization.instrument.rules import ISSUES_ACTING, decide, evolve, instruments
from domain.organization.instrument.states import Instrument, Instruments

__all__ = [
    "ISSUES_ACTING",
    "AcceptInstrument",
    "Basis",
    "EndInstrument",
    "Instrument",
    "InstrumentAccepted",
    "InstrumentCommand",
    "InstrumentEnded",
    "InstrumentEvent",
    "InstrumentIssued",
    "Instruments",
    "IssueInstrument",
    "IssuerFacts",
    "PassedOn",
    "Receiver",
    "ReceiverFacts",
    "ReceiverItem",
    "decide",
    "evolve",
    "instruments",
]
