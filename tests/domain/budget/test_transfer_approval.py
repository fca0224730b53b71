"""Approval by every authority named, of the version that stands, and then the posting."""

from datetime import timedelta

import msgspec
import pytest

from domain.budget.availability import AboveFreeBalance
from domain.budget.transfer import (
    AmendedForAnotherResolution,
    AmendmentConfirmed,
    AmendmentNotConfirmed,
    AmendmentRole,
    ApprovalDatedAhead,
    ApprovalOutOfOrder,
    ApprovalsMissing,
    ApprovalWithoutInstrument,
    AuthorityApproved,
    AuthorityNotNamed,
    AuthorMayNotConfirm,
    AuthorMayNotPost,
    GrantedAboveAsked,
    GrantedLine,
    OneSidedTransfer,
    PostedLine,
    RejectTransfer,
    ReviseTransfer,
    SubmitTransfer,
    TransferMovedOn,
    TransferPosted,
    TransferRejected,
    TransferUnbalanced,
)
from domain.budget.transfer_power import NoPowerAcrossProgrammes
from domain.budget.year import BudgetYearNotOpen
from domain.refusal import NotOpen, NotPermitted
from tests.domain.budget.lines import after
from tests.domain.budget.people import (
    AREA_DIRECTOR,
    AREA_DIRECTOR_AS_SECRETARY,
    ASSISTANT_SECRETARY,
    COLLEAGUE,
    FINANCE_OFFICER,
    GROUP_DIRECTOR,
    OFFICER,
    SCHOOL_DIRECTOR,
    TODAY,
    known,
)
from tests.domain.budget.transfers import (
    BOOKS,
    GOVERNORS_ANSWER,
    LINES,
    REASON,
    RESOLUTION,
    ROOF,
    WORKSHOP,
    agreed_by_board,
    amend,
    amended,
    amendment_confirmed,
    approved_by_all,
    ask,
    board_approves,
    bring,
    confirm,
    digest,
    draft,
    drafted,
    governor_approves,
    nothing,
    post,
    roof,
    submitted,
    take,
    workshop,
)


def test_an_approval_is_bound_to_the_version_and_cites_its_instrument() -> None:
    """R-B10, R-W07"""
    submitted.when(board_approves(submitted)).then(
        AuthorityApproved(
            authority="area_committee",
            resolution_id=RESOLUTION,
            outside_approval_id=None,
            approved_on=TODAY,
            reference="มติที่ประชุม กพท. ครั้งที่ 5/2569 วาระที่ 5.1",
            approved_digest=digest(submitted),
            is_partial=False,
            lines=submitted.state.content.lines,
            version=1,
            digest=digest(submitted),
            missing=("governor",),
        )
    )


def test_another_version_than_the_one_approved_is_not_approved() -> None:
    """R-W07"""
    submitted.when(board_approves(submitted, approved_digest="0" * 64)).refused(TransferMovedOn)


def test_authorities_approve_in_their_order_and_once() -> None:
    """R-B10"""
    submitted.when(governor_approves(submitted)).refused(
        ApprovalOutOfOrder, missing=("area_committee", "governor")
    )
    agreed_by_board.when(board_approves(agreed_by_board)).refused(ApprovalOutOfOrder)
    approved_by_all.when(governor_approves(approved_by_all)).refused(ApprovalOutOfOrder, missing=())


def test_only_an_authority_that_the_table_names_approves() -> None:
    """R-B09"""
    by_director = board_approves(submitted, authority="area_director")
    submitted.when(by_director).refused(AuthorityNotNamed, authority="area_director")


def test_an_approval_rests_on_one_instrument() -> None:
    """R-B14"""
    for instruments in (
        {"resolution_id": None},
        {"resolution_id": RESOLUTION, "outside_approval_id": GOVERNORS_ANSWER},
    ):
        submitted.when(board_approves(submitted, **instruments)).refused(ApprovalWithoutInstrument)


