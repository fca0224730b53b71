"""Resolution: what it passes, what may rest on it, how a change is confirmed."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from domain.approvals.version import VersionMovedOn
from domain.board.body import BodyPlacement, BodyRules
from domain.board.meeting import AgendaPaper, ResolvedItem, TransferVersion
from domain.board.outcome import ResolutionOutcome
from domain.board.quorum import QuorumRule
from domain.board.resolution import (
    AcknowledgedIsNotAgreement,
    AdoptedInFuture,
    AdoptResolution,
    BodyMeetsHere,
    CeilingExceeded,
    ChangeConfirmed,
    ChangeConfirmedAlready,
    ChangeNotConfirmed,
    Citation,
    ConfirmChange,
    ConfirmNewVersion,
    Coverage,
    CoverageEnded,
    CoverageKind,
    CoverageLimitsNeeded,
    CoverageLimitsNotWanted,
    CoverageNeeded,
    CoverageNotWanted,
    NewVersionConfirmed,
    OnePersonConfirms,
    OutcomeChangesMismatch,
    RecordOutsideResolution,
    ReportedBeforeNext,
    ReportedThere,
    ReportingMeeting,
    ReportResolution,
    RescindResolution,
    ResolutionAdopted,
    ResolutionDoesNotAgree,
    ResolutionIsRescinded,
    ResolutionNotAdopted,
    ResolutionReported,
    ResolutionRescinded,
    ResolutionUsed,
    ResolutionUsedAlready,
    Side,
    SourceLetter,
    SourceLetterNotRegistered,
    SubjectVersion,
    TransferNotAnnexed,
    UseResolution,
    require_covers,
    require_passes,
    resolution,
)
from domain.message import Actor
from domain.refusal import NotOpen, NotPermitted
from tests.domain.scenario import Scenario

HELD_ON = date(2026, 11, 23)
LAST_DAY = date(2027, 3, 31)
DUE = date(2026, 12, 21)
MEETING, NEXT_MEETING, BODY, OTHER_BODY, CASE, LETTER = (UUID(int=n) for n in range(1, 7))
ANNEXED, ANNEXED_TOO, STRANGER = (UUID(int=n) for n in range(11, 14))
SEEN, SEEN_TOO, CHANGED, CHANGED_AGAIN, GUIDELINES = (c * 64 for c in "abcde")

PAPER = AgendaPaper(CASE, 2, GUIDELINES, (TransferVersion(ANNEXED, SEEN),))
PAPER_OF_TWO = AgendaPaper(
    CASE, 2, GUIDELINES, (TransferVersion(ANNEXED, SEEN), TransferVersion(ANNEXED_TOO, SEEN_TOO))
)
PAPER_ALONE = AgendaPaper(CASE, 2, GUIDELINES)

AGREED = ResolutionOutcome.AGREED
WITH_CHANGES = ResolutionOutcome.APPROVED_WITH_CHANGES
PASSING = [AGREED, ResolutionOutcome.APPROVED]
NOT_PASSING = [
    ResolutionOutcome.NOT_APPROVED,
    ResolutionOutcome.WITHDRAWN,
    ResolutionOutcome.DEFERRED,
]
ONLY_ANNEXED = Coverage(CoverageKind.ANNEXED_ONLY)
CEILING = 1_000_000
WITHIN = Coverage(CoverageKind.WITHIN_GUIDELINES, CEILING, LAST_DAY)


def actor(number: int, role: str) -> Actor:
    return Actor(UUID(int=100 + number), UUID(int=200 + number), role, UUID(int=300))


GROUP = actor(1, "group_director")
SECRETARY = actor(2, "board_secretary")
ASSISTANT = actor(3, "assistant_secretary")
DIRECTOR = actor(4, "area_director")
OFFICER = actor(5, "policy_and_plan_analyst")


def wearing(who: Actor, post: Actor) -> Actor:
    """``who`` acting in the post of ``post``."""
    return Actor(who.person_id, post.post_id, post.role, post.unit_id, "acting")


def resolved(
    outcome: ResolutionOutcome = AGREED, paper: AgendaPaper | None = PAPER, changes: str = ""
) -> ResolvedItem:
    return ResolvedItem(MEETING, BODY, "5.1", 5, 2569, HELD_ON, outcome, changes, paper)


def adopt(
    item: ResolvedItem | None = None,
    coverage: CoverageKind | None = CoverageKind.ANNEXED_ONLY,
    ceiling: int | None = None,
    until: date | None = None,
) -> AdoptResolution:
    return AdoptResolution(
        by=ASSISTANT,
        on=HELD_ON,
        coverage=coverage,
        ceiling_satang=ceiling,
        until_on=until,
        follow_up_due_on=DUE,
        item=item or resolved(),
    )


def adopted(
    outcome: ResolutionOutcome = AGREED,
    paper: AgendaPaper | None = PAPER,
    coverage: Coverage | None = ONLY_ANNEXED,
    changes: str = "",
) -> ResolutionAdopted:
    return ResolutionAdopted(
        body_id=BODY,
        meeting_id=MEETING,
        item_no="5.1",
        meeting_no=5,
        meeting_year=2569,
        adopted_on=HELD_ON,
        outcome=outcome,
        changes=changes,
        paper=paper,
        coverage=coverage,
        follow_up_due_on=DUE,
    )


new = Scenario(resolution)
standing = new.given(adopted())
within = new.given(adopted(coverage=WITHIN))
changed = new.given(adopted(WITH_CHANGES, changes="ลดโครงการ ก"))


# Adopting


def test_a_resolution_is_cited_by_meeting_year_and_item() -> None:
    """มติที่ประชุม กพท. ครั้งที่ 5/2569 วาระที่ 5.1."""
    after = new.when(adopt()).then(adopted())
    assert after.state.citation == Citation(BODY, 5, 2569, "5.1")


def test_a_resolution_is_adopted_once() -> None:
    standing.when(adopt()).refused(NotOpen)


@pytest.mark.parametrize("outcome", [*PASSING, WITH_CHANGES])
def test_an_agreement_to_a_paper_says_what_it_covers(outcome: ResolutionOutcome) -> None:
    changes = "ลดโครงการ ก" if outcome is WITH_CHANGES else ""
    item = resolved(outcome, changes=changes)
    new.when(adopt(item, coverage=None)).refused(CoverageNeeded, outcome=outcome)
    new.when(adopt(item)).then(adopted(outcome, changes=changes))


def test_an_agreement_within_the_guidelines_has_an_amount_and_a_last_day() -> None:
    kind = CoverageKind.WITHIN_GUIDELINES
    new.when(adopt(coverage=kind, ceiling=CEILING)).refused(CoverageLimitsNeeded)
    new.when(adopt(coverage=kind, until=LAST_DAY)).refused(CoverageLimitsNeeded)
    new.when(adopt(coverage=kind, ceiling=CEILING, until=LAST_DAY)).then(adopted(coverage=WITHIN))


def test_an_agreement_to_the_annexed_lines_has_neither() -> None:
    new.when(adopt(ceiling=CEILING)).refused(CoverageLimitsNotWanted)
    new.when(adopt(until=LAST_DAY)).refused(CoverageLimitsNotWanted)


@pytest.mark.parametrize("outcome", [*NOT_PASSING, ResolutionOutcome.ACKNOWLEDGED])
def test_what_agrees_to_nothing_covers_nothing(outcome: ResolutionOutcome) -> None:
    new.when(adopt(resolved(outcome))).refused(CoverageNotWanted)
    new.when(adopt(resolved(outcome), coverage=None)).then(adopted(outcome, coverage=None))


def test_a_resolution_without_a_paper_covers_nothing() -> None:
    new.when(adopt(resolved(paper=None))).refused(CoverageNotWanted)
    minutes = new.when(adopt(resolved(paper=None), coverage=None)).then(
        adopted(paper=None, coverage=None)
    )
    with pytest.raises(TransferNotAnnexed):
        require_covers(minutes.state, ANNEXED, SEEN, 1, HELD_ON)


# An outside body


def rules(placement: BodyPlacement) -> BodyRules:
    quorum = QuorumRule(1, 2, recused_count_as_present=False)
    return BodyRules(BODY, placement, quorum, casting_vote=True)


OUTSIDE = rules(BodyPlacement.OUTSIDE)


def record(
    letter: SourceLetter | None,
    by_rules: BodyRules = OUTSIDE,
    adopted_on: date = HELD_ON,
    outcome: ResolutionOutcome = AGREED,
    changes: str = "",
) -> RecordOutsideResolution:
    return RecordOutsideResolution(
        by=OFFICER,
        on=HELD_ON,
        source_letter_id=LETTER,
        meeting_no=5,
        meeting_year=2569,
        item_no="5.1",
        adopted_on=adopted_on,
        outcome=outcome,
        changes=changes,
        coverage=CoverageKind.ANNEXED_ONLY,
        rules=by_rules,
        letter=letter,
        paper=PAPER,
    )


REGISTERED = SourceLetter(LETTER, voided=False)


def test_an_outside_bodys_resolution_is_recorded_from_a_registered_letter() -> None:
    """R-G01."""
    events = new.when(record(REGISTERED)).events()
    assert isinstance(events[0], ResolutionAdopted)
    assert (events[0].meeting_id, events[0].source_letter_id) == (None, LETTER)


@pytest.mark.parametrize(
    "letter", [None, SourceLetter(LETTER, voided=True), SourceLetter(CASE, voided=False)]
)
def test_without_a_registered_letter_there_is_no_outside_resolution(
    letter: SourceLetter | None,
) -> None:
    """R-G01, R-N08."""
    new.when(record(letter)).refused(SourceLetterNotRegistered, source_letter_id=LETTER)


def test_an_inside_bodys_resolution_is_not_recorded_from_a_letter() -> None:
    """R-G01."""
    new.when(record(REGISTERED, rules(BodyPlacement.INSIDE))).refused(BodyMeetsHere)


def test_a_resolution_is_not_recorded_before_its_day() -> None:
    new.when(record(REGISTERED, adopted_on=HELD_ON + timedelta(days=1))).refused(AdoptedInFuture)


def test_an_outside_agreement_with_changes_says_which_and_no_other_does() -> None:
    """R-G08."""
    new.when(record(REGISTERED, outcome=WITH_CHANGES)).refused(OutcomeChangesMismatch)
    new.when(record(REGISTERED, changes="ลดโครงการ ก")).refused(OutcomeChangesMismatch)
    new.when(record(REGISTERED, outcome=WITH_CHANGES, changes="ลดโครงการ ก")).events()


# Passing step 6


@pytest.mark.parametrize("outcome", PASSING)
def test_agreed_and_approved_pass(outcome: ResolutionOutcome) -> None:
    """R-G08."""
    require_passes(new.given(adopted(outcome)).state)


def test_acknowledged_does_not_pass() -> None:
    """R-W06."""
    noted = new.given(adopted(ResolutionOutcome.ACKNOWLEDGED, coverage=None))
    with pytest.raises(AcknowledgedIsNotAgreement) as caught:
        require_passes(noted.state)
    assert caught.value.rule == "R-W06"
    assert caught.value.figures["meeting_no"] == 5


@pytest.mark.parametrize("outcome", NOT_PASSING)
def test_not_approved_withdrawn_and_deferred_do_not_pass(outcome: ResolutionOutcome) -> None:
    """R-G08."""
    with pytest.raises(ResolutionDoesNotAgree):
        require_passes(new.given(adopted(outcome, coverage=None)).state)


def test_what_was_never_adopted_does_not_pass() -> None:
    with pytest.raises(ResolutionNotAdopted):
        require_passes(new.state)


def test_a_rescinded_resolution_never_passes() -> None:
    rescind = RescindResolution(by=ASSISTANT, on=DUE, reason="ที่ประชุมทบทวน")
    gone = standing.when(rescind).then(ResolutionRescinded("ที่ประชุมทบทวน", DUE))
    with pytest.raises(ResolutionIsRescinded):
        require_passes(gone.state)
    gone.when(use()).refused(ResolutionIsRescinded)
    gone.when(rescind).refused(NotOpen)


# Agreement with changes


def confirm(
    by: Actor, digest: str = CHANGED, subject: UUID | None = ANNEXED, current: str | None = None
) -> ConfirmChange:
    return ConfirmChange(
        by=by,
        on=DUE,
        transfer_id=subject,
        digest=digest,
        current=(SubjectVersion(subject, current or digest),),
    )


def confirmed(
    by: Actor,
    side: Side,
    digest: str = CHANGED,
    subject: UUID | None = ANNEXED,
    by_both: bool = False,
) -> ChangeConfirmed:
    return ChangeConfirmed(side, subject, digest, by.person_id, by_both)


def finish(
    by: Actor = DIRECTOR,
    digest: str = CHANGED,
    subject: UUID | None = ANNEXED,
    current: str | None = None,
) -> ConfirmNewVersion:
    return ConfirmNewVersion(
        by=by,
        on=DUE,
        transfer_id=subject,
        digest=digest,
        current=(SubjectVersion(subject, current or digest),),
    )


def finished(
    digest: str = CHANGED, subject: UUID | None = ANNEXED, left: int | None = 0
) -> NewVersionConfirmed:
    return NewVersionConfirmed(subject, digest, DIRECTOR.person_id, left)


by_group = confirmed(GROUP, Side.GROUP)
by_secretary = confirmed(ASSISTANT, Side.SECRETARY)
both = changed.given(by_group, by_secretary)


@pytest.mark.parametrize(
    "events",
    [(), (by_group,), (by_secretary,), (by_group, by_secretary)],
)
def test_agreed_with_changes_does_not_pass_before_the_new_version_is_confirmed(
    events: tuple[ChangeConfirmed, ...],
) -> None:
    """R-G08."""
    with pytest.raises(ChangeNotConfirmed):
        require_passes(changed.given(*events).state)


def test_group_director_and_secretary_then_area_director_confirm_the_change() -> None:
    done = (
        changed.when(confirm(GROUP))
        .then(by_group)
        .when(confirm(ASSISTANT))
        .then(confirmed(ASSISTANT, Side.SECRETARY, by_both=True))
        .when(finish())
        .then(finished())
    )
    require_passes(done.state)


def test_the_secretary_by_post_confirms_as_the_assistant_does() -> None:
    changed.when(confirm(SECRETARY)).then(confirmed(SECRETARY, Side.SECRETARY))


def test_nobody_else_confirms_a_change() -> None:
    changed.when(confirm(OFFICER)).refused(NotPermitted)
    changed.when(confirm(DIRECTOR)).refused(NotPermitted)
    both.when(finish(by=GROUP)).refused(NotPermitted)


@pytest.mark.parametrize(
    ("events", "missing"),
    [
        ((), (Side.GROUP, Side.SECRETARY)),
        ((by_group,), (Side.SECRETARY,)),
        ((by_secretary,), (Side.GROUP,)),
    ],
)
def test_the_area_director_confirms_after_both(
    events: tuple[ChangeConfirmed, ...], missing: tuple[Side, ...]
) -> None:
    changed.given(*events).when(finish()).refused(ChangeNotConfirmed, missing=missing)


def test_one_person_does_not_confirm_for_both_sides() -> None:
    """R-H16."""
    changed.given(by_group).when(confirm(wearing(GROUP, ASSISTANT))).refused(OnePersonConfirms)
    changed.given(by_secretary).when(confirm(wearing(ASSISTANT, GROUP))).refused(OnePersonConfirms)


def test_who_confirmed_for_the_group_does_not_confirm_as_area_director() -> None:
    """R-H16."""
    both.when(finish(by=wearing(GROUP, DIRECTOR))).refused(OnePersonConfirms)


def test_the_area_director_may_have_confirmed_as_the_bodys_secretary() -> None:
    """He is its secretary by post; the group director is the second pair of eyes."""
    as_secretary = confirmed(wearing(DIRECTOR, SECRETARY), Side.SECRETARY)
    changed.given(by_group, as_secretary).when(finish()).then(finished())


def test_what_changed_since_it_was_seen_is_not_confirmed() -> None:
    """R-W07."""
    changed.when(confirm(GROUP, current=CHANGED_AGAIN)).refused(VersionMovedOn)
    both.when(finish(current=CHANGED_AGAIN)).refused(VersionMovedOn)


def test_a_further_change_is_confirmed_again_by_both() -> None:
    """R-W07."""
    both.when(finish(digest=CHANGED_AGAIN)).refused(
        ChangeNotConfirmed, missing=(Side.GROUP, Side.SECRETARY)
    )
    group_again = confirmed(GROUP, Side.GROUP, CHANGED_AGAIN)
    mixed = both.when(confirm(GROUP, CHANGED_AGAIN)).then(group_again)
    mixed.when(finish(digest=CHANGED_AGAIN)).refused(ChangeNotConfirmed, missing=(Side.SECRETARY,))
    mixed.when(finish()).refused(ChangeNotConfirmed, missing=(Side.GROUP,))


def test_one_version_is_confirmed_once_by_each() -> None:
    changed.given(by_group).when(confirm(GROUP)).refused(ChangeConfirmedAlready)
    both.given(finished()).when(finish()).refused(ChangeConfirmedAlready)


def test_every_annexed_transfer_is_confirmed() -> None:
    two = new.given(
        adopted(WITH_CHANGES, PAPER_OF_TWO, changes="ลดโครงการ ก"),
        by_group,
        by_secretary,
        finished(left=None),
    )
    with pytest.raises(ChangeNotConfirmed) as caught:
        require_passes(two.state)
    assert caught.value.figures["n"] == 1
    require_passes(two.given(finished(SEEN_TOO, ANNEXED_TOO, left=None)).state)
    require_passes(two.given(finished(SEEN_TOO, ANNEXED_TOO)).state)


def test_where_nothing_is_annexed_the_guidelines_are_confirmed() -> None:
    alone = new.given(adopted(WITH_CHANGES, PAPER_ALONE, changes="เพิ่มเงื่อนไข"))
    alone.when(confirm(GROUP)).refused(TransferNotAnnexed)
    alone.when(confirm(GROUP, subject=None)).then(confirmed(GROUP, Side.GROUP, subject=None))
    require_passes(alone.given(finished(subject=None)).state)
    unchanged = confirm(GROUP, GUIDELINES, subject=None)
    changed.when(unchanged).refused(TransferNotAnnexed)


def test_a_plain_agreement_has_no_change_to_confirm() -> None:
    standing.when(confirm(GROUP)).refused(NotOpen)
    standing.when(finish()).refused(NotOpen)


# What may rest on it


def use(
    transfer: UUID = ANNEXED, digest: str = SEEN, satang: int = 600_000, on: date = DUE
) -> UseResolution:
    return UseResolution(by=OFFICER, on=on, transfer_id=transfer, digest=digest, satang=satang)


def used(
    transfer: UUID = ANNEXED,
    digest: str = SEEN,
    satang: int = 600_000,
    remaining: int | None = None,
) -> ResolutionUsed:
    return ResolutionUsed(transfer, digest, satang, remaining)


def test_an_annexed_transfer_rests_on_the_resolution_in_the_version_annexed() -> None:
    """R-W07."""
    standing.when(use()).then(used())
    standing.when(use(digest=CHANGED)).refused(VersionMovedOn)


def test_a_transfer_that_was_not_annexed_does_not() -> None:
    standing.when(use(STRANGER)).refused(TransferNotAnnexed, transfer_id=STRANGER)


def test_within_the_guidelines_a_transfer_need_not_be_annexed() -> None:
    within.when(use(STRANGER, CHANGED)).then(used(STRANGER, CHANGED, remaining=400_000))


def test_a_transfer_rests_on_a_resolution_once() -> None:
    standing.given(used()).when(use()).refused(ResolutionUsedAlready)


def test_the_ceiling_holds_to_the_satang_for_all_transfers_together() -> None:
    first = within.given(used(remaining=400_000))
    first.when(use(STRANGER, CHANGED, 400_001)).refused(
        CeilingExceeded, ceiling_satang=CEILING, remaining_satang=400_000, asked_satang=400_001
    )
    first.when(use(STRANGER, CHANGED, 400_000)).then(used(STRANGER, CHANGED, 400_000, 0))


def test_the_last_day_is_still_in() -> None:
    within.when(use(on=LAST_DAY)).then(used(remaining=400_000))
    within.when(use(on=LAST_DAY + timedelta(days=1))).refused(CoverageEnded, until_on=LAST_DAY)


def test_a_changed_transfer_is_covered_in_the_version_confirmed() -> None:
    """R-W07."""
    changed.when(use(digest=CHANGED)).refused(ChangeNotConfirmed)
    done = both.given(finished())
    done.when(use(digest=CHANGED)).then(used(digest=CHANGED))
    done.when(use(digest=SEEN)).refused(VersionMovedOn)


def test_nothing_rests_on_an_acknowledgement() -> None:
    """R-W06."""
    noted = new.given(adopted(ResolutionOutcome.ACKNOWLEDGED, coverage=None))
    noted.when(use()).refused(AcknowledgedIsNotAgreement)


# Reporting


def report(
    meeting: UUID = NEXT_MEETING, body: UUID = BODY, number: int = 6, year: int = 2569
) -> ReportResolution:
    return ReportResolution(
        by=ASSISTANT,
        on=DUE,
        meeting_id=meeting,
        result="โอนแล้วตามมติ",
        meeting=ReportingMeeting(meeting, body, number, year),
    )


reported = ResolutionReported(NEXT_MEETING, "โอนแล้วตามมติ")


def test_a_resolution_is_reported_at_a_later_meeting_of_the_body() -> None:
    """R-G12."""
    standing.when(report()).then(reported)
    standing.when(report(number=1, year=2570)).then(reported)


def test_a_resolution_is_not_reported_at_its_own_or_an_earlier_meeting() -> None:
    """R-G12."""
    standing.when(report(MEETING, number=5)).refused(ReportedBeforeNext)
    standing.when(report(number=4)).refused(ReportedBeforeNext)
    standing.when(report(number=6, year=2568)).refused(ReportedBeforeNext)


def test_a_resolution_is_not_reported_to_another_body() -> None:
    """R-G12."""
    standing.when(report(body=OTHER_BODY)).refused(ReportedBeforeNext)


def test_a_resolution_is_reported_once_at_a_meeting() -> None:
    """R-G12."""
    standing.given(reported).when(report()).refused(ReportedThere)
