"""Whatever is asked, in whatever order, no satang appears, disappears, or is missing (R-B04)."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from domain.budget.line import (
    AllocateBudget,
    BudgetLine,
    CommitBudget,
    DisburseBudget,
    HoldForTransfer,
    OpenLine,
    PostTransferLine,
    ReleaseCommitment,
    ReleaseReservation,
    ReleaseTransferHold,
    ReserveBudget,
    budget_line,
)
from domain.message import Command
from domain.refusal import Refusal
from tests.domain.budget.lines import OPENED, allocate, ask, hold, post
from tests.domain.budget.people import known

LINES = range(3)
satang = st.integers(1, 1_000)
line = st.sampled_from(LINES)
reference = st.sampled_from(["A", "B"])
transfer = st.integers(1, 3).map(known)

one_line = st.one_of(
    satang.map(allocate),
    *(
        st.builds(
            lambda amount, ref, kind=kind: ask(kind, amount_satang=amount, reference=ref),
            satang,
            reference,
        )
        for kind in (
            ReserveBudget,
            ReleaseReservation,
            CommitBudget,
            ReleaseCommitment,
            DisburseBudget,
        )
    ),
    st.builds(
        lambda amount, ref: ask(
            DisburseBudget, amount_satang=amount, reference="V", commitment_reference=ref
        ),
        satang,
        reference,
    ),
)
spending = st.tuples(line, one_line).map(lambda asked: [asked])


@st.composite
def both_ends(draw: st.DrawFn) -> list[tuple[int, Command]]:
    """One act of a transfer on its two lines: held, posted, or released."""
    source, target = draw(st.permutations(LINES))[:2]
    key, amount = draw(transfer), draw(satang)
    act = draw(st.sampled_from([HoldForTransfer, PostTransferLine, ReleaseTransferHold]))
    if act is ReleaseTransferHold:
        release = ask(ReleaseTransferHold, transfer_id=key, reason="ถอนเรื่อง")
        return [(source, release), (target, release)]
    make = hold if act is HoldForTransfer else post
    return [(source, make(-amount, key)), (target, make(amount, key))]


@st.composite
def whole_transfer(draw: st.DrawFn) -> list[list[tuple[int, Command]]]:
    source, target = draw(st.permutations(LINES))[:2]
    key, amount, granted = draw(transfer), draw(satang), draw(satang)
    granted = min(amount, granted)
    return [
        [(source, hold(-amount, key)), (target, hold(amount, key))],
        [(source, post(-granted, key)), (target, post(granted, key))],
    ]


acts = st.lists(
    st.one_of(
        spending.map(lambda act: [act]), both_ends().map(lambda act: [act]), whole_transfer()
    ),
    max_size=40,
).map(lambda groups: [act for group in groups for act in group])


def carried_out(
    lines: Sequence[BudgetLine], act: Sequence[tuple[int, Command]]
) -> Sequence[BudgetLine]:
    """Return the lines after ``act``: all of it, or none where one line refuses."""
    after = list(lines)
    try:
        for place, command in act:
            events = budget_line.decide(command, after[place])
            after[place] = budget_line.fold(events, after[place])
            for event in events:
                assert event.balance_after_satang == after[place].balance_satang
                assert event.free_after_satang == after[place].free_satang
    except Refusal:
        return lines
    return after


@given(acts)
def test_transfers_keep_the_years_total_to_the_satang_and_no_line_goes_below_zero(
    acts: list[list[tuple[int, Command]]],
) -> None:
    """R-B04, R-B14"""
    lines: Sequence[BudgetLine] = [budget_line.fold([OPENED]) for _ in LINES]
    allocated = 0
    for act in acts:
        before, lines = lines, carried_out(lines, act)
        if lines is not before and isinstance(act[0][1], AllocateBudget):
            allocated += act[0][1].amount_satang
        open_lines = [line for line in lines if isinstance(line, OpenLine)]
        assert sum(each.allocated_satang for each in open_lines) == allocated
        assert sum(each.transferred_net_satang for each in open_lines) == 0
        for each in open_lines:
            figures = (
                each.balance_satang,
                each.free_satang,
                each.reserved_satang,
                each.committed_satang,
                each.disbursed_satang,
                each.held_out_satang,
            )
            assert min(figures) >= 0
            used = each.reserved_satang + each.committed_satang + each.disbursed_satang
            assert each.allocated_satang + each.transferred_net_satang >= used
