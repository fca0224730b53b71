"""A letter of ours: drafted, checked, signed, dispatched, each bound to the version seen."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from pydantic import ValidationError

from domain.correspondence.outgoing_letter import (
    Addressee,
    CheckLetter,
    DeliveryFailed,
    DeliveryMode,
    DispatchLetter,
    DraftGovernorRequest,
    DraftLetter,
    DraftRevised,
    DraftSentBack,
    DraftWithdrawn,
    FactTable,
    LetterChecked,
    LetterDelivered,
    LetterDispatched,
    LetterDrafted,
    LetterRendered,
    LetterSigned,
    RecordDelivery,
    RecordDeliveryFailure,
    RecordReminder,
    RecordRendering,
    RecordReply,
    ReminderSent,
    ReplyReceived,
    ReviseDraft,
    SendBackDraft,
    Signature,
    SignatureBlock,
    SignatureMethod,
    SignLetter,
    WithdrawDraft,
    canonical,
    content_digest,
    content_of,
    outgoing_letter,
)
from domain.correspondence.outgoing_letter.refusals import (
    AlreadyDelivered,
    ArrivedBeforeSent,
    CheckerMayNotSign,
    DrafterMayNotCheck,
    DrafterMayNotSign,
    LetterIncomplete,
    LetterMovedOn,
    NoReplyAwaited,
    NoSuchAddressee,
    NotChecked,
    NothingRevised,
    NotRendered,
    NotSigned,
    PaperNeedsReason,
    ReplyAlreadyRecorded,
    ReplyDuePast,
    SubstituteMayNotSign,
)
from domain.correspondence.parts import Enclosure, FileMissing, StoredFile, TopSecretContent
from domain.correspondence.register import LetterCodeMissing
from domain.message import Actor
from domain.refusal import NotOpen
from tests.domain.correspondence.people import (
    AREA_DIRECTOR,
    DIRECTOR,
    OFFICE,
    OFFICER,
    PLANNING,
    REGISTRAR,
    SCHOOL,
    SYSTEM,
    TODAY,
    actor,
)
from tests.domain.scenario import Scenario

DAY = timedelta(days=1)
CASE = UUID(int=31)
ANSWERED = UUID(int=32)
REPLY = UUID(int=33)
FILE = StoredFile("ab" * 32, "application/pdf", 2048)
BLOCK = SignatureBlock("นายสมมติ ตัวอย่าง", "ผู้อำนวยการสำนักงาน")
INTENT = "ข้าพเจ้าลงนามในหนังสือฉบับนี้"
TABLE = FactTable(
    "รายการโอน",
    ("รายการ", "จำนวนเงิน"),
    (("ค่าวัสดุ", "1,200.00"),),
    numeric_columns=(1,),
    total=("รวม", "1,200.00"),
)
SENT_AT = datetime(2026, 11, 23, 9, tzinfo=UTC)

nothing = Scenario(outgoing_letter)


def words(**said: Any) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "by": OFFICER,
        "on": TODAY,
        "form": "external",
        "purpose": "notify_school",
        "subject": "แจ้งผลการโอนเปลี่ยนแปลงงบประมาณ",
        "to": [{"unit_id": SCHOOL, "salutation": "เรียน", "addressee": "ผู้อำนวยการโรงเรียนบ้านตัวอย่าง"}],
        "body": "ตามที่โรงเรียนขอโอน นั้น\n\nบัดนี้ ได้รับอนุมัติแล้ว",
        "closing": "ขอแสดงความนับถือ",
        "owner_unit_id": PLANNING,
        "template_version": "letter-1",
        "keeps_classified": True,
    }
    return fields | said


def draft(**said: Any) -> DraftLetter:
    return DraftLetter(**words(**said))


def revise(**said: Any) -> ReviseDraft:
    return ReviseDraft(**words(**said))


def drafted(**said: Any) -> LetterDrafted:
    event, *_ = nothing.when(draft(**said)).events()
    assert isinstance(event, LetterDrafted)
    return event


def revised(**said: Any) -> DraftRevised:
    [event] = nothing.given(DRAFTED).when(revise(**said)).events()
    assert isinstance(event, DraftRevised)
    return event


def check(digest: str) -> CheckLetter:
    return CheckLetter(by=DIRECTOR, on=TODAY, digest=digest)


def sign(digest: str, by: Actor = AREA_DIRECTOR, **said: Any) -> SignLetter:
    return SignLetter(by=by, on=TODAY, digest=digest, intent=INTENT, block=BLOCK, **said)


def signed(digest: str, by: Actor = AREA_DIRECTOR, override_reason: str = "") -> LetterSigned:
    signature = Signature(
        by.person_id,
        by.post_id,
        by.role,
        by.unit_id,
        by.capacity,
        SignatureMethod.TYPED_NAME,
        INTENT,
        BLOCK,
    )
    return LetterSigned(digest, signature, override_reason)


def dispatch(**said: Any) -> DispatchLetter:
    return DispatchLetter(**({"by": REGISTRAR, "on": TODAY, "letter_code": "ศธ 04999"} | said))


def dispatched(**said: Any) -> LetterDispatched:
    fields: dict[str, Any] = {"delivery": DeliveryMode.E_SARABAN, "to_unit_ids": (SCHOOL,)}
    return LetterDispatched(TODAY, "ศธ 04999", **(fields | said))


def delivery(**said: Any) -> RecordDelivery:
    fields: dict[str, Any] = {
        "by": SYSTEM,
        "on": TODAY,
        "address": "saraban@school.example",
        "sent_at": SENT_AT.isoformat(),
        "arrived_at": SENT_AT.isoformat(),
    }
    return RecordDelivery(**(fields | said))


def delivered(addressee: int = 1, arrived_at: datetime = SENT_AT) -> LetterDelivered:
    return LetterDelivered(addressee, "saraban@school.example", SENT_AT, arrived_at)


def failure(**said: Any) -> RecordDeliveryFailure:
    fields: dict[str, Any] = {"address": "saraban@school.example", "reason": "ตู้จดหมายเต็ม"}
    return RecordDeliveryFailure(**({"by": SYSTEM, "on": TODAY} | fields | said))


def remind(**said: Any) -> RecordReminder:
    return RecordReminder(**({"by": OFFICER, "on": TODAY, "reply_due_on": TODAY} | said))


def reply(letter_id: UUID = REPLY) -> RecordReply:
    return RecordReply(by=OFFICER, on=TODAY, letter_id=letter_id)


def send_back() -> SendBackDraft:
    return SendBackDraft(by=DIRECTOR, on=TODAY, reason="ขอให้อ้างมติ")


def withdraw() -> WithdrawDraft:
    return WithdrawDraft(by=OFFICER, on=TODAY, reason="ไม่ต้องแจ้งแล้ว")


def render(digest: str = "cd" * 32) -> RecordRendering:
    return RecordRendering(
        by=SYSTEM, on=TODAY, digest=digest, size_bytes=9, template_version="letter-1"
    )


DRAFTED = drafted()
SEEN = DRAFTED.digest
CHECKED = LetterChecked(SEEN, checked_by=DIRECTOR.person_id)
SENT_BACK = DraftSentBack("ขอให้อ้างมติ")
RENDERED = LetterRendered("cd" * 32, 9, "letter-1")

in_draft = nothing.given(DRAFTED)
in_check = in_draft.given(CHECKED)
ready = in_check.given(signed(SEEN))
out = ready.given(dispatched())
on_paper = out.given(RENDERED)


# Drafting


def test_a_draft_holds_what_will_be_printed_and_who_wrote_it() -> None:
    """R-L04, R-L13: the parts of a letter, its case, and the drafter."""
    event = drafted(
        case_id=CASE,
        answers_letter_id=ANSWERED,
        enclosures=[{"name": "บัญชีโอน", "count": 1, "unit": "ชุด", "digest": FILE.digest}],
        files=(FILE,),
        facts=(TABLE,),
    )
    assert event.subject == "แจ้งผลการโอนเปลี่ยนแปลงงบประมาณ"
    assert event.to == (Addressee(SCHOOL, "เรียน", "ผู้อำนวยการโรงเรียนบ้านตัวอย่าง"),)
    assert event.body == ("ตามที่โรงเรียนขอโอน นั้น", "บัดนี้ ได้รับอนุมัติแล้ว")
    assert event.enclosures == (Enclosure("บัญชีโอน", 1, "ชุด", FILE.digest, "application/pdf", 2048),)
    assert event.facts == (TABLE,)
    assert (event.case_id, event.answers_letter_id) == (CASE, ANSWERED)
    assert event.drafted_by == OFFICER.person_id


def test_a_letter_is_drafted_once() -> None:
    in_draft.when(draft()).refused(NotOpen)


def test_a_top_secret_letter_is_not_written_here() -> None:
    """R-U07: the level below may be."""
    nothing.when(draft(secrecy="top_secret")).refused(TopSecretContent)
    assert drafted(secrecy="secret").secrecy == "secret"


def test_an_enclosure_must_be_a_file_that_is_kept() -> None:
    """R-S03."""
    enclosure = {"name": "บัญชีโอน", "unit": "ชุด", "digest": FILE.digest}
    nothing.when(draft(enclosures=[enclosure])).refused(FileMissing)


# The digest (R-W07, R-S02)


def test_the_digest_is_the_hash_of_the_canonical_content() -> None:
    """R-W07: recomputed here without our own function."""
    said = json.loads(canonical(DRAFTED))
    assert said["subject"] == DRAFTED.subject
    assert list(said) == sorted(said)
    assert not {"digest", "drafted_by", "case_id"} & set(said)
    rewritten = json.dumps(said, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    assert hashlib.sha256(rewritten.encode()).hexdigest() == DRAFTED.digest


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("form", "internal"),
        ("purpose", "other"),
        ("urgency", "urgent"),
        ("secrecy", "confidential"),
        ("subject", "เรื่องอื่น"),
        ("to", []),
        ("references", [{"reference": "1", "agency": "สพป."}]),
        ("enclosures", [{"name": "บัญชีโอน", "unit": "ชุด"}]),
        ("body", "ตามที่โรงเรียนขอโอน นั้น"),
        ("facts", (TABLE,)),
        ("closing", ""),
        ("owner_unit_id", OFFICE),
        ("phone", "0 0000 0000"),
        ("copy_recipients", "หน่วยตรวจสอบภายใน"),
        ("template_version", "letter-2"),
    ],
)
def test_every_part_of_the_content_is_bound(field: str, value: object) -> None:
    """R-W07: nothing printed can change under a signature."""
    assert drafted(**{field: value}).digest != SEEN


def test_who_drafts_and_for_which_case_is_not_part_of_the_content() -> None:
    assert drafted(by=DIRECTOR, case_id=CASE).digest == SEEN


def test_a_draft_a_revision_and_a_command_of_one_content_have_one_digest() -> None:
    """R-W07: an auditor recomputes it from the stored event."""
    other = revised(subject="เรื่องอื่น")
    again = drafted(subject="เรื่องอื่น")
    assert content_digest(other) == content_digest(again) == other.digest
    assert content_digest(content_of(revise(subject="เรื่องอื่น"))) == other.digest


# Checking and sending back (R-L04, R-W04, R-W07)


def test_the_group_director_checks_the_version_he_saw() -> None:
    """R-W07."""
    in_draft.when(check(SEEN)).then(CHECKED)
    other = revised(subject="เรื่องอื่น")
    in_draft.given(other).when(check(SEEN)).refused(LetterMovedOn, seen=SEEN, digest=other.digest)


@pytest.mark.parametrize(
    ("field", "empty"), [("subject", ""), ("to", []), ("body", " "), ("owner_unit_id", None)]
)
def test_a_letter_that_lacks_a_required_part_may_be_drafted_but_not_checked(
    field: str, empty: object
) -> None:
    """R-L04."""
    lacking = drafted(**{field: empty})
    nothing.given(lacking).when(check(lacking.digest)).refused(LetterIncomplete, missing=[field])


def test_nobody_checks_what_he_drafted() -> None:
    """R-H16: on the natural person, whatever the post and capacity; who revised drafted too."""
    in_his_place = actor(14, "group_director", PLANNING, "duty_substitute")
    mine = CheckLetter(by=in_his_place, on=TODAY, digest=SEEN)
    in_draft.when(mine).refused(DrafterMayNotCheck, person_id=OFFICER.person_id)
    other = revised(by=DIRECTOR, subject="เรื่องอื่น")
    in_draft.given(other).when(check(other.digest)).refused(DrafterMayNotCheck)


def test_where_nobody_else_can_check_it_is_signed_unchecked_with_a_reason_that_is_kept() -> None:
    """R-H16: a recorded override of the missing rank; never of what lacks a part or was sent back."""
    why = {"another_can_check": False, "override_reason": "ผู้ตรวจเป็นผู้ร่าง และไม่มีผู้อื่น"}
    in_draft.when(sign(SEEN, another_can_check=False)).refused(NotChecked)
    in_draft.when(sign(SEEN, override_reason="เร่งด่วน")).refused(NotChecked)
    in_draft.when(sign(SEEN, **why)).then(signed(SEEN, override_reason=why["override_reason"]))
    in_draft.when(sign(SEEN, OFFICER, **why)).refused(DrafterMayNotSign)
    in_draft.given(SENT_BACK).when(sign(SEEN, **why)).refused(NotChecked)
    lacking = drafted(subject="")
    nothing.given(lacking).when(sign(lacking.digest, **why)).refused(LetterIncomplete)


def test_all_that_is_missing_is_named_at_once() -> None:
    """R-L04."""
    lacking = drafted(subject="", to=[], body="\n", owner_unit_id=None)
    nothing.given(lacking).when(check(lacking.digest)).refused(
        LetterIncomplete, missing=["subject", "to", "body", "owner_unit_id"]
    )


def test_a_version_is_checked_once() -> None:
    in_check.when(check(SEEN)).refused(NotOpen)


def test_a_revision_voids_the_check() -> None:
    """R-W07."""
    other = revised(subject="เรื่องอื่น")
    changed = in_check.when(revise(subject="เรื่องอื่น")).then(other)
    changed.when(sign(other.digest)).refused(NotChecked)
    changed.when(check(other.digest)).then(
        LetterChecked(other.digest, checked_by=DIRECTOR.person_id)
    )


def test_a_revision_that_says_the_same_is_none() -> None:
    """R-W07: and so does not void a check or answer a send-back."""
    in_check.when(revise()).refused(NothingRevised)
    in_draft.given(SENT_BACK).when(revise()).refused(NothingRevised)


def test_a_letter_sent_back_is_revised_before_it_is_checked_again() -> None:
    """Default D1: with a reason, by the checker or the signatory."""
    back = in_draft.when(send_back()).then(SENT_BACK)
    back.when(check(SEEN)).refused(NotOpen)
    back.when(send_back()).refused(NotOpen)
    other = revised(subject="เรื่องอื่น")
    back.when(revise(subject="เรื่องอื่น")).then(other).when(check(other.digest)).events()
    in_check.when(send_back()).then(SENT_BACK).when(sign(SEEN)).refused(NotChecked)


# Signing (R-S02, R-H16, R-H17)


def test_the_signatory_signs_the_version_he_saw_as_what_he_is() -> None:
    """R-S02, R-H15: person, post, capacity, method, intent, and the digest."""
    in_check.when(sign(SEEN)).then(signed(SEEN))
    acting = actor(16, "area_director", OFFICE, "acting")
    in_check.when(sign(SEEN, acting)).then(signed(SEEN, acting))


def test_another_version_than_the_one_seen_is_not_signed() -> None:
    """R-W07."""
    in_check.when(sign("00" * 32)).refused(LetterMovedOn, seen="00" * 32, digest=SEEN)


def test_what_nobody_checked_is_not_signed() -> None:
    """R-W04."""
    in_draft.when(sign(SEEN)).refused(NotChecked)


def test_signing_needs_a_statement_of_intent() -> None:
    """R-S02."""
    with pytest.raises(ValidationError, match="intent"):
        SignLetter(by=AREA_DIRECTOR, on=TODAY, digest=SEEN, intent=" ", block=BLOCK)


def test_who_drafted_does_not_sign_where_another_can() -> None:
    """R-H16: on the natural person, whatever the post; not even with a reason."""
    as_director = actor(14, "area_director", OFFICE)
    in_check.when(sign(SEEN, as_director)).refused(DrafterMayNotSign)
    in_check.when(sign(SEEN, as_director, override_reason="เร่งด่วน")).refused(DrafterMayNotSign)


def test_who_checked_does_not_sign_where_another_can() -> None:
    """R-H16: no natural person fills two ranks that follow each other."""
    acting = actor(13, "area_director", OFFICE, "acting")
    in_check.when(sign(SEEN, acting)).refused(CheckerMayNotSign, another_can_sign=True)
    in_check.when(sign(SEEN, acting, override_reason="เร่งด่วน")).refused(CheckerMayNotSign)
    in_check.when(sign(SEEN, acting, another_can_sign=False)).refused(CheckerMayNotSign)
    alone = sign(SEEN, acting, another_can_sign=False, override_reason="ไม่มีผู้อื่นมีอำนาจ")
    in_check.when(alone).then(signed(SEEN, acting, "ไม่มีผู้อื่นมีอำนาจ"))
    other = revised(subject="เรื่องอื่น")
    anew = in_check.given(other, LetterChecked(other.digest, checked_by=REGISTRAR.person_id))
    assert anew.when(sign(other.digest, acting)).events()


def test_where_no_other_can_the_drafter_signs_with_a_reason_that_is_kept() -> None:
    """R-H16: a logged override."""
    in_check.when(sign(SEEN, OFFICER, another_can_sign=False)).refused(DrafterMayNotSign)
    alone = sign(SEEN, OFFICER, another_can_sign=False, override_reason="ไม่มีผู้อื่นมีอำนาจ")
    in_check.when(alone).then(signed(SEEN, OFFICER, "ไม่มีผู้อื่นมีอำนาจ"))


def test_who_revised_counts_as_a_drafter() -> None:
    """R-H16: and the first drafter still does."""
    other = revised(by=AREA_DIRECTOR, subject="เรื่องอื่น")
    both = in_draft.given(other, LetterChecked(other.digest))
    both.when(sign(other.digest, AREA_DIRECTOR)).refused(DrafterMayNotSign)
    both.when(sign(other.digest, OFFICER)).refused(DrafterMayNotSign)


def test_a_reason_that_was_not_needed_is_not_kept_as_an_override() -> None:
    in_check.when(sign(SEEN, override_reason="เผื่อไว้")).then(signed(SEEN))


def test_a_duty_substitute_does_not_sign() -> None:
    """R-H17, R-H13: acting (รักษาราชการแทน) does, see above."""
    substitute = actor(13, "group_director", PLANNING, "duty_substitute")
    in_check.when(sign(SEEN, substitute)).refused(SubstituteMayNotSign)


def test_a_signed_letter_is_not_revised_sent_back_or_signed_again() -> None:
    """R-S02."""
    for command in (revise(subject="เรื่องอื่น"), send_back(), sign(SEEN), check(SEEN)):
        ready.when(command).refused(NotOpen)


# Dispatch (R-N01, R-N10, R-N20, R-E01)


def test_number_and_date_are_taken_after_the_signature() -> None:
    """R-N10, R-N20: dated today; no date can be typed."""
    in_draft.when(dispatch()).refused(NotSigned)
    in_check.when(dispatch()).refused(NotSigned)
    ready.when(dispatch()).then(dispatched())
    with pytest.raises(ValidationError, match="dispatched_on"):
        dispatch(dispatched_on=TODAY - DAY)


def test_a_letter_is_dispatched_once() -> None:
    """R-N08: and so takes one number."""
    out.when(dispatch()).refused(NotOpen)


def test_without_a_letter_code_nothing_is_dispatched() -> None:
    """R-N01."""
    ready.when(dispatch(letter_code="")).refused(LetterCodeMissing)


def test_paper_needs_a_reason_and_the_electronic_ways_none() -> None:
    """R-E01."""
    ready.when(dispatch(delivery="paper")).refused(PaperNeedsReason)
    ready.when(dispatch(delivery="paper", delivery_reason="ต้องส่งต้นฉบับ")).then(
        dispatched(delivery=DeliveryMode.PAPER, delivery_reason="ต้องส่งต้นฉบับ")
    )
    ready.when(dispatch(delivery="e_mail")).then(dispatched(delivery=DeliveryMode.E_MAIL))


def test_an_answer_is_asked_for_by_today_at_the_earliest() -> None:
    ready.when(dispatch(reply_due_on=TODAY)).then(dispatched(reply_due_on=TODAY))
    ready.when(dispatch(reply_due_on=TODAY - DAY)).refused(ReplyDuePast, today=TODAY)


def test_a_letter_is_withdrawn_until_it_is_dispatched() -> None:
    """R-N08: a numbered letter keeps its line."""
    for before in (in_draft, in_check, ready, in_draft.given(SENT_BACK)):
        gone = before.when(withdraw()).then(DraftWithdrawn("ไม่ต้องแจ้งแล้ว"))
        for command in (check(SEEN), sign(SEEN), dispatch(), revise(subject="อื่น"), withdraw()):
            gone.when(command).refused(NotOpen)
    out.when(withdraw()).refused(NotOpen)


# The paper and its delivery (R-S01, R-S07, R-E02)


def test_the_paper_is_rendered_once_after_the_dispatch() -> None:
    """R-S01: before it there is no number to print."""
    ready.when(render()).refused(NotOpen)
    out.when(render()).then(RENDERED).when(render("ef" * 32)).refused(NotOpen)


def test_delivery_waits_for_the_paper() -> None:
    """R-S01."""
    out.when(delivery()).refused(NotRendered)
    out.when(failure()).refused(NotRendered)
    on_paper.when(delivery()).then(delivered())


def test_each_addressee_is_reached_once() -> None:
    """R-E02."""
    to = {"unit_id": None, "salutation": "เรียน", "addressee": "ผู้อำนวยการโรงเรียน"}
    two = nothing.given(drafted(to=[to, to]), CHECKED, signed(SEEN), dispatched(), RENDERED)
    one = two.when(delivery()).then(delivered())
    one.when(delivery()).refused(AlreadyDelivered, addressee=1)
    one.when(failure()).refused(AlreadyDelivered, addressee=1)
    one.when(delivery(addressee=2)).then(delivered(2))
    two.when(delivery(addressee=3)).refused(NoSuchAddressee, addressee=3, addressees=2)


def test_after_a_failure_it_is_tried_again() -> None:
    """R-E02."""
    failed = on_paper.when(failure()).then(
        DeliveryFailed(1, "saraban@school.example", "ตู้จดหมายเต็ม")
    )
    failed.when(failure()).events()
    failed.when(delivery()).then(delivered())


def test_a_letter_arrives_when_it_is_sent_or_later() -> None:
    """R-S07: two times per transmission."""
    second = timedelta(seconds=1)
    on_paper.when(delivery(arrived_at=(SENT_AT + second).isoformat())).then(
        delivered(arrived_at=SENT_AT + second)
    )
    on_paper.when(delivery(arrived_at=(SENT_AT - second).isoformat())).refused(ArrivedBeforeSent)


# Answers awaited


def test_reminders_are_counted_and_set_a_new_day() -> None:
    awaiting = ready.given(dispatched(reply_due_on=TODAY))
    once = awaiting.when(remind(reply_due_on=TODAY + 7 * DAY)).then(
        ReminderSent(1, TODAY + 7 * DAY)
    )
    once.when(remind(note="ครั้งที่สอง")).then(ReminderSent(2, TODAY, "ครั้งที่สอง"))
    awaiting.when(remind(reply_due_on=TODAY - DAY)).refused(ReplyDuePast, today=TODAY)


def test_there_is_no_reminder_where_no_answer_is_awaited() -> None:
    out.when(remind()).refused(NoReplyAwaited)
    answered = ready.given(dispatched(reply_due_on=TODAY), ReplyReceived(REPLY))
    answered.when(remind()).refused(NoReplyAwaited)


def test_a_letter_received_counts_once_as_the_answer() -> None:
    ready.when(reply()).refused(NotOpen)
    answered = out.when(reply()).then(ReplyReceived(REPLY))
    answered.when(reply()).refused(ReplyAlreadyRecorded, letter_id=REPLY)
    answered.when(reply(UUID(int=34))).then(ReplyReceived(UUID(int=34)))


def test_a_request_says_of_which_transfer_on_which_resolution_and_by_what_right() -> None:
    """R-B11, R-W07: the basis is the office's own statement; the letter rests on one version."""
    case_id, transfer_id, resolution_id = uuid4(), uuid4(), uuid4()
    request = DraftGovernorRequest(
        by=OFFICER,
        on=TODAY,
        transfer_id=transfer_id,
        legal_basis="หนังสือมอบอำนาจตัวอย่าง",
        content=content_of(draft()),
        case_id=case_id,
        transfer_digest="a" * 64,
        resolution_id=resolution_id,
    )
    [event] = nothing.when(request).events()
    assert isinstance(event, LetterDrafted)
    assert (event.case_id, event.transfer_id, event.resolution_id) == (
        case_id,
        transfer_id,
        resolution_id,
    )
    assert (event.transfer_digest, event.legal_basis) == ("a" * 64, "หนังสือมอบอำนาจตัวอย่าง")
    assert event.digest == drafted().digest
