"""Steps 1 to 5 of process 4.4: what completes them, and what the committee's opinion holds for."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain.casework.case import (
    AnalysisRecorded,
    CommitteeChairs,
    CommitteeDuty,
    CommitteeNotOpened,
    CommitteeOpinionRecorded,
    DateInFuture,
    GuidelinesSet,
    OpinionNeedsContent,
    ReopenCause,
    SeatTwice,
    StepCompleted,
    StepNotOpen,
    StepReopened,
    StepStatus,
    TransferProposed,
    TransferProposedAlready,
    content_digest,
)
from domain.correspondence.parts import FileMissing
from tests.domain.casework.matter import (
    ABOUT,
    ANALYSED,
    ANALYSIS,
    CALLED,
    COMMITTEE,
    DIGEST,
    DRAFTED,
    FIGURES,
    GUIDED,
    GUIDELINES,
    NEXT_DIGEST,
    OPENED,
    OPINION,
    OTHER_TRANSFER,
    PROPOSED,
    READY,
    RESOLUTION,
    STUDIED,
    TODAY,
    TRANSFER,
    analyse,
    attach,
    give_opinion,
    given,
    guide,
    open_committee,
    opening,
    propose,
    return_to,
    skip,
)

DAY = timedelta(days=1)


def called_again(cause: ReopenCause) -> StepReopened:
    due_on = opening(2).due_on
    return StepReopened(2, cause, TODAY, due_on, "case_officer", (6,))


def test_the_dated_figures_complete_step_1() -> None:
    given(OPENED).when(attach()).then(FIGURES, StepCompleted(1), opening(2), opening(3))


def test_newer_figures_may_follow_without_completing_it_twice() -> None:
    given(STUDIED).when(attach()).then(FIGURES)


def test_figures_are_not_of_a_day_to_come() -> None:
    given(OPENED).when(attach(TODAY + DAY)).refused(DateInFuture, typed_on=TODAY + DAY)
    given(OPENED).when(attach(TODAY - DAY)).events()


def test_figures_are_files_that_are_kept() -> None:
    """R-S03."""
    given(OPENED).when(attach(digest=NEXT_DIGEST)).refused(FileMissing)


def test_analysis_guidelines_and_proposal_complete_their_steps_in_turn() -> None:
    given(STUDIED).when(analyse()).then(ANALYSIS, StepCompleted(3), opening(4))
    given(ANALYSED).when(guide()).then(GUIDELINES, StepCompleted(4), opening(5))
    given(GUIDED).when(propose()).then(PROPOSED, StepCompleted(5))


def test_content_waits_for_its_step() -> None:
    """R-W01."""
    given(OPENED).when(analyse()).refused(StepNotOpen, step=3, needs=[1])
    given(STUDIED).when(guide()).refused(StepNotOpen, step=4, needs=[3])
    given(ANALYSED).when(propose()).refused(StepNotOpen, step=5, needs=[4])


def test_a_case_may_hold_several_proposed_transfers() -> None:
    after = (
        given(DRAFTED).when(propose(OTHER_TRANSFER)).then(TransferProposed(OTHER_TRANSFER, DIGEST))
    )
    assert len(after.state.file.transfers) == 2


def test_the_same_version_of_a_transfer_is_proposed_once() -> None:
    """R-W07."""
    given(DRAFTED).when(propose()).refused(TransferProposedAlready, transfer_id=TRANSFER)
    after = (
        given(DRAFTED)
        .when(propose(digest=NEXT_DIGEST))
        .then(TransferProposed(TRANSFER, NEXT_DIGEST))
    )
    assert len(after.state.file.transfers) == 1


def test_a_committee_is_opened_by_order_with_seats_and_a_meeting() -> None:
    """R-G18."""
    given(STUDIED).when(open_committee()).then(COMMITTEE)
    given(OPENED).when(open_committee()).refused(StepNotOpen, step=2)


def test_a_committee_may_be_called_to_a_further_meeting() -> None:
    given(CALLED).when(open_committee()).then(COMMITTEE)
    given(READY).when(open_committee()).refused(StepNotOpen, status=StepStatus.DONE)


def test_a_committee_has_one_chair() -> None:
    """R-G18."""
    chair, member = CommitteeDuty.CHAIR, CommitteeDuty.MEMBER
    given(STUDIED).when(open_committee(("ก", member))).refused(CommitteeChairs, chairs=0)
    given(STUDIED).when(open_committee(("ก", chair), ("ข", chair))).refused(CommitteeChairs)
    given(STUDIED).when(open_committee(("ก", chair))).events()


def test_nobody_sits_twice() -> None:
    """R-G18."""
    seats = (("ก", CommitteeDuty.CHAIR), ("ก", CommitteeDuty.MEMBER))
    given(STUDIED).when(open_committee(*seats)).refused(SeatTwice, name="ก")


def test_the_opinion_completes_step_2_and_names_exactly_what_it_is_on() -> None:
    """R-W07."""
    given(CALLED).when(give_opinion()).then(OPINION, StepCompleted(2), opening(6))


def test_an_unfavourable_opinion_completes_step_2_as_well() -> None:
    """R-W06: an opinion is no decision."""
    opinion = CommitteeOpinionRecorded("เห็นควร", False, TODAY, ABOUT)
    given(CALLED).when(give_opinion(favourable=False)).then(opinion, StepCompleted(2), opening(6))


@pytest.mark.parametrize(
    ("history", "missing"), [(STUDIED, [3, 4, 5]), (ANALYSED, [4, 5]), (GUIDED, [5])]
)
def test_the_opinion_needs_analysis_guidelines_and_a_proposal(
    history: tuple[object, ...], missing: list[int]
) -> None:
    """Issue, item 3."""
    opened = given((*history, COMMITTEE))  # type: ignore[arg-type]
    opened.when(give_opinion()).refused(OpinionNeedsContent, steps=missing)


def test_a_skipped_step_gives_the_committee_nothing_to_judge() -> None:
    skipped = given((*GUIDED, COMMITTEE))
    after = skipped.given(*skipped.when(skip(5)).events())
    after.when(give_opinion()).refused(OpinionNeedsContent, steps=[5])


def test_what_was_sent_back_is_done_again_before_the_opinion() -> None:
    """R-W07: guidelines under correction are nothing to give an opinion on."""
    called = given(CALLED)
    returned = called.given(*called.when(return_to(4)).events())
    returned.when(give_opinion()).refused(OpinionNeedsContent, steps=[4, 5])


def test_the_opinion_needs_a_committee() -> None:
    """R-G18."""
    given(DRAFTED).when(give_opinion()).refused(CommitteeNotOpened)


def test_a_committee_has_not_met_on_a_day_to_come() -> None:
    given(CALLED).when(give_opinion(TODAY + DAY)).refused(DateInFuture)


def test_changed_guidelines_after_the_opinion_call_the_committee_again() -> None:
    """R-W07."""
    digest = content_digest("แนวทางใหม่", "เสนอ กพท.")
    changed = GuidelinesSet(2, "แนวทางใหม่", "เสนอ กพท.", digest)
    after = given(READY).when(guide("แนวทางใหม่"))
    again = after.then(changed, called_again(ReopenCause.GUIDELINES_CHANGED))
    assert again.state.file.step(6).status is StepStatus.WAITING
    assert again.when(give_opinion()).events()[1:] == [StepCompleted(2), opening(6)]


def test_a_changed_or_further_proposal_after_the_opinion_calls_it_again() -> None:
    """R-W07."""
    again = called_again(ReopenCause.PROPOSAL_CHANGED)
    given(READY).when(propose(digest=NEXT_DIGEST)).then(
        TransferProposed(TRANSFER, NEXT_DIGEST), again
    )
    given(READY).when(propose(OTHER_TRANSFER)).then(TransferProposed(OTHER_TRANSFER, DIGEST), again)


def test_a_changed_analysis_after_the_opinion_calls_it_again() -> None:
    """R-W07: the analysis is among what the opinion is on."""
    changed = AnalysisRecorded(2, "ใหม่", (), content_digest("ใหม่", ()))
    given(READY).when(analyse("ใหม่")).then(changed, called_again(ReopenCause.ANALYSIS_CHANGED))


def test_the_same_words_entered_again_leave_the_opinion_standing() -> None:
    """R-W07: it holds for the content, whatever its version number."""
    same = GuidelinesSet(2, GUIDELINES.text, GUIDELINES.methods, GUIDELINES.digest)
    given(READY).when(guide()).then(same)


def test_before_the_opinion_content_changes_freely() -> None:
    events = given(CALLED).when(guide("แนวทางใหม่")).events()
    assert len(events) == 1


def test_a_change_the_board_asked_for_goes_to_no_second_round() -> None:
    """Issue, item 6: it is confirmed against the resolution instead."""
    changed = TransferProposed(TRANSFER, NEXT_DIGEST, RESOLUTION)
    given(READY).when(propose(digest=NEXT_DIGEST, resolution_id=RESOLUTION)).then(changed)
    (event,) = given(READY).when(guide("แนวทางใหม่", resolution_id=RESOLUTION)).events()
    assert event.resolution_id == RESOLUTION
