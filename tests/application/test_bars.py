"""Why an order that names somebody does not let him stand in that day (R-H03, R-H06 to R-H15)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from uuid import UUID

import pytest

from application.organization.questions import bar_of
from domain.organization.capacity import Capacity
from domain.organization.instrument import Basis, Instrument
from tests.domain.organization.test_authority import (
    ACTS_FOR,
    ARUN,
    DAY,
    DEPUTY,
    DIRECTOR,
    KIT,
    PIM,
    PRAPAN,
    RANKED,
    SOMPHOP,
    TODAY,
    WILAI,
    Facts,
    instrument,
)

DELEGATION = instrument(Capacity.ON_BEHALF, DEPUTY, powers=("DecideApproval",))
BY_LAW = instrument(Capacity.ACTING, DEPUTY, basis=Basis.LAW, until_on=None)
INTERIM = instrument(Capacity.INTERIM, DEPUTY)


def bar(
    post: UUID, one: Instrument, person: UUID, *, facts: Facts | None = None, on: date = TODAY
) -> str:
    return bar_of(facts or Facts((post, one)), post, one, on, person)


def with_vacant(facts: Facts, post: UUID) -> Facts:
    facts.vacant.add(post)
    return facts


BARS: dict[str, Callable[[], str]] = {
    "not-begun": lambda: bar(DIRECTOR, DELEGATION, WILAI, on=TODAY - DAY),
    "over": lambda: bar(DIRECTOR, DELEGATION, WILAI, on=TODAY + 5 * DAY),
    "not-accepted": lambda: bar(
        DIRECTOR, instrument(Capacity.ON_BEHALF, DEPUTY, accepted_on=None), WILAI
    ),
    "holder-there": lambda: bar(DIRECTOR, BY_LAW, WILAI),
    "order-goes-before": lambda: bar(
        DIRECTOR, BY_LAW, WILAI, facts=Facts((DIRECTOR, BY_LAW), ACTS_FOR, away=(SOMPHOP,))
    ),
    "post-filled": lambda: bar(DIRECTOR, INTERIM, WILAI),
    "rank-goes-before": lambda: bar(*RANKED, KIT, facts=Facts(RANKED, away=(ARUN,))),
    "away-himself": lambda: bar(*RANKED, PIM, facts=Facts(RANKED, away=(ARUN, PIM))),
}


@pytest.mark.parametrize("why", BARS)
def test_the_reason_is_said(why: str) -> None:
    assert BARS[why]() == why


def test_accepted_later_is_not_accepted_yet() -> None:
    """R-H03."""
    later = instrument(Capacity.ON_BEHALF, DEPUTY, accepted_on=TODAY + DAY)
    assert bar(DIRECTOR, later, WILAI) == "not-accepted"
    assert bar(DIRECTOR, later, WILAI, on=TODAY + DAY) == ""


def test_who_left_the_post_that_is_named() -> None:
    facts = with_vacant(Facts(ACTS_FOR, away=(SOMPHOP,)), ACTS_FOR[1].receivers[0].post_id)
    assert bar(*ACTS_FOR, PRAPAN, facts=facts) == "left-his-post"


def test_no_bar_where_it_is_in_force_or_does_not_name_him() -> None:
    assert bar(DIRECTOR, DELEGATION, WILAI) == ""
    assert bar(DIRECTOR, DELEGATION, PIM) == ""
    assert bar(*RANKED, PIM, facts=Facts(RANKED, away=(ARUN,))) == ""
