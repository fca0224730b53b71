"""A letter of ours: drafted, checked, signed, numbered and dispatched, delivered, answered."""

from __future__ import annotations

from uuid import UUID

from application.act import Act
from application.correspondence.asking import letters_asked
from application.correspondence.dispatch import dispatch_one, follow
from application.correspondence.files import stored_files
from application.correspondence.letter import of_classified
from application.correspondence.letterhead import letterhead
from application.correspondence.paper import TEMPLATE_VERSION
from application.correspondence.reading import grant_reading
from application.correspondence.signing import others_can, signature_block
from application.desk import Asked, Desk
from domain.correspondence.clearance import knows_letter, knows_outgoing
from domain.correspondence.letter import letter
from domain.correspondence.outgoing_letter import (
    CheckLetter,
    DispatchLetter,
    Draft,
    DraftLetter,
    EndOutgoingReading,
    GrantOutgoingReading,
    LetterPurpose,
    NotDrafted,
    RecordDelivery,
    RecordDeliveryFailure,
    RecordReminder,
    RecordRendering,
    RecordReply,
    ReviseDraft,
    SendBackDraft,
    Signed,
    SignLetter,
    WithdrawDraft,
    outgoing_letter,
)
from domain.correspondence.policy import NotePolicyRefusal, policy
from domain.refusal import NotFound


def of_case(desk: Desk, letter_id: UUID) -> None:
    """Have the act belong to the letter's case, if it has one."""
    state = desk.state(outgoing_letter, letter_id)
    if not isinstance(state, NotDrafted) and state.occasion.case_id is not None:
        desk.case_id = state.occasion.case_id


def draft(desk: Desk, letter_id: UUID, asked: Asked[DraftLetter]) -> None:
    """Write a letter by hand; a letter that it answers must be one of ours to know."""
    if asked.answers_letter_id is not None and not knows_letter(
        desk.state(letter, asked.answers_letter_id), desk.by
    ):
        raise NotFound(answers_letter_id=asked.answers_letter_id)
    desk.case_id = asked.case_id
    command = asked.command(
        template_version=TEMPLATE_VERSION,
        letterhead=letterhead(desk, asked.form, asked.owner_unit_id),
        files=stored_files(desk, asked.enclosures),
        **of_classified(desk, asked.secrecy),
    )
    desk.decide(outgoing_letter, letter_id, command)


def revise(desk: Desk, letter_id: UUID, asked: Asked[ReviseDraft]) -> None:
    """Write it anew; the tables made from our own records stay as they are."""
    of_case(desk, letter_id)
    before = desk.state(outgoing_letter, letter_id)
    command = asked.command(
        template_version=TEMPLATE_VERSION,
        letterhead=letterhead(desk, asked.form, asked.owner_unit_id),
        files=stored_files(desk, asked.enclosures),
        facts=before.content.facts if isinstance(before, Draft) else (),
        **of_classified(desk, asked.secrecy),
    )
    desk.decide(outgoing_letter, letter_id, command)


def plainly(desk: Desk, letter_id: UUID, asked: Asked[CheckLetter]) -> None:
    """Carry out a command that needs no evidence, in the letter's case."""
    of_case(desk, letter_id)
    desk.decide(outgoing_letter, letter_id, asked.command())


def withdraw(desk: Desk, letter_id: UUID, asked: Asked[WithdrawDraft]) -> None:
    """Give a letter up; a step that had asked for it may ask for another."""
    of_case(desk, letter_id)
    before = desk.state(outgoing_letter, letter_id)
    wanted = None
    if isinstance(before, Draft | Signed):
        about = before.occasion
        if about.purpose is LetterPurpose.GOVERNOR_REQUEST and about.case_id is not None:
            wanted = letters_asked(desk, about.case_id, withdrawn=letter_id)
    desk.decide(outgoing_letter, letter_id, asked.command(asked=wanted))


def sign(desk: Desk, letter_id: UUID, asked: Asked[SignLetter]) -> None:
    of_case(desk, letter_id)
    command = asked.command(block=signature_block(desk), **others_can(desk, letter_id))
    desk.decide(outgoing_letter, letter_id, command)


def dispatch(desk: Desk, letter_id: UUID, asked: Asked[DispatchLetter]) -> None:
    """Number, date and send the letter, and do what follows from its being sent."""
    of_case(desk, letter_id)
    dispatch_one(
        desk,
        letter_id,
        delivery=asked.delivery,
        delivery_reason=asked.delivery_reason,
        reply_due_on=asked.reply_due_on,
    )
    follow(desk, [letter_id])


def record_reply(desk: Desk, letter_id: UUID, asked: Asked[RecordReply]) -> None:
    """Note which registered letter answers ours.

    Raises:
        NotFound: no such letter, or not his to know of.
    """
    if not knows_letter(desk.state(letter, asked.letter_id), desk.by):
        raise NotFound(letter_id=asked.letter_id)
    of_case(desk, letter_id)
    desk.decide(outgoing_letter, letter_id, asked.command())


ACTS = (
    Act(DraftLetter, outgoing_letter, draft, creates=True),
    Act(ReviseDraft, outgoing_letter, revise, known=knows_outgoing),
    Act(CheckLetter, outgoing_letter, plainly, known=knows_outgoing),
    Act(SendBackDraft, outgoing_letter, plainly, known=knows_outgoing),
    Act(SignLetter, outgoing_letter, sign, known=knows_outgoing),
    Act(DispatchLetter, outgoing_letter, dispatch, known=knows_outgoing),
    Act(WithdrawDraft, outgoing_letter, withdraw, known=knows_outgoing),
    Act(RecordDelivery, outgoing_letter, plainly, known=knows_outgoing),
    Act(RecordDeliveryFailure, outgoing_letter, plainly, known=knows_outgoing),
    Act(RecordReminder, outgoing_letter, plainly, known=knows_outgoing),
    Act(RecordReply, outgoing_letter, record_reply, known=knows_outgoing),
    Act(
        GrantOutgoingReading,
        outgoing_letter,
        grant_reading(outgoing_letter),
        known=knows_outgoing,
    ),
    Act(EndOutgoingReading, outgoing_letter, known=knows_outgoing),
)

# Acts of the office's own post, which the outbox asks for after a dispatch; they have no route.
RENDER = Act(RecordRendering, outgoing_letter, plainly)
NOTE_REFUSAL = Act(NotePolicyRefusal, policy)
INTERNAL = {RENDER.name: "DispatchLetter", NOTE_REFUSAL.name: "DispatchLetter"}
