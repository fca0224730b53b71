"""Approval by an authority outside the office: asked by letter, answered by letter."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from domain.approvals.outside_approval import (
    AskedLine,
    ConfirmOutcome,
    GrantedInFull,
    GrantedLine,
    GrantedLineItem,
    GrantedLineRaised,
    GrantedLinesMissing,
    GrantedLinesNotWanted,
    GrantedLineTurned,
    GrantedLineTwice,
    GrantedLineUnknown,
    GrantedNotBalanced,
    LegalBasisRequired,
    LetterUsedBefore,
    NotGranted,
    OutcomeConfirmed,
    OutcomeNoteRequired,
    OutcomeOutOfTime,
    OutcomeRecorded,
    OutcomeSentBack,
    OutsideApprovalRequested,
    OutsideApprovalResent,
    OutsideOutcome,
    OwnRecord,
    RecordOutcome,
    ReplyLetter,
    ReplyNotRegistered,
    ReplyVoided,
    RequestOutsideApproval,
    ResendRequest,
    SendBackOutcome,
    outside_approval,
    require_granted,
)
from domain.approvals.version import VersionMovedOn
from domain.message import Actor
from domain.refusal import NotOpen, NotPermitted, Refusal
from tests.domain.scenario import Scenario

ASKED_ON = date(2026, 11, 23)
TODAY = date(2026, 12, 1)
CASE, TRANSFER, RESOLUTION, UNIT = (UUID(int=n) for n in range(1, 5))
SENT, SENT_AGAIN, REPLY, OTHER_LETTER = (UUID(int=n) for n in range(11, 15))
GIVES, TAKES, TAKES_TOO, STRANGER = (UUID(int=n) for n in range(21, 25))
DIGEST = "a" * 64
OTHER = "b" * 64

ASKED = (AskedLine(GIVES, -90_000), AskedLine(TAKES, 60_000), AskedLine(TAKES_TOO, 30_000))
IN_FULL = tuple(GrantedLine(line.line_id, line.satang) for line in ASKED)

OFFICER = Actor(UUID(int=31), UUID(int=41), "policy_and_plan_analyst", UNIT)
DIRECTOR = Actor(UUID(int=32), UUID(int=42), "group_director", UNIT)
BASIS = "คำสั่งมอบอำนาจ (ตัวอย่าง)"


def ask(basis: str = BASIS, seen: str = DIGEST) -> RequestOutsideApproval:
    return RequestOutsideApproval(
        by=OFFICER,
        on=ASKED_ON,
        authority="governor",
        transfer_id=TRANSFER,
        transfer_digest=seen,
        outgoing_letter_id=SENT,
        resolution_id=RESOLUTION,
        legal_basis=basis,
        case_id=CASE,
        current_digest=DIGEST,
        lines=ASKED,
    )


requested = OutsideApprovalRequested(
    authority="governor",
    case_id=CASE,
    transfer_id=TRANSFER,
    transfer_digest=DIGEST,
    lines=ASKED,
    outgoing_letter_id=SENT,
    resolution_id=RESOLUTION,
    legal_basis=BASIS,
    requested_by=OFFICER.person_id,
    requested_on=ASKED_ON,
)

REGISTERED = ReplyLetter(REPLY, voided=False)

APPROVED, PARTLY = OutsideOutcome.APPROVED, OutsideOutcome.PARTLY_APPROVED
MORE, NO = OutsideOutcome.MORE_INFORMATION, OutsideOutcome.NOT_APPROVED


def record(
    outcome: OutsideOutcome = APPROVED,
    granted: dict[UUID, int] | None = None,
    note: str = "",
    decided_on: date = TODAY,
    reply: ReplyLetter | None = REGISTERED,
) -> RecordOutcome:
    lines = tuple(GrantedLineItem(line_id=k, satang=v) for k, v in (granted or {}).items())
    return RecordOutcome(
        by=OFFICER,
        on=TODAY,
        reply_letter_id=REPLY,
        outcome=outcome,
        decided_on=decided_on,
        signer_name="นายทดสอบ ระบบดี",
        signer_capacity="รองผู้ว่าราชการจังหวัด ปฏิบัติราชการแทน ผู้ว่าราชการจังหวัด",
        granted_lines=lines,
        note=note,
        reply=reply,
    )


def recorded(
    outcome: OutsideOutcome = APPROVED, lines: tuple[GrantedLine, ...] = IN_FULL, note: str = ""
) -> OutcomeRecorded:
    return OutcomeRecorded(
        reply_letter_id=REPLY,
        outcome=outcome,
        decided_on=TODAY,
        signer_name="นายทดสอบ ระบบดี",
        signer_capacity="รองผู้ว่าราชการจังหวัด ปฏิบัติราชการแทน ผู้ว่าราชการจังหวัด",
        granted_lines=lines,
        note=note,
        recorded_by=OFFICER.person_id,
    )


def confirmed(
    outcome: OutsideOutcome = APPROVED, lines: tuple[GrantedLine, ...] = IN_FULL
) -> OutcomeConfirmed:
    return OutcomeConfirmed(outcome, lines, DIRECTOR.person_id)


confirm = ConfirmOutcome(by=DIRECTOR, on=TODAY)
new = Scenario(outside_approval)
waiting = new.given(requested)
answered = waiting.given(recorded())


def test_the_governor_is_asked_for_one_exact_version_of_the_lines() -> None:
    new.when(ask()).then(requested)
    new.when(ask(seen=OTHER)).refused(VersionMovedOn)


def test_the_legal_basis_is_the_offices_to_say_and_has_no_default() -> None:
    """R-B11."""
    new.when(ask(basis="  ")).refused(LegalBasisRequired)
    new.when(ask(basis="")).refused(LegalBasisRequired)
    fields = RequestOutsideApproval.model_fields
    assert fields["legal_basis"].is_required()


def test_a_reply_counts_only_once_it_is_in_the_receive_register() -> None:
    waiting.when(record(reply=None)).refused(ReplyNotRegistered, reply_letter_id=REPLY)
    other = ReplyLetter(OTHER_LETTER, voided=False)
    waiting.when(record(reply=other)).refused(ReplyNotRegistered)
    waiting.when(record()).then(recorded())


def test_a_reply_whose_number_was_voided_does_not_count() -> None:
    """R-N08."""
    waiting.when(record(reply=ReplyLetter(REPLY, voided=True))).refused(ReplyVoided)


@pytest.mark.parametrize(("days", "ok"), [(-1, False), (0, True), (8, True), (9, False)])
def test_the_authority_decided_between_the_request_and_today(days: int, ok: bool) -> None:
    outcome = waiting.when(record(decided_on=ASKED_ON + timedelta(days=days)))
    if ok:
        assert outcome.events()
    else:
        outcome.refused(OutcomeOutOfTime, asked_on=ASKED_ON, today_on=TODAY)


@pytest.mark.parametrize("outcome", [NO, MORE])
def test_a_no_and_a_question_are_recorded_with_their_words(outcome: OutsideOutcome) -> None:
    waiting.when(record(outcome)).refused(OutcomeNoteRequired, outcome=outcome)
    waiting.when(record(outcome, note="ขอรายละเอียด")).then(recorded(outcome, (), "ขอรายละเอียด"))


def test_the_group_director_confirms_what_the_officer_recorded() -> None:
    answered.when(confirm).then(confirmed())


def test_nobody_else_confirms_an_outcome() -> None:
    answered.when(ConfirmOutcome(by=OFFICER, on=TODAY)).refused(NotPermitted)


def test_nobody_confirms_what_he_recorded_himself() -> None:
    """R-H16: the natural person counts."""
    stand_in = Actor(OFFICER.person_id, DIRECTOR.post_id, "group_director", UNIT, "acting")
    answered.when(ConfirmOutcome(by=stand_in, on=TODAY)).refused(OwnRecord)


def test_a_recorded_outcome_does_not_count_before_it_is_confirmed() -> None:
    for scenario in (new, waiting, answered):
        with pytest.raises(NotGranted):
            require_granted(scenario.state, DIGEST)
    assert require_granted(answered.given(confirmed()).state, DIGEST) == IN_FULL


def test_what_was_granted_holds_for_no_other_version() -> None:
    """R-W07."""
    with pytest.raises(VersionMovedOn):
        require_granted(answered.given(confirmed()).state, OTHER)


def test_a_confirmed_no_grants_nothing() -> None:
    refused = waiting.given(recorded(NO, (), "ไม่จำเป็น"), confirmed(NO, ()))
    with pytest.raises(NotGranted):
        require_granted(refused.state, DIGEST)


def test_the_group_director_sends_a_wrong_record_back_and_it_is_recorded_again() -> None:
    back = SendBackOutcome(by=DIRECTOR, on=TODAY, reason="วันที่ไม่ตรง")
    again = answered.when(back).then(OutcomeSentBack("วันที่ไม่ตรง", DIRECTOR.person_id))
    again.when(record()).then(recorded())


def test_only_the_group_director_sends_a_record_back() -> None:
    back = SendBackOutcome(by=OFFICER, on=TODAY, reason="วันที่ไม่ตรง")
    answered.when(back).refused(NotPermitted)


def test_a_question_is_answered_in_a_new_letter_and_the_matter_waits_again() -> None:
    wanted = waiting.given(recorded(MORE, (), "ขอรายละเอียด"), confirmed(MORE, ()))
    with pytest.raises(NotGranted):
        require_granted(wanted.state, DIGEST)
    wanted.when(ResendRequest(by=OFFICER, on=TODAY, outgoing_letter_id=SENT)).refused(
        LetterUsedBefore
    )
    resent = OutsideApprovalResent(SENT_AGAIN, TODAY, "governor")
    waiting_again = wanted.when(
        ResendRequest(by=OFFICER, on=TODAY, outgoing_letter_id=SENT_AGAIN)
    ).then(resent)
    waiting_again.when(record()).then(recorded())


def test_nothing_is_sent_again_unless_more_was_asked_for() -> None:
    again = ResendRequest(by=OFFICER, on=TODAY, outgoing_letter_id=SENT_AGAIN)
    waiting.when(again).refused(NotOpen)
    answered.given(confirmed()).when(again).refused(NotOpen)


def test_a_settled_outcome_is_not_recorded_again() -> None:
    answered.given(confirmed()).when(record()).refused(NotOpen)


LOWERED = {GIVES: -80_000, TAKES: 50_000, TAKES_TOO: 30_000}
DROPPED = {GIVES: -60_000, TAKES: 60_000}


@pytest.mark.parametrize("granted", [LOWERED, DROPPED])
def test_a_partial_approval_lowers_or_drops_lines(granted: dict[UUID, int]) -> None:
    lines = tuple(GrantedLine(line_id, satang) for line_id, satang in granted.items())
    waiting.when(record(PARTLY, granted)).then(recorded(PARTLY, lines))
    partly = waiting.given(recorded(PARTLY, lines), confirmed(PARTLY, lines))
    assert require_granted(partly.state, DIGEST) == lines


@pytest.mark.parametrize(
    ("granted", "refusal", "figures"),
    [
        ({}, GrantedLinesMissing, {"lines": 3}),
        (
            {GIVES: -90_000, TAKES: 60_001, TAKES_TOO: 29_999},
            GrantedLineRaised,
            {"granted_satang": 60_001, "asked_satang": 60_000},
        ),
        (
            {GIVES: -90_001, TAKES: 60_000, TAKES_TOO: 30_000},
            GrantedLineRaised,
            {"granted_satang": -90_001, "asked_satang": -90_000},
        ),
        ({GIVES: 10_000, TAKES: -10_000}, GrantedLineTurned, {"asked_satang": -90_000}),
        ({GIVES: -60_000, TAKES: 60_000, TAKES_TOO: 0}, GrantedLineTurned, {"granted_satang": 0}),
        ({GIVES: -60_000, TAKES: 59_999}, GrantedNotBalanced, {"difference_satang": -1}),
        ({GIVES: -60_000, STRANGER: 60_000}, GrantedLineUnknown, {"line_id": STRANGER}),
        (
            {GIVES: -90_000, TAKES: 60_000, TAKES_TOO: 30_000},
            GrantedInFull,
            {"lines": 3},
        ),
    ],
)
def test_a_partial_approval_never_raises_turns_or_unbalances(
    granted: dict[UUID, int], refusal: type[Refusal], figures: dict[str, object]
) -> None:
    """R-B14: lowered in absolute value, same sign, sum zero."""
    waiting.when(record(PARTLY, granted)).refused(refusal, **figures)


def test_a_line_stands_once_in_a_partial_approval() -> None:
    twice = record(PARTLY, DROPPED).model_copy(
        update={"granted_lines": (GrantedLineItem(line_id=TAKES, satang=1),) * 2}
    )
    waiting.when(twice).refused(GrantedLineTwice, line_id=TAKES)


@pytest.mark.parametrize("outcome", [APPROVED, MORE, NO])
def test_lines_are_typed_for_a_partial_approval_only(outcome: OutsideOutcome) -> None:
    waiting.when(record(outcome, DROPPED, note="หมายเหตุ")).refused(GrantedLinesNotWanted)