def test_an_approval_is_not_dated_after_today() -> None:
    tomorrow = TODAY + timedelta(days=1)
    submitted.when(board_approves(submitted, approved_on=tomorrow)).refused(ApprovalDatedAhead)
    after(submitted, board_approves(submitted, approved_on=TODAY))


def test_a_draft_is_not_approved() -> None:
    drafted.when(board_approves(drafted)).refused(NotOpen)


# The governor approves in part.


def grants(*amounts: tuple[object, int]) -> tuple[GrantedLine, ...]:
    return tuple(GrantedLine(line_id, satang) for line_id, satang in amounts)  # type: ignore[arg-type]


THREE = (take(WORKSHOP, 60_000), bring(ROOF, 40_000), bring(BOOKS, 20_000))
three_submitted = after(nothing, draft(*THREE), ask(SubmitTransfer))
three = after(three_submitted, board_approves(three_submitted))


def test_a_partial_approval_lowers_or_drops_lines_and_makes_a_new_version() -> None:
    """R-B14, R-W07"""
    granted = grants((WORKSHOP, -39_999), (ROOF, 39_999), (BOOKS, 0))
    scenario = after(three, governor_approves(three, granted_lines=granted))
    content = scenario.state.content
    assert [(line.line_id, line.satang, line.balance_after_satang) for line in content.lines] == [
        (WORKSHOP, -39_999, 60_001),
        (ROOF, 39_999, 39_999),
    ]
    assert content.version == 2
    assert scenario.history[-1].is_partial  # type: ignore[attr-defined]
    assert digest(scenario) != digest(three)
    assert scenario.state.missing == ()


def test_a_line_left_out_of_a_partial_approval_is_dropped() -> None:
    """R-B14"""
    granted = grants((WORKSHOP, -20_000), (BOOKS, 20_000))
    scenario = after(three, governor_approves(three, granted_lines=granted))
    assert [line.line_id for line in scenario.state.content.lines] == [WORKSHOP, BOOKS]


def test_an_approval_that_grants_all_that_was_asked_is_the_version_that_stood() -> None:
    granted = grants((WORKSHOP, -60_000), (ROOF, 40_000), (BOOKS, 20_000))
    scenario = after(three, governor_approves(three, granted_lines=granted))
    assert digest(scenario) == digest(three)
    assert not scenario.history[-1].is_partial  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "granted",
    [
        grants((WORKSHOP, -60_000), (ROOF, 40_001), (BOOKS, 19_999)),
        grants((WORKSHOP, -60_001), (ROOF, 40_000), (BOOKS, 20_000)),
        grants((WORKSHOP, 10), (ROOF, -10)),
        grants((WORKSHOP, -10), (known(99), 10)),
        grants((WORKSHOP, -10), (ROOF, 10), (ROOF, 10)),
    ],
    ids=["to-line raised", "from-line raised", "turned round", "line added", "line twice"],
)
def test_a_partial_approval_never_raises_turns_or_adds_a_line(
    granted: tuple[GrantedLine, ...],
) -> None:
    """R-B14"""
    three.when(governor_approves(three, granted_lines=granted)).refused(GrantedAboveAsked)


def test_a_partial_approval_still_balances_to_the_satang() -> None:
    """R-B14"""
    unbalanced = grants((WORKSHOP, -10_000), (ROOF, 9_999))
    three.when(governor_approves(three, granted_lines=unbalanced)).refused(
        TransferUnbalanced, difference_satang=-1
    )
    three.when(governor_approves(three, granted_lines=())).refused(OneSidedTransfer)


# The board agrees with changes.


def test_a_change_for_the_resolution_is_a_new_version_whose_approvals_begin_anew() -> None:
    """R-W07"""
    assert amended.state.content.version == 2
    assert amended.state.missing == ("area_committee", "governor")
    after_board = after(agreed_by_board, amend(agreed_by_board))
    assert after_board.state.missing == ("area_committee", "governor")


