"""A received letter: the rules of registering it and of its way through the office."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from pydantic import ValidationError

from domain.correspondence.letter import (
    AcknowledgeLetter,
    AnswerLetter,
    EarlierLetter,
    EndorseLetter,
    JoinCase,
    LetterAcknowledged,
    LetterAnswered,
    LetterEndorsed,
    LetterJoinedCase,
    LetterReadingGranted,
    LetterReceived,
    LetterRerouted,
    LetterReturned,
    LetterTakenIn,
    ReceiveLetter,
    RerouteLetter,
    ReturnLetter,
    TakeInLetter,
    letter,
)
from domain.correspondence.letter.refusals import (
    AlreadyAnswered,
    AlreadyInCase,
    AlreadyTakenIn,
    AnswerMissing,
    ClassifiedRegister,
    DatedAfterReceipt,
    HolderMissing,
    LetterElsewhere,
    LetterInCase,
    NotTakenIn,
    ReceivedInFuture,
    SeenBefore,
    SenderMissing,
    SubjectMissing,
    TwoSenders,
)
from domain.correspondence.parts import (
    Enclosure,
    FileMissing,
    LetterKind,
    LetterReference,
    Secrecy,
    StoredFile,
    TopSecretContent,
    Urgency,
)
from domain.correspondence.reading import Reader, ReadingBasis
from domain.message import Actor
from domain.refusal import NotOpen
from tests.domain.correspondence.people import (
    CLERK,
    DIRECTOR,
    FINANCE,
    FINANCE_CLERK,
    OFFICER,
    PLANNING,
    REGISTRAR,
    REGISTRY,
    SCHOOL,
    TODAY,
)
from tests.domain.scenario import Scenario

CASE = UUID(int=31)
OTHER_CASE = UUID(int=32)
PARTY = UUID(int=41)
OUTGOING = UUID(int=51)
EARLIER = EarlierLetter(UUID(int=61), "118/2569", date(2026, 11, 20))
KEPT = {"keeps_classified": True}
REGISTERED_BY = LetterReadingGranted(
    Reader(REGISTRAR.post_id), ReadingBasis.REGISTERED, (Reader(REGISTRAR.post_id),)
)
FILE = StoredFile("ab" * 32, "application/pdf", 2048)
DAY = timedelta(days=1)

nothing = Scenario(letter)


def receive(**said: Any) -> ReceiveLetter:
    fields: dict[str, Any] = {
        "by": REGISTRAR,
        "on": TODAY,
        "kind": "external",
        "received_on": TODAY,
        "to_unit_id": PLANNING,
        "subject": "ขอโอนเปลี่ยนแปลงงบประมาณ",
        "sender_unit_id": SCHOOL,
        "sender_name": "โรงเรียนบ้านตัวอย่าง",
        "reference": "ศธ 04999.51/7",
        "dated_on": TODAY - DAY,
    }
    return ReceiveLetter(**(fields | said))


def received(**said: Any) -> LetterReceived:
    fields: dict[str, Any] = {
        "kind": LetterKind.EXTERNAL,
        "urgency": Urgency.NORMAL,
        "secrecy": Secrecy.NONE,
        "subject": "ขอโอนเปลี่ยนแปลงงบประมาณ",
        "reference": "ศธ 04999.51/7",
        "dated_on": TODAY - DAY,
        "received_on": TODAY,
        "registered_on": TODAY,
        "to_unit_id": PLANNING,
        "sender_unit_id": SCHOOL,
        "sender_name": "โรงเรียนบ้านตัวอย่าง",
    }
    return LetterReceived(**(fields | said))


def top_secret(**said: Any) -> ReceiveLetter:
    stub = {"subject": "", "sender_unit_id": None, "sender_name": "", "holder": "นายทะเบียนฯ"}
    return receive(**({"secrecy": "top_secret"} | stub | said))


def take_in(by: Actor = CLERK) -> TakeInLetter:
    return TakeInLetter(by=by, on=TODAY, register_id="receive-policy-and-planning")


def send_back(by: Actor, to_sender: bool = False) -> ReturnLetter:
    return ReturnLetter(
        by=by, on=TODAY, reason="ไม่ใช่เรื่องของกลุ่ม", to_sender=to_sender, registry_unit_id=REGISTRY
    )


def reroute(by: Actor = REGISTRAR) -> RerouteLetter:
    return RerouteLetter(by=by, on=TODAY, to_unit_id=FINANCE)


def endorse(by: Actor = DIRECTOR, to: Actor = OFFICER) -> EndorseLetter:
    return EndorseLetter(
        by=by,
        on=TODAY,
        opinion="ดำเนินการ",
        assigned_to=to.person_id,
        assigned_post_id=to.post_id,
    )


def acknowledge(by: Actor = DIRECTOR, note: str = "") -> AcknowledgeLetter:
    return AcknowledgeLetter(by=by, on=TODAY, note=note)


def join(case_id: UUID = CASE) -> JoinCase:
    return JoinCase(by=OFFICER, on=TODAY, case_id=case_id)


def answer(**said: Any) -> AnswerLetter:
    return AnswerLetter(**({"by": OFFICER, "on": TODAY} | said))


TAKEN_IN = LetterTakenIn(PLANNING, "receive-policy-and-planning")
RETURNED = LetterReturned(PLANNING, REGISTRY, "ไม่ใช่เรื่องของกลุ่ม")
ENDORSED = LetterEndorsed("ดำเนินการ", OFFICER.person_id, OFFICER.post_id)

registered = nothing.given(received())
in_hand = registered.given(TAKEN_IN)
sent_back = registered.given(RETURNED)
filed = in_hand.given(LetterAcknowledged())


# Registering (R-N11, R-N13, R-N20, R-N02)


def test_a_school_letter_is_registered_as_it_reads() -> None:
    """R-N13: number, date, from, to and subject of the receive register."""
    nothing.when(receive()).then(received())


def test_what_the_letter_cites_and_encloses_is_kept_with_the_file_as_stored() -> None:
    """R-L11, R-L12, R-N11: type and size are the stored file's, whatever the caller says."""
    command = receive(
        references=[{"reference": "ศธ 04999/12", "dated_on": "1/10/2569", "agency": "สพป."}],
        enclosures=[
            {
                "name": "แบบคำขอ",
                "count": 2,
                "unit": "ฉบับ",
                "digest": FILE.digest,
                "media_type": "image/png",
                "size_bytes": 1,
            },
            {"name": "แผนที่", "unit": "แผ่น"},
        ],
        defects="ขาดสิ่งที่ส่งมาด้วยลำดับที่ 3\n\nซองขาด",
        files=(FILE,),
    )
    nothing.when(command).then(
        received(
            references=(LetterReference("ศธ 04999/12", date(2026, 10, 1), "สพป."),),
            enclosures=(
                Enclosure("แบบคำขอ", 2, "ฉบับ", FILE.digest, "application/pdf", 2048),
                Enclosure("แผนที่", 1, "แผ่น"),
            ),
            defects=("ขาดสิ่งที่ส่งมาด้วยลำดับที่ 3", "ซองขาด"),
        )
    )


