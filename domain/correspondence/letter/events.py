"""What can happen to a received letter."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from domain.correspondence.parts import Enclosure, LetterKind, LetterReference, Secrecy, Urgency
from domain.correspondence.reading import EndOfReading, GrantOfReading
from domain.correspondence.secrecy import ChangeOfSecrecy
from domain.message import Event, Official, Part, Personal


class Correction(Part, frozen=True):
    """One field put right: dates and moments in ISO form, enums by value, None where empty."""

    field: str
    was: str | None
    now: str | None


class LetterReceived(Event, frozen=True):
    """The letter is in the register; its receive number is in the envelope.

    ``received_on`` is the day it came, ``registered_on`` the Bangkok day on which it was registered
    (R-N20); the moment of the register line is the envelope's. A private person writes as
    ``private_sender``, sealed under ``party_id``; an office or school as ``sender_name``, as
    printed. ``seen_before`` are the letters of which the registry was warned. ``holder`` is who
    keeps the paper of a top secret letter (R-U07).
    """

    NAME = "letter.received"
    SUBJECT = "party_id"

    kind: Official[LetterKind]
    urgency: Official[Urgency]
    secrecy: Official[Secrecy]
    subject: Official[str]
    reference: Official[str]
    dated_on: Official[date | None]
    received_on: Official[date]
    registered_on: Official[date]
    to_unit_id: Official[UUID]
    sender_unit_id: Official[UUID | None] = None
    sender_name: Official[str] = ""
    party_id: Official[UUID | None] = None
    private_sender: Personal[str | None] = None
    references: Official[tuple[LetterReference, ...]] = ()
    enclosures: Official[tuple[Enclosure, ...]] = ()
    defects: Official[tuple[str, ...]] = ()
    reply_due_on: Official[date | None] = None
    deliver_by: Official[datetime | None] = None
    holder: Official[str] = ""
    seen_before: Official[tuple[UUID, ...]] = ()


class LetterTakenIn(Event, frozen=True):
    """The unit registered the letter in its own ``register``; the number is in the envelope."""

    NAME = "letter.taken_in"

    unit_id: Official[UUID]
    register: Official[str]


class LetterReturned(Event, frozen=True):
    """Sent back as not ours: to the central registry, or (``to_unit_id`` None) to the sender."""

    NAME = "letter.returned"

    from_unit_id: Official[UUID]
    to_unit_id: Official[UUID | None]
    reason: Official[str]


class LetterRerouted(Event, frozen=True):
    """``secrecy`` is the letter's level when it was sent on: who may know of it takes it up."""

    NAME = "letter.rerouted"

    to_unit_id: Official[UUID]
    reason: Official[str | None] = None
    secrecy: Official[Secrecy] = Secrecy.NONE


class LetterEndorsed(Event, frozen=True):
    """An opinion on the letter, and the officer it was given to (a person, and his post)."""

    NAME = "letter.endorsed"

    opinion: Official[str]
    assigned_to: Official[UUID]
    assigned_post_id: Official[UUID]


class LetterAcknowledged(Event, frozen=True):
    """Noted and filed without a case."""

    NAME = "letter.acknowledged"

    note: Official[str] = ""


class LetterJoinedCase(Event, frozen=True):
    NAME = "letter.joined_case"

    case_id: Official[UUID]


class LetterAnswered(Event, frozen=True):
    """Answered by a letter of ours, or as ``note`` tells (by telephone, at the counter)."""

    NAME = "letter.answered"

    outgoing_letter_id: Official[UUID | None] = None
    note: Official[str] = ""


class LetterNumberVoided(Event, frozen=True):
    """A number of this letter counts no more; its line stays (R-N08).

    ``year`` is the B.E. calendar year. ``numbers_left`` is how many good numbers remain: with
    none, the letter is void for work.
    """

    NAME = "letter.number_voided"

    register: Official[str]
    year: Official[int]
    number: Official[int]
    reason: Official[str]
    numbers_left: Official[int]


class LetterCorrected(Event, frozen=True):
    """What the event at ``wrong_position`` said wrongly, put right (R-W13).

    The private sender's name is not among ``corrections``, which are not sealed: where
    ``private_sender_corrected``, it was and is what the two personal fields say.
    """

    NAME = "letter.corrected"
    SUBJECT = "party_id"

    wrong_position: Official[int]
    corrections: Official[tuple[Correction, ...]]
    reason: Official[str]
    party_id: Official[UUID | None] = None
    private_sender_corrected: Official[bool] = False
    private_sender_was: Personal[str | None] = None
    private_sender_now: Personal[str | None] = None


class LetterReadingGranted(GrantOfReading, frozen=True):
    """A person may read the classified letter, or whoever holds a post (R-U06)."""

    NAME = "letter.reading_granted"


class LetterReadingEnded(EndOfReading, frozen=True):
    NAME = "letter.reading_ended"


class LetterSecrecyChanged(ChangeOfSecrecy, frozen=True):
    """A letter that came in was raised or lowered (R-U05).

    ``owner_notice`` cites the paper by which the sender, who owns it, changed it. ``unit_id`` is where
    the letter stands, ``taken_in`` whether that unit has it in its own register; ``unassigned``: it
    waits there, and no officer has it in hand yet.
    """

    NAME = "letter.secrecy_changed"

    owner_notice: Official[str] = ""
    unit_id: Official[UUID | None] = None
    taken_in: Official[bool] = False
    unassigned: Official[bool] = False


LetterEvent = (
    LetterReceived
    | LetterTakenIn
    | LetterReturned
    | LetterRerouted
    | LetterEndorsed
    | LetterAcknowledged
    | LetterJoinedCase
    | LetterAnswered
    | LetterNumberVoided
    | LetterCorrected
    | LetterReadingGranted
    | LetterReadingEnded
    | LetterSecrecyChanged
)