def test_the_change_is_made_to_the_version_that_the_board_saw() -> None:
    """R-W07"""
    submitted.when(amend(submitted, resolved_digest="0" * 64)).refused(TransferMovedOn)


def test_a_change_made_again_for_the_same_resolution_is_confirmed_anew() -> None:
    """R-W07"""
    half = after(amended, confirm(amended, GROUP_DIRECTOR))
    again = after(half, amend(half, 40_000, resolved_digest=digest(submitted)))
    assert again.state.amendment.missing == tuple(AmendmentRole)
    other = amend(half, resolution_id=known(703), resolved_digest=digest(submitted))
    half.when(other).refused(TransferMovedOn)


def test_a_change_that_awaits_confirmation_may_be_revised_and_stays_bound() -> None:
    """R-W07"""
    half = after(amended, confirm(amended, GROUP_DIRECTOR))
    revision = ask(ReviseTransfer, lines=LINES, reason=REASON)
    revised = after(half, revision)
    assert revised.state.amendment.resolution_id == RESOLUTION
    assert revised.state.amendment.missing == tuple(AmendmentRole)
    amendment_confirmed.when(revision).refused(NotOpen)


def test_a_change_is_judged_like_a_submission() -> None:
    """R-B04, R-B06"""
    short = (msgspec.structs.replace(workshop, free_satang=49_999), roof)
    submitted.when(amend(submitted, facts=short)).refused(AboveFreeBalance)
    across = (workshop, msgspec.structs.replace(roof, programme="แผนงานยุทธศาสตร์"))
    submitted.when(amend(submitted, facts=across)).refused(NoPowerAcrossProgrammes)


def test_group_director_and_secretary_confirm_in_any_order_and_then_the_area_director() -> None:
    """R-W07"""
    for first, second in (
        (GROUP_DIRECTOR, ASSISTANT_SECRETARY),
        (AREA_DIRECTOR_AS_SECRETARY, GROUP_DIRECTOR),
    ):
        half = after(amended, confirm(amended, first))
        half.when(confirm(half, AREA_DIRECTOR)).refused(AmendmentNotConfirmed)
        both = after(half, confirm(half, second))
        both.when(confirm(both, AREA_DIRECTOR)).then(
            AmendmentConfirmed(
                role=AmendmentRole.AREA_DIRECTOR,
                resolution_id=RESOLUTION,
                digest=digest(amended),
                confirmed_by=AREA_DIRECTOR.person_id,
            )
        )


def test_each_confirms_once_and_nobody_else_does() -> None:
    half = after(amended, confirm(amended, ASSISTANT_SECRETARY))
    half.when(confirm(half, AREA_DIRECTOR_AS_SECRETARY)).refused(NotOpen)
    amended.when(confirm(amended, SCHOOL_DIRECTOR)).refused(NotPermitted)
    submitted.when(confirm(submitted, GROUP_DIRECTOR)).refused(NotOpen)


def test_who_wrote_the_change_does_not_confirm_it() -> None:
    """R-H16"""
    officer_as_secretary = msgspec.structs.replace(OFFICER, role="assistant_secretary")
    amended.when(confirm(amended, officer_as_secretary)).refused(AuthorMayNotConfirm)


def test_another_version_than_the_one_seen_is_not_confirmed() -> None:
    """R-W07"""
    stale = confirm(submitted, GROUP_DIRECTOR)
    amended.when(stale).refused(TransferMovedOn)


def test_the_boards_approval_counts_only_after_all_three_have_confirmed() -> None:
    """R-W07"""
    scenario = amended
    for by in (GROUP_DIRECTOR, ASSISTANT_SECRETARY, AREA_DIRECTOR):
        scenario.when(board_approves(scenario)).refused(
            AmendmentNotConfirmed, missing=scenario.state.amendment.missing
        )
        scenario = after(scenario, confirm(scenario, by))
    assert after(scenario, board_approves(scenario)).state.missing == ("governor",)