def test_an_enclosure_whose_file_is_not_kept_is_refused() -> None:
    """R-S03."""
    enclosure = {"name": "แบบคำขอ", "unit": "ฉบับ", "digest": FILE.digest}
    nothing.when(receive(enclosures=[enclosure])).refused(FileMissing, digest=FILE.digest)


@pytest.mark.parametrize("reference", ["", "ที่ ลย ๕๑๐๐๑.๒/ว ๙", "No. 12-A", "๗"])
def test_a_letter_is_never_refused_for_the_form_of_its_number(reference: str) -> None:
    """R-N02."""
    nothing.when(receive(reference=reference)).then(received(reference=reference))


def test_a_letter_that_came_before_today_keeps_both_days() -> None:
    """R-N20: registered today, whenever it came."""
    earlier = TODAY - 3 * DAY
    nothing.when(receive(received_on=earlier, dated_on=earlier)).then(
        received(received_on=earlier, dated_on=earlier, registered_on=TODAY)
    )


def test_a_letter_cannot_have_come_tomorrow() -> None:
    """R-N20: today is allowed (above), the day after is not."""
    nothing.when(receive(received_on=TODAY + DAY)).refused(
        ReceivedInFuture, received_on=TODAY + DAY, registered_on=TODAY
    )


def test_a_letter_dated_on_the_day_it_came_is_well() -> None:
    nothing.when(receive(dated_on=TODAY)).then(received(dated_on=TODAY))


