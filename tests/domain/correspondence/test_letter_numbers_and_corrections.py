"""A received letter: what was numbered or written wrongly is voided or corrected, never erased."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest
from pydantic import ValidationError

from domain.correspondence.letter import (
    Correction,
    CorrectLetter,
    LetterCorrected,
    LetterNumberVoided,
    LetterReceived,
    LetterTakenIn,
    Received,
    VoidNumber,
)
from domain.correspondence.letter.refusals import (
    DatedAfterReceipt,
    NothingCorrected,
    NumberAlreadyVoided,
    NumberNotOfLetter,
    ReceivedInFuture,
    SenderMissing,
    TwoSenders,
)
from domain.correspondence.parts import LetterKind, TopSecretContent
from domain.message import Number
from domain.refusal import NotOpen
from tests.domain.correspondence.people import PLANNING, REGISTRAR, SCHOOL, TODAY
from tests.domain.correspondence.test_letter import (
    DAY,
    PARTY,
    TAKEN_IN,
    acknowledge,
    endorse,
    in_hand,
    join,
    nothing,
    received,
    registered,
    take_in,
    top_secret,
)

CENTRAL = Number("receive", 2569, 119)
GROUP = Number("receive-policy-and-planning", 2569, 8)
LATER = datetime(2026, 11, 25, 9, tzinfo=UTC)


def void(number: Number, *numbers: Number, reason: str = "ลงรับซ้ำ") -> VoidNumber:
    return VoidNumber(
        by=REGISTRAR,
        on=TODAY,
        register_id=number.register,
        year=number.year,
        number=number.number,
        reason=reason,
        numbers=numbers,
    )


def voided(number: Number, numbers_left: int) -> LetterNumberVoided:
    return LetterNumberVoided(number.register, number.year, number.number, "ลงรับซ้ำ", numbers_left)


def correct(**said: Any) -> CorrectLetter:
    fields: dict[str, Any] = {
        "by": REGISTRAR,
        "on": TODAY + 5 * DAY,
        "reason": "พิมพ์ผิด",
        "wrong_position": 7,
    }
    return CorrectLetter(**(fields | said))


def corrected(*corrections: Correction, **said: Any) -> LetterCorrected:
    return LetterCorrected(7, corrections, "พิมพ์ผิด", **said)


# Voiding (R-N08)


def test_a_voided_number_keeps_its_line_and_the_letter_is_void_for_work() -> None:
    """R-N08: its only number; nothing can be done with it any more."""
    gone = registered.when(void(CENTRAL, CENTRAL)).then(voided(CENTRAL, 0))
    for command in (take_in(), endorse(), acknowledge(), join(), correct(subject="อื่น")):
        gone.when(command).refused(NotOpen)
    gone.when(void(CENTRAL, CENTRAL)).refused(NotOpen)


def test_a_letter_with_another_good_number_goes_on() -> None:
    """R-N08, R-N16: the group's number still stands."""
    left = in_hand.when(void(CENTRAL, CENTRAL, GROUP)).then(voided(CENTRAL, 1))
    left.when(endorse()).events()
    left.when(void(GROUP, CENTRAL, GROUP)).then(voided(GROUP, 0)).when(join()).refused(NotOpen)


def test_a_group_whose_number_is_void_takes_the_letter_in_again() -> None:
    """R-N16: under a new number; the voided one is not reused."""
    again = in_hand.when(void(GROUP, CENTRAL, GROUP)).then(voided(GROUP, 1))
    again.when(take_in()).then(LetterTakenIn(PLANNING, "receive-policy-and-planning"))


@pytest.mark.parametrize(
    "other",
    [
        Number("receive", 2569, 120),
        Number("receive", 2570, 119),
        Number("receive-policy-and-planning", 2569, 119),
    ],
)
def test_only_a_number_of_this_letter_can_be_voided(other: Number) -> None:
    """R-N08: register, year and number all count."""
    registered.when(void(other, CENTRAL)).refused(NumberNotOfLetter, number=str(other))


def test_a_number_is_voided_once() -> None:
    """R-N08."""
    once = in_hand.given(voided(CENTRAL, 1))
    once.when(void(CENTRAL, CENTRAL, GROUP)).refused(NumberAlreadyVoided, number="119/2569")


def test_voiding_needs_a_reason() -> None:
    """R-N08."""
    with pytest.raises(ValidationError, match="reason"):
        void(CENTRAL, CENTRAL, reason="")


# Correcting (R-W13)


def test_a_correction_names_the_wrong_event_and_what_was_and_is() -> None:
    """R-W13."""
    command = correct(subject="ขอโอนงบประมาณ", dated_on="20/11/2569", urgency="urgent")
    registered.when(command).then(
        corrected(
            Correction("urgency", "normal", "urgent"),
            Correction("subject", "ขอโอนเปลี่ยนแปลงงบประมาณ", "ขอโอนงบประมาณ"),
            Correction("dated_on", "2026-11-22", "2026-11-20"),
        )
    )