def test_a_change_made_for_one_resolution_is_not_approved_by_another() -> None:
    """R-W07"""
    other = board_approves(amendment_confirmed, resolution_id=known(703))
    amendment_confirmed.when(other).refused(AmendedForAnotherResolution)


# An authority says no.


def test_an_authoritys_no_ends_the_transfer() -> None:
    no = ask(RejectTransfer, authority="governor", reason="ไม่เป็นไปตามเงื่อนไข")
    ended = agreed_by_board.when(no).then(
        TransferRejected(authority="governor", reason="ไม่เป็นไปตามเงื่อนไข")
    )
    ended.when(ask(SubmitTransfer)).refused(NotOpen)
    drafted.when(no).refused(NotOpen)


# Posting.


def test_nothing_is_posted_before_the_last_approval() -> None:
    """R-B12"""
    drafted.when(post()).refused(NotOpen)
    submitted.when(post()).refused(ApprovalsMissing, missing=("area_committee", "governor"))
    agreed_by_board.when(post()).refused(ApprovalsMissing, missing=("governor",))
    amended.when(post()).refused(AmendmentNotConfirmed)


def test_after_the_last_approval_all_lines_are_posted_with_the_registers_balances() -> None:
    """R-B12, R-B14"""
    posted = approved_by_all.when(
        post(state_system_reference="3600001234", state_system_date="23/11/2569")
    ).then(
        TransferPosted(
            lines=(
                PostedLine(WORKSHOP, -60_000, True, 100_000, 40_000),
                PostedLine(ROOF, 60_000, False, 0, 60_000),
            ),
            posted_by=FINANCE_OFFICER.person_id,
            posted_on=TODAY,
            state_system_reference="3600001234",
            state_system_date=TODAY,
        )
    )
    posted.when(post()).refused(NotOpen)


def test_who_wrote_any_version_does_not_post_it() -> None:
    """R-H16"""
    approved_by_all.when(post(OFFICER)).refused(AuthorMayNotPost)
    as_finance_officer = msgspec.structs.replace(OFFICER, role="finance_officer")
    approved_by_all.when(post(as_finance_officer)).refused(AuthorMayNotPost)
    after(approved_by_all, post(COLLEAGUE))


def test_who_wrote_the_change_for_the_resolution_does_not_post_it() -> None:
    """R-H16"""
    change = amend(submitted).model_copy(update={"by": COLLEAGUE})
    scenario = after(submitted, change)
    for by in (GROUP_DIRECTOR, ASSISTANT_SECRETARY, AREA_DIRECTOR):
        scenario = after(scenario, confirm(scenario, by))
    scenario = after(scenario, board_approves(scenario))
    scenario = after(scenario, governor_approves(scenario))
    scenario.when(post(COLLEAGUE)).refused(AuthorMayNotPost)
    after(scenario, post(FINANCE_OFFICER))


def test_lines_that_do_not_balance_are_not_posted_whatever_was_approved() -> None:
    """R-B14: an older release may have let it happen; the posting is judged by what is there."""
    approval = agreed_by_board.when(governor_approves(agreed_by_board)).events()[0]
    source, target = approval.lines  # type: ignore[attr-defined]
    raised = msgspec.structs.replace(target, satang=60_001)
    unbalanced = agreed_by_board.given(
        msgspec.structs.replace(approval, lines=(source, raised))  # type: ignore[type-var]
    )
    unbalanced.when(post()).refused(TransferUnbalanced, difference_satang=1)


def test_nothing_is_posted_in_a_year_closed_since() -> None:
    """R-B17"""
    facts = (workshop, msgspec.structs.replace(roof, year_closed=True))
    approved_by_all.when(post(facts=facts)).refused(BudgetYearNotOpen)