def test_a_letter_dated_after_the_day_it_came_is_refused() -> None:
    """R-N20."""
    nothing.when(receive(received_on=TODAY - DAY, dated_on=TODAY)).refused(
        DatedAfterReceipt, dated_on=TODAY, received_on=TODAY - DAY
    )


def test_a_letter_needs_a_sender_and_a_subject() -> None:
    """R-N13: the columns 'from' and 'subject'."""
    nothing.when(receive(sender_name="", sender_unit_id=None)).refused(SenderMissing)
    nothing.when(receive(sender_name="")).refused(SenderMissing)
    nothing.when(receive(subject="")).refused(SubjectMissing)


def test_a_private_sender_is_kept_under_the_party_and_not_as_an_office() -> None:
    """R-I12: the name is the personal field, the party's id its subject."""
    private = receive(
        private_sender="นางสาวสมมติ ตัวอย่าง", sender_name="", sender_unit_id=None, party_id=PARTY
    )
    nothing.when(private).then(
        received(
            private_sender="นางสาวสมมติ ตัวอย่าง",
            sender_name="",
            sender_unit_id=None,
            party_id=PARTY,
        )
    )


def test_a_letter_has_one_sender() -> None:
    person = {"private_sender": "นายสมมติ ตัวอย่าง", "party_id": PARTY}
    nothing.when(receive(**person)).refused(TwoSenders)
    nothing.when(receive(**person, sender_name="")).refused(TwoSenders)


def test_a_private_sender_without_a_party_is_our_own_fault() -> None:
    private = receive(private_sender="นายสมมติ ตัวอย่าง", sender_name="", sender_unit_id=None)
    with pytest.raises(ValueError, match="party"):
        letter.decide(private, letter.initial)


def test_a_party_is_not_kept_where_no_private_person_writes() -> None:
    nothing.when(receive(party_id=PARTY)).then(received())


def test_a_letter_seen_before_is_registered_only_when_confirmed() -> None:
    """Issue, 1: warning on same sender, number and date."""
    nothing.when(receive(duplicates=(EARLIER,))).refused(
        SeenBefore,
        letters=[EARLIER.letter_id],
        receive_number="118/2569",
        received_on=EARLIER.received_on,
    )
    nothing.when(receive(duplicates=(EARLIER,), duplicate_confirmed=True)).then(
        received(seen_before=(EARLIER.letter_id,))
    )


def test_a_confirmation_without_an_earlier_letter_changes_nothing() -> None:
    nothing.when(receive(duplicate_confirmed=True)).then(received())


def test_a_letter_is_registered_once() -> None:
    registered.when(receive()).refused(NotOpen)


def test_nothing_can_be_done_with_a_letter_that_is_not_registered() -> None:
    for command in (take_in(), endorse(), acknowledge(), join(), send_back(CLERK), reroute()):
        nothing.when(command).refused(NotOpen)


def test_urgency_sorts_by_its_rank_and_not_by_its_word() -> None:
    """R-U01."""
    assert sorted(Urgency, key=lambda urgency: urgency.rank) == [
        Urgency.NORMAL,
        Urgency.URGENT,
        Urgency.VERY_URGENT,
        Urgency.MOST_URGENT,
    ]


