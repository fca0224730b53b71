"""What may be done now, and why not otherwise; and what holds after any run of commands."""

from __future__ import annotations

from uuid import UUID

from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from domain.casework.case import (
    AwaitedResult,
    CaseClosed,
    CaseEnded,
    Ending,
    OpenAct,
    Underway,
    acts_open,
    case,
)
from domain.message import Command
from domain.refusal import Refusal
from tests.domain.casework.matter import (
    AGREED,
    AWAITED,
    CALLED,
    DIGEST,
    HOLIDAYS,
    NEXT_DIGEST,
    OPENED,
    OTHER_TRANSFER,
    READY,
    TOLD,
    TRANSFER,
    add,
    analyse,
    attach,
    close,
    complete,
    end,
    give_opinion,
    given,
    guide,
    move,
    nothing,
    notify,
    open_case,
    open_committee,
    propose,
    reopen,
    report,
    return_to,
    skip,
)


def by_name(acts: tuple[OpenAct, ...]) -> dict[str, str | None]:
    return {act.command_name: act.refusal_code for act in acts}


def may(history: tuple[object, ...], awaited: tuple[AwaitedResult, ...] = ()) -> set[str]:
    state = given(history).state  # type: ignore[arg-type]
    return {name for name, code in by_name(acts_open(state, awaited)).items() if code is None}


ALWAYS = {"AddLetter", "EndCase"}


def test_a_new_case_waits_for_its_figures() -> None:
    assert may(OPENED) == ALWAYS | {"AttachSpendingFigures", "SkipStep"}
    acts = {act.command_name: act for act in acts_open(given(OPENED).state)}
    assert acts["RecordAnalysis"].refusal_code == "step-not-open"
    assert acts["RecordAnalysis"].figures["needs"] == [1]


def test_with_its_content_done_a_case_waits_for_the_committee() -> None:
    content = {"AttachSpendingFigures", "RecordAnalysis", "SetGuidelines", "ProposeTransfer"}
    assert may(CALLED) == ALWAYS | content | {
        "OpenCommitteeWork",
        "RecordCommitteeOpinion",
        "SkipStep",
        "ReturnToStep",
    }


def test_once_the_board_agreed_content_is_settled() -> None:
    """R-W07, R-W08: step 7 alone is open, and it is a gate."""
    assert may(AGREED) == ALWAYS | {"ReturnToStep"}
    codes = by_name(acts_open(given(AGREED).state))
    assert codes["SetGuidelines"] == "case-content-settled"
    assert codes["SkipStep"] == "nothing-to-skip"


def test_where_money_was_moved_results_are_awaited() -> None:
    assert "RecordResult" in may(TOLD, AWAITED)
    assert "EndCase" not in may(TOLD, AWAITED)
    assert by_name(acts_open(given(TOLD).state))["RecordResult"] == "result-not-awaited"


def test_an_ended_case_owes_its_notices_then_closes() -> None:
    ended = CaseEnded(Ending.REFUSED, "ไม่อนุมัติ")
    assert may((*READY, ended)) == {"RecordNotice", "ReopenCase"}
    assert may((*READY, ended, CaseClosed(Ending.REFUSED))) == {"ReopenCase"}
    assert may(()) == set()


anything = st.one_of(
    st.builds(open_case),
    st.builds(add, st.sampled_from([UUID(int=n) for n in range(7, 12)])),
    st.builds(attach),
    st.builds(analyse, st.sampled_from(["ก", "ข"])),
    st.builds(guide, st.sampled_from(["ก", "ข"])),
    st.builds(
        propose,
        st.sampled_from([TRANSFER, OTHER_TRANSFER]),
        st.sampled_from([DIGEST, NEXT_DIGEST]),
    ),
    st.builds(open_committee),
    st.builds(give_opinion),
    st.builds(complete, st.integers(1, 11)),
    st.builds(return_to, st.integers(1, 10)),
    st.builds(skip, st.integers(1, 10)),
    st.just(move(HOLIDAYS)),
    st.builds(report, awaited=st.just(AWAITED)),
    st.builds(end),
    st.builds(notify),
    st.builds(close),
    st.builds(reopen),
)
beginnings = st.sampled_from([(), OPENED, CALLED, READY, AGREED, TOLD])
SAMPLES: dict[str, Command] = {
    command.NAME: command
    for command in (
        add(UUID(int=99)),
        attach(),
        open_committee(),
        analyse("ค"),
        guide("ค"),
        propose(UUID(int=99)),
        give_opinion(),
        notify(),
        close(),
        reopen(),
        end(),
    )
}


@settings(max_examples=200, deadline=None)
@for_all(beginnings, st.lists(anything, max_size=25))
def test_whatever_is_asked_the_board_step_rests_on_steps_1_to_5(
    beginning: tuple[object, ...], commands: list[Command]
) -> None:
    """Issue, item 3; and the acts listed agree with what is then decided."""
    so_far = nothing.given(*beginning)  # type: ignore[arg-type]
    state = so_far.state
    for command in commands:
        try:
            events = case.decide(command, state)
        except Refusal:
            continue
        assert events
        state = case.fold(events, state)
        so_far = so_far.given(*events)
        if isinstance(state, Underway):
            for step in state.file.steps:
                begun = step.status != "waiting"
                needs_done = all(state.file.step(need).done for need in step.step.needs)
                assert begun == needs_done
    assert so_far.state == state
    for act in acts_open(state):
        if act.command_name in SAMPLES:
            assert refusal_code(SAMPLES[act.command_name], state) == act.refusal_code


def refusal_code(command: Command, state: object) -> str | None:
    try:
        case.decide(command, state)  # type: ignore[arg-type]
    except Refusal as refusal:
        return refusal.code
    return None
