"""Raising and lowering a letter: by whom, with what reason, and who reads it afterwards (R-U05 to R-U08)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from pydantic import ValidationError

from domain.correspondence.letter import (
    ChangeLetterSecrecy,
    CorrectLetter,
    EndorseLetter,
    GrantReading,
    LetterReadingEnded,
    LetterReadingGranted,
    LetterSecrecyChanged,
    VoidNumber,
)
from domain.correspondence.letter.openings import acts_open
from domain.correspondence.letter.refusals import ClassifiedRegister, OwnerNoticeMissing
from domain.correspondence.letter.secrecy import enters_register
from domain.correspondence.outgoing_letter import (
    ChangeOutgoingSecrecy,
    OutgoingReadingGranted,
    OutgoingSecrecyChanged,
    SendBackDraft,
    WithdrawDraft,
    content_digest,
    content_of,
)
from domain.correspondence.outgoing_letter.openings import acts_open as acts_open_out
from domain.correspondence.outgoing_letter.refusals import NotChecked, NotSigned, SecrecyNotRevised
from domain.correspondence.parts import Secrecy
from domain.correspondence.reading import Reader, ReadingBasis
from domain.correspondence.secrecy import SameSecrecy, SecrecyContentOff, TopSecretIsKeptOutside
from domain.message import Number
from domain.refusal import NotOpen
from tests.domain.correspondence import test_letter as ours
from tests.domain.correspondence import test_outgoing_letter as out
from tests.domain.correspondence.people import (
    AREA_DIRECTOR,
    CLERK,
    DIRECTOR,
    OFFICER,
    PLANNING,
    REGISTRAR,
    SCHOOL,
    TODAY,
)
from tests.domain.scenario import Scenario

WHY = "มีข้อมูลที่กระทบต่อราชการ"
NOTICE = "ที่ ตย 0001/5 ลงวันที่ 20 พฤศจิกายน 2569"
REGISTER = "receive-classified"
IN_POST, HEAD = Reader(REGISTRAR.post_id), Reader(AREA_DIRECTOR.post_id)
WORKS = Reader(OFFICER.post_id, OFFICER.person_id)
POSTS: dict[str, Any] = {
    "by": AREA_DIRECTOR,
    "on": TODAY,
    "reason": WHY,
    "keeps_classified": True,
    "director_post_id": AREA_DIRECTOR.post_id,
    "registrar_post_id": REGISTRAR.post_id,
}
NONE, CONFIDENTIAL, SECRET = Secrecy.NONE, Secrecy.CONFIDENTIAL, Secrecy.SECRET


def change(secrecy: str, **said: Any) -> ChangeLetterSecrecy:
    return ChangeLetterSecrecy(**(POSTS | {"register_id": REGISTER, "secrecy": secrecy} | said))


def changed(was: Secrecy, now: Secrecy, **said: Any) -> LetterSecrecyChanged:
    fields: dict[str, Any] = {"unit_id": PLANNING, "unassigned": True}
    return LetterSecrecyChanged(was, now, WHY, **(fields | said))


def after(scenario: Scenario, *commands: Any) -> Scenario:
    for command in commands:
        scenario = scenario.given(*scenario.when(command).events())
    return scenario


def endorse() -> EndorseLetter:
    return EndorseLetter(
        by=DIRECTOR,
        on=TODAY,
        opinion="โปรดดำเนินการ",
        assigned_post_id=OFFICER.post_id,
        assigned_to=OFFICER.person_id,
    )


def came(secrecy: str = "none", **said: Any) -> Scenario:
    evidence = {"keeps_classified": True, "director_post_id": AREA_DIRECTOR.post_id}
    return after(ours.nothing, ours.receive(**({"secrecy": secrecy} | evidence | said)))


plain = came()
taken_in = after(plain, ours.take_in())
in_hand = after(taken_in, endorse())


# Letters that came in


def test_raised_it_takes_a_line_of_the_classified_register_and_keeps_its_number() -> None:
    """R-U06: its receive number stays; the confidential letter is known by role."""
    first = plain.when(change("confidential")).then(changed(NONE, CONFIDENTIAL, register=REGISTER))
    assert first.state.readers == ()
    # Raised further, or lowered and raised again, it stands there already.
    further = first.when(change("secret")).events()[0]
    assert isinstance(further, LetterSecrecyChanged)
    assert further.register is None
    again = after(first, change("none"))
    assert not enters_register(again.state, CONFIDENTIAL)
    assert enters_register(plain.state, CONFIDENTIAL)
    assert not enters_register(came("secret").state, CONFIDENTIAL)


def test_raised_to_secret_it_is_read_by_whom_it_needs() -> None:
    """R-U06: the director's post, the registrar's, and the officer who has it in hand."""
    in_hand.when(change("secret")).then(
        changed(NONE, SECRET, register=REGISTER, taken_in=True, unassigned=False),
        LetterReadingGranted(WORKS, ReadingBasis.AT_WORK, (WORKS,)),
        LetterReadingGranted(HEAD, ReadingBasis.ADDRESSED, (WORKS, HEAD)),
        LetterReadingGranted(IN_POST, ReadingBasis.REGISTERED, (WORKS, HEAD, IN_POST)),
    )


def test_who_raised_it_in_another_post_goes_on_reading() -> None:
    by = Reader(DIRECTOR.post_id, DIRECTOR.person_id)
    raised = after(plain, change("confidential", by=DIRECTOR))
    assert raised.state.readers == (by,)
    assert after(plain, change("confidential")).state.readers == ()


def test_whom_it_was_granted_to_before_reads_on_when_it_is_raised_further() -> None:
    confidential = came("confidential")
    lets = GrantReading(
        by=AREA_DIRECTOR,
        on=TODAY,
        post_id=OFFICER.post_id,
        reason=WHY,
        holder=OFFICER.person_id,
        role="policy_and_plan_analyst",
    )
    assert after(confidential, lets, change("secret")).state.readers == (WORKS, HEAD, IN_POST)


def test_an_officer_who_is_done_with_it_needs_to_know_no_more() -> None:
    noted = after(in_hand, ours.AcknowledgeLetter(by=DIRECTOR, on=TODAY))
    assert after(noted, change("secret")).state.readers == (HEAD, IN_POST)
    in_case = after(in_hand, ours.JoinCase(by=OFFICER, on=TODAY, case_id=UUID(int=31)))
    assert WORKS in after(in_case, change("secret")).state.readers


def test_lowered_to_none_every_grant_ends_and_none_comes_back() -> None:
    secret = after(in_hand, change("secret"))
    open_again = secret.when(change("none")).then(
        changed(SECRET, NONE, taken_in=True, unassigned=False),
        LetterReadingEnded(WORKS, (HEAD, IN_POST), WHY),
        LetterReadingEnded(HEAD, (IN_POST,), WHY),
        LetterReadingEnded(IN_POST, (), WHY),
    )
    assert after(open_again, change("confidential")).state.readers == (WORKS,)


def test_lowered_to_confidential_the_grants_stay() -> None:
    secret = after(plain, change("secret"))
    lowered = secret.when(change("confidential")).then(changed(SECRET, CONFIDENTIAL))
    assert lowered.state.readers == (HEAD, IN_POST)


def test_below_the_mark_of_its_sender_only_as_the_sender_says() -> None:
    """R-U05: the owner of a letter is who wrote it."""
    marked = came("secret")
    marked.when(change("confidential")).refused(OwnerNoticeMissing, secrecy=SECRET)
    told = after(marked, change("confidential", owner_notice=NOTICE))
    assert told.state.secrecy is CONFIDENTIAL
    # What the office adds by itself, it may take back by itself, down to the sender's mark.
    added = after(told, change("secret"))
    assert after(added, change("confidential")).state.secrecy is CONFIDENTIAL
    added.when(change("none")).refused(OwnerNoticeMissing, secrecy=CONFIDENTIAL)


def test_what_a_private_person_wrote_is_the_offices_to_lower() -> None:
    private = {"sender_unit_id": None, "sender_name": "", "private_sender": "นางสมมติ"}
    letter = came("secret", **private, party_id=UUID(int=41))
    assert after(letter, change("none")).state.secrecy is NONE


@pytest.mark.parametrize("level", list(Secrecy)[:3])
def test_the_level_it_has_is_no_change(level: Secrecy) -> None:
    came(level).when(change(level)).refused(SameSecrecy, secrecy=level)


def test_a_reason_is_asked_for() -> None:
    for reason in ("", "  ", None):
        with pytest.raises(ValidationError):
            change("secret", reason=reason)


def test_what_has_content_here_is_not_raised_to_top_secret() -> None:
    """R-U07: even where classified letters are kept."""
    for letter in (plain, came("secret")):
        letter.when(change("top_secret")).refused(TopSecretIsKeptOutside)


def test_an_office_that_keeps_no_classified_content_raises_no_open_letter() -> None:
    """R-U08: and what it kept before may still be raised further, or lowered."""
    plain.when(change("confidential", keeps_classified=False)).refused(SecrecyContentOff)
    kept = after(came("confidential"), change("secret", keeps_classified=False))
    assert kept.state.secrecy is SECRET


def test_a_stub_may_be_raised_to_top_secret_and_once_lowered_be_given_its_words() -> None:
    """R-U07."""
    stub = {"subject": "", "sender_unit_id": None, "sender_name": "", "holder": "นายทะเบียนฯ"}
    kept_outside = came("secret", **stub, keeps_classified=False)
    top = after(kept_outside, change("top_secret", keeps_classified=False))
    assert top.state.is_stub
    opened = after(top, change("none", owner_notice=NOTICE))
    words = {"subject": "เรื่องที่เปิดเผยแล้ว", "sender_name": "หน่วยงานสมมติ", "reason": "เปิดเผยแล้ว"}
    told = after(opened, CorrectLetter(by=REGISTRAR, on=TODAY, wrong_position=1, **words))
    assert (told.state.wording.subject, told.state.is_stub) == ("เรื่องที่เปิดเผยแล้ว", False)


def test_a_raised_letter_is_taken_in_by_no_unit() -> None:
    """R-U06."""
    after(plain, change("confidential")).when(ours.take_in()).refused(ClassifiedRegister)
    lowered = after(plain, change("confidential"), change("none"))
    assert isinstance(lowered.when(ours.take_in()).events()[0], ours.LetterTakenIn)


def test_a_void_letter_is_raised_as_well() -> None:
    """Its words are still here."""
    number = Number("receive", 2569, 1)
    voids = VoidNumber(
        by=REGISTRAR,
        on=TODAY,
        register_id="receive",
        year=2569,
        number=1,
        reason="ลงซ้ำ",
        numbers=(number,),
    )
    void = after(plain, voids)
    assert acts_open(void.state)["ChangeLetterSecrecy"] is None
    assert after(void, change("secret")).state.secrecy is SECRET
    ours.nothing.when(change("secret")).refused(NotOpen)


def test_nobody_waits_at_the_unit_for_a_letter_that_was_sent_back() -> None:
    back = after(taken_in, ours.send_back(by=CLERK))
    raised = after(back, change("secret"))
    event = raised.history[-3]
    assert isinstance(event, LetterSecrecyChanged)
    assert not event.unassigned


# Letters of ours


def change_out(secrecy: str, **said: Any) -> ChangeOutgoingSecrecy:
    fields = {"secrecy": secrecy, "register_id": "send-classified", "drafters": (WORKS,)}
    return ChangeOutgoingSecrecy(**(POSTS | fields | said))


def digest(secrecy: str) -> str:
    return content_digest(content_of(out.draft(secrecy=secrecy)))


draft = after(out.nothing, out.draft())
checked = after(draft, out.check(digest("none")))
signed = after(checked, out.sign(digest("none")))
gone = after(signed, out.dispatch())


def test_a_raised_draft_is_another_version_that_its_drafter_reads() -> None:
    """R-W07: the mark is part of what is checked and signed."""
    raised = draft.when(change_out("confidential")).then(
        OutgoingSecrecyChanged(NONE, CONFIDENTIAL, WHY, digest=digest("confidential")),
        OutgoingReadingGranted(WORKS, ReadingBasis.AT_WORK, (WORKS,)),
    )
    assert (raised.state.digest, raised.state.occasion.secrecy) == (
        digest("confidential"),
        CONFIDENTIAL,
    )


@pytest.mark.parametrize("before", [checked, signed], ids=["checked", "signed"])
def test_what_was_checked_or_signed_is_to_be_so_again(before: Scenario) -> None:
    """R-W07."""
    raised = after(before, change_out("secret"))
    event = raised.history[len(before.history)]
    assert isinstance(event, OutgoingSecrecyChanged)
    assert (event.recheck_unit_id, event.register) == (PLANNING, None)
    raised.when(out.dispatch()).refused(NotSigned)
    raised.when(out.sign(digest("secret"))).refused(NotChecked)
    again = after(raised, out.check(digest("secret")), out.sign(digest("secret")), out.dispatch())
    assert again.state.occasion.secrecy is SECRET
    assert again.state.occasion.in_classified_register


def test_a_draft_that_was_sent_back_still_waits_for_its_drafter() -> None:
    back = after(draft, SendBackDraft(by=DIRECTOR, on=TODAY, reason="แก้คำ"))
    raised = after(back, change_out("secret"))
    assert raised.state.sent_back
    event = raised.history[len(back.history)]
    assert isinstance(event, OutgoingSecrecyChanged)
    assert event.recheck_unit_id is None


def test_a_sent_letter_stays_as_it_was_signed_and_names_who_holds_it() -> None:
    """R-U06: entered in the classified register under its own letter number."""
    said = {"letter_number": "ศธ 04999/12"}
    gone.when(change_out("secret", **said)).then(
        OutgoingSecrecyChanged(
            NONE,
            SECRET,
            WHY,
            register="send-classified",
            holders=(SCHOOL,),
            letter_number="ศธ 04999/12",
        ),
        OutgoingReadingGranted(WORKS, ReadingBasis.AT_WORK, (WORKS,)),
        OutgoingReadingGranted(HEAD, ReadingBasis.ADDRESSED, (WORKS, HEAD)),
        OutgoingReadingGranted(IN_POST, ReadingBasis.REGISTERED, (WORKS, HEAD, IN_POST)),
    )
    lowered = after(gone, change_out("secret", **said), change_out("none", **said))
    assert lowered.state.occasion.readers == ()
    [again, *_] = lowered.when(change_out("secret")).events()
    assert isinstance(again, OutgoingSecrecyChanged)
    assert again.register is None


def test_a_letter_given_up_is_raised_as_well() -> None:
    """What it said is still here."""
    given_up = after(draft, WithdrawDraft(by=OFFICER, on=TODAY, reason="ไม่ใช้แล้ว"))
    assert acts_open_out(given_up.state, AREA_DIRECTOR) == {"ChangeOutgoingSecrecy": None}
    assert after(given_up, change_out("secret")).state.occasion.secrecy is SECRET


def test_a_letter_of_ours_is_not_raised_to_what_is_not_written_here() -> None:
    """R-U07, R-U08."""
    draft.when(change_out("top_secret")).refused(TopSecretIsKeptOutside)
    draft.when(change_out("secret", keeps_classified=False)).refused(SecrecyContentOff)
    draft.when(change_out("none")).refused(SameSecrecy, secrecy=NONE)
    out.nothing.when(change_out("secret")).refused(NotOpen)


def test_a_revision_keeps_the_level() -> None:
    """R-U05: no level changes without a reason."""
    draft.when(out.revise(secrecy="secret")).refused(SecrecyNotRevised, secrecy=NONE)
    secret = after(draft, change_out("secret"))
    secret.when(out.revise(subject="เรื่องอื่น")).refused(SecrecyNotRevised, secrecy=SECRET)
    revised = after(secret, out.revise(subject="เรื่องอื่น", secrecy="secret"))
    assert revised.state.occasion.secrecy is SECRET