def test_urgency_and_secrecy_are_two_marks() -> None:
    """R-U10."""
    said = {"urgency": "most_urgent", "secrecy": "confidential", **KEPT}
    nothing.when(receive(**said)).then(
        received(urgency=Urgency.MOST_URGENT, secrecy=Secrecy.CONFIDENTIAL)
    )


@pytest.mark.parametrize(
    "typed",
    [
        "23/11/2569 16:30",
        "๒๓/๑๑/๒๕๖๙ ๑๖:๓๐",
        "23/11/2569 16.30 น.",
        "2026-11-23T16:30",
        "2569-11-23 16:30:00",
        "2026-11-23T09:30:00.0Z",
        "2026-11-23T16:30:00+07:00",
    ],
)
def test_urgent_within_carries_a_bangkok_date_and_hour(typed: str) -> None:
    """R-U03, R-T01: stored in UTC."""
    at = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
    nothing.when(receive(deliver_by=typed)).then(received(deliver_by=at))


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("23/11/2569", "moment-form"),
        ("23/11/69 16:30", "year-digits"),
        ("29/2/2568 08:00", "date-none"),
        ("23/11/2569 24:30", "moment-none"),
        ("เช้า", "moment-form"),
        (20261123, "string_type"),
    ],
)
def test_a_moment_without_an_hour_or_an_era_is_not_read(typed: object, problem: str) -> None:
    """R-T05."""
    with pytest.raises(ValidationError) as caught:
        receive(deliver_by=typed)
    assert [error["type"] for error in caught.value.errors()] == [problem]


# Classified (R-U06)


def test_a_classified_letter_is_taken_in_by_no_units_register() -> None:
    """R-U06: it stands in its own register, and is noted there without another number."""
    [event] = nothing.when(receive(secrecy="confidential", **KEPT)).events()
    classified = nothing.given(event)
    classified.when(take_in()).refused(ClassifiedRegister, secrecy=Secrecy.CONFIDENTIAL)
    classified.when(acknowledge()).then(LetterAcknowledged())


# Top secret (R-U07)


def test_of_a_top_secret_letter_number_date_and_holder_are_kept() -> None:
    """R-U07."""
    kept = received(
        secrecy=Secrecy.TOP_SECRET,
        subject="",
        sender_unit_id=None,
        sender_name="",
        holder="นายทะเบียนฯ",
    )
    nothing.when(top_secret()).then(kept, REGISTERED_BY)


@pytest.mark.parametrize(
    ("field", "content"),
    [
        ("subject", "เรื่องลับ"),
        ("sender_name", "หน่วยงาน"),
        ("sender_unit_id", SCHOOL),
        ("enclosures", [{"name": "แผนที่", "unit": "แผ่น"}]),
        ("references", [{"reference": "1", "agency": "หน่วยงาน"}]),
        ("defects", "ซองขาด"),
    ],
)
def test_of_a_top_secret_letter_nothing_else_is_kept(field: str, content: object) -> None:
    """R-U07."""
    nothing.when(top_secret(**{field: content})).refused(TopSecretContent, fields=[field])


def test_a_private_sender_of_a_top_secret_letter_is_not_kept() -> None:
    """R-U07."""
    private = top_secret(private_sender="นายสมมติ ตัวอย่าง", party_id=PARTY)
    nothing.when(private).refused(TopSecretContent, fields=["private_sender"])


def test_the_holder_of_a_top_secret_letter_must_be_named() -> None:
    """R-U07."""
    nothing.when(top_secret(holder="")).refused(HolderMissing)


def test_the_level_below_top_secret_may_hold_content() -> None:
    """R-U07 stops at ลับที่สุด; ลับมาก has a register of its own (R-U06)."""
    nothing.when(receive(secrecy="secret", **KEPT)).then(
        received(secrecy=Secrecy.SECRET), REGISTERED_BY
    )