def test_a_second_correction_starts_from_the_first() -> None:
    """R-W13: every kind of field comes back from the event as it was decided."""
    first = registered.when(
        correct(
            kind="stamped",
            dated_on="20/11/2569",
            sender_unit_id=UUID(int=9),
            deliver_by="25/11/2569 16:00",
        )
    ).events()
    after = registered.given(*first)
    assert isinstance(after.state, Received)
    assert after.state.wording.kind is LetterKind.STAMPED
    assert after.state.wording.dated_on == date(2026, 11, 20)
    assert after.state.wording.sender_unit_id == UUID(int=9)
    assert after.state.wording.deliver_by == LATER
    again = correct(dated_on="21/11/2569", cleared=["deliver_by"])
    after.when(again).then(
        corrected(
            Correction("dated_on", "2026-11-20", "2026-11-21"),
            Correction("deliver_by", "2026-11-25T09:00:00+00:00", None),
        )
    )


def test_what_already_reads_so_is_no_correction() -> None:
    """R-W13: nothing said, or the same said again, leaves no event."""
    registered.when(correct()).refused(NothingCorrected)
    registered.when(correct(subject="ขอโอนเปลี่ยนแปลงงบประมาณ")).refused(NothingCorrected)
    registered.when(correct(cleared=["reply_due_on"])).refused(NothingCorrected)


def test_only_what_the_letter_says_can_be_corrected() -> None:
    """R-W13, R-U05: secrecy, enclosures, the unit and the day of registering are not."""
    for field in ("secrecy", "enclosures", "to_unit_id", "registered_on"):
        with pytest.raises(ValidationError, match=field):
            correct(**{field: "none"})
    for field in ("subject", "kind", "received_on"):
        with pytest.raises(ValidationError, match="cleared"):
            correct(cleared=[field])


def test_a_correction_keeps_to_the_rules_of_registering() -> None:
    """R-N20: the day it came may not be after the day it was registered, whatever today is."""
    registered.when(correct(received_on=TODAY + DAY)).refused(ReceivedInFuture, registered_on=TODAY)
    registered.when(correct(dated_on=TODAY + DAY)).refused(DatedAfterReceipt)
    registered.when(correct(dated_on=TODAY)).then(
        corrected(Correction("dated_on", "2026-11-22", "2026-11-23"))
    )
    registered.when(correct(cleared=["sender_name"])).refused(SenderMissing)


def test_a_private_senders_name_is_corrected_out_of_sight_of_the_other_fields() -> None:
    """R-I12, R-W13: the name appears in the personal fields alone."""
    private = nothing.given(
        received(
            private_sender="นายสมมต ตัวอย่าง", party_id=PARTY, sender_name="", sender_unit_id=None
        )
    )
    right = private.when(correct(private_sender="นายสมมติ ตัวอย่าง")).then(
        corrected(
            party_id=PARTY,
            private_sender_corrected=True,
            private_sender_was="นายสมมต ตัวอย่าง",
            private_sender_now="นายสมมติ ตัวอย่าง",
        )
    )
    right.when(correct(private_sender="นายสมมติ ตัวอย่าง")).refused(NothingCorrected)


def test_an_office_found_to_be_a_private_person_needs_a_party() -> None:
    """R-I12."""
    was_office = {"private_sender": "นายสมมติ ตัวอย่าง"}
    registered.when(correct(**was_office, party_id=PARTY)).refused(TwoSenders)
    cleared = was_office | {"cleared": ["sender_name", "sender_unit_id"]}
    registered.when(correct(**cleared, party_id=PARTY)).then(
        corrected(
            Correction("sender_unit_id", str(SCHOOL), None),
            Correction("sender_name", "โรงเรียนบ้านตัวอย่าง", ""),
            party_id=PARTY,
            private_sender_corrected=True,
            private_sender_now="นายสมมติ ตัวอย่าง",
        )
    )
    with pytest.raises(ValueError, match="party"):
        registered.when(correct(**cleared)).events()


def test_a_top_secret_letter_is_not_given_content_by_correcting_it() -> None:
    """R-U07."""
    stub = nothing.given(*nothing.when(top_secret()).events())
    stub.when(correct(subject="เรื่องลับ")).refused(TopSecretContent, fields=["subject"])
    stub.when(correct(holder="หัวหน้าสำนักงาน")).then(
        corrected(Correction("holder", "นายทะเบียนฯ", "หัวหน้าสำนักงาน"))
    )


def test_a_correction_does_not_move_the_letter() -> None:
    """It stands where it stood, taken in or not."""
    in_hand.when(correct(subject="อื่น")).then(
        corrected(Correction("subject", "ขอโอนเปลี่ยนแปลงงบประมาณ", "อื่น"))
    ).when(endorse()).events()


def test_a_field_that_only_a_newer_release_corrects_does_not_stop_the_history() -> None:
    """Events are for ever: what is not known here is passed over."""
    newer = registered.given(corrected(Correction("weather", "dry", "wet")))
    newer.when(take_in()).then(TAKEN_IN)
    assert isinstance(newer.history[0], LetterReceived)