def test_no_opinion_note_or_case_is_attached_to_a_top_secret_letter() -> None:
    """R-U07."""
    stub = nothing.given(*nothing.when(top_secret()).events(), TAKEN_IN)
    stub.when(endorse()).refused(TopSecretContent)
    stub.when(join()).refused(TopSecretContent)
    stub.when(acknowledge(note="ทราบ")).refused(TopSecretContent)
    stub.when(answer(note="ตอบแล้ว")).refused(TopSecretContent)
    stub.when(acknowledge()).then(LetterAcknowledged())


# Taking in, sending back, rerouting (R-N15 to R-N17)


def test_the_group_takes_the_letter_in_by_its_own_register() -> None:
    """R-N16."""
    registered.when(take_in()).then(TAKEN_IN)


def test_a_group_takes_a_letter_in_once() -> None:
    """R-N16."""
    in_hand.when(take_in()).refused(AlreadyTakenIn, unit_id=PLANNING)


def test_a_group_takes_in_only_what_stands_with_it() -> None:
    """R-N15."""
    registered.when(take_in(FINANCE_CLERK)).refused(
        LetterElsewhere, unit_id=PLANNING, your_unit_id=FINANCE
    )


def test_a_group_sends_a_wrong_letter_back_to_the_registry_with_the_reason() -> None:
    """R-N17: before and after taking it in."""
    registered.when(send_back(CLERK)).then(RETURNED)
    in_hand.when(send_back(CLERK)).then(RETURNED)


def test_a_group_cannot_send_back_what_is_not_with_it() -> None:
    registered.when(send_back(FINANCE_CLERK)).refused(LetterElsewhere)
    sent_back.when(send_back(CLERK)).refused(NotOpen)


@pytest.mark.parametrize("nothing_said", ["", " ", "\n", "\u200b"])
def test_sending_back_needs_a_reason(nothing_said: str) -> None:
    """R-N17: a space, or a character nobody sees, is no reason."""
    with pytest.raises(ValidationError) as caught:
        ReturnLetter(by=CLERK, on=TODAY, reason=nothing_said, registry_unit_id=REGISTRY)
    assert [error["type"] for error in caught.value.errors()] == ["string_too_short"]


def test_the_registry_sends_a_returned_letter_to_another_group() -> None:
    """R-N17."""
    rerouted = sent_back.when(reroute()).then(LetterRerouted(FINANCE))
    rerouted.when(take_in(FINANCE_CLERK)).then(
        LetterTakenIn(FINANCE, "receive-policy-and-planning")
    )
    rerouted.when(take_in(CLERK)).refused(LetterElsewhere)


def test_a_letter_is_rerouted_only_after_a_return_and_only_by_the_registry() -> None:
    """R-N17."""
    registered.when(reroute()).refused(NotOpen)
    in_hand.when(reroute()).refused(NotOpen)
    sent_back.when(reroute(CLERK)).refused(LetterElsewhere, unit_id=REGISTRY)


def test_the_registry_sends_a_letter_back_to_its_sender() -> None:
    """R-N17: at either level; to_unit_id None is the sender."""
    to_sender = LetterReturned(REGISTRY, None, "ไม่ใช่เรื่องของกลุ่ม")
    registered.when(send_back(REGISTRAR, to_sender=True)).then(to_sender)
    gone = sent_back.when(send_back(REGISTRAR, to_sender=True)).then(to_sender)
    for command in (take_in(), reroute(), endorse(), join(), send_back(REGISTRAR, to_sender=True)):
        gone.when(command).refused(NotOpen)


def test_what_a_group_has_in_hand_is_not_sent_to_the_sender_over_its_head() -> None:
    """R-N17: the group sends it back to the registry first."""
    in_hand.when(send_back(REGISTRAR, to_sender=True)).refused(AlreadyTakenIn, unit_id=PLANNING)


def test_only_the_registry_sends_a_letter_to_its_sender() -> None:
    registered.when(send_back(CLERK, to_sender=True)).refused(LetterElsewhere, unit_id=REGISTRY)


def test_a_letter_taken_in_and_sent_back_is_taken_in_anew() -> None:
    """R-N16: a unit's number belongs to one taking-in."""
    again = in_hand.given(RETURNED, LetterRerouted(PLANNING))
    again.when(endorse()).refused(NotTakenIn)
    again.when(take_in()).then(TAKEN_IN)


# Endorsing and acknowledging (R-W04)


def test_the_group_director_endorses_and_assigns() -> None:
    """R-W04."""
    in_hand.when(endorse()).then(ENDORSED)


def test_the_letter_may_be_given_to_another_officer() -> None:
    reassigned = LetterEndorsed("ดำเนินการ", CLERK.person_id, CLERK.post_id)
    in_hand.given(ENDORSED).when(endorse(to=CLERK)).then(reassigned)


def test_a_letter_is_taken_in_before_it_is_endorsed_or_acknowledged() -> None:
    """R-N16."""
    registered.when(endorse()).refused(NotTakenIn, unit_id=PLANNING)
    registered.when(acknowledge()).refused(NotTakenIn, unit_id=PLANNING)


def test_another_group_does_not_endorse_or_acknowledge() -> None:
    """R-N15."""
    in_hand.when(endorse(FINANCE_CLERK)).refused(LetterElsewhere)
    in_hand.when(acknowledge(FINANCE_CLERK)).refused(LetterElsewhere)


def test_a_letter_is_acknowledged_and_filed_without_a_case() -> None:
    acknowledged = in_hand.when(acknowledge(note="ทราบ")).then(LetterAcknowledged("ทราบ"))
    acknowledged.when(acknowledge()).refused(NotOpen)
    acknowledged.when(send_back(CLERK)).refused(NotOpen)


def test_a_letter_in_a_case_is_neither_filed_as_one_without_nor_sent_away() -> None:
    in_case = in_hand.given(LetterJoinedCase(CASE))
    in_case.when(acknowledge()).refused(LetterInCase, cases=[CASE])
    in_case.when(send_back(CLERK)).refused(LetterInCase, cases=[CASE])
    registered.given(LetterJoinedCase(CASE)).when(send_back(REGISTRAR, to_sender=True)).refused(
        LetterInCase, cases=[CASE]
    )


def test_a_filed_letter_is_taken_up_again_by_endorsing_it() -> None:
    filed.when(endorse()).then(ENDORSED).when(acknowledge()).then(LetterAcknowledged())


# Cases and answers (R-W10)


def test_a_letter_belongs_to_many_cases_and_to_each_once() -> None:
    """R-W10."""
    one = in_hand.when(join(CASE)).then(LetterJoinedCase(CASE))
    two = one.when(join(OTHER_CASE)).then(LetterJoinedCase(OTHER_CASE))
    for case_id in (CASE, OTHER_CASE):
        two.when(join(case_id)).refused(AlreadyInCase, case_id=case_id)


def test_a_filed_letter_may_join_a_case_after_all() -> None:
    filed.when(join()).then(LetterJoinedCase(CASE)).when(acknowledge()).refused(LetterInCase)


def test_a_letter_on_its_way_to_another_group_joins_no_case() -> None:
    sent_back.when(join()).refused(NotOpen)


def test_a_letter_is_answered_by_a_letter_or_by_what_was_done() -> None:
    in_hand.when(answer()).refused(AnswerMissing)
    by_letter = in_hand.when(answer(outgoing_letter_id=OUTGOING)).then(LetterAnswered(OUTGOING))
    by_letter.when(answer(outgoing_letter_id=OUTGOING)).refused(AlreadyAnswered)
    by_letter.when(answer(note="แจ้งทางโทรศัพท์")).then(LetterAnswered(None, "แจ้งทางโทรศัพท์"))
    by_letter.when(acknowledge()).refused(NotOpen)
