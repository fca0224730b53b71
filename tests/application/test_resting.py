"""What goes back to the holder when an order ends: work, seats and ranks, by capacity (R-H08, R-G15)."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from application.organization.resting import Resting, days, resting, standings_by
from domain.organization.capacity import Capacity
from domain.organization.instrument import Instrument
from tests.domain.organization.test_authority import (
    ACTS_FOR,
    ANALYST,
    ANALYST_2,
    ARUN,
    DAY,
    DEPUTY,
    DIRECTOR,
    GROUP,
    KIT,
    PIM,
    PRAPAN,
    RANKED,
    SOMPHOP,
    TODAY,
    Facts,
    instrument,
)

BODY: dict[str, Any] = {
    "id": UUID(int=70),
    "in_force_from": date(2026, 1, 1),
    "in_force_until": None,
    "seats": [{"title_th": "ประธาน", "post_id": str(DIRECTOR)}, {"title_th": "กรรมการ"}],
}
INBOX = [{"id": "a", "act": "GiveOpinion"}, {"id": "b", "act": "SignLetter"}]


def approval(rank: UUID | None, *posts: UUID) -> dict[str, Any]:
    return {"rank_post_id": rank, "ranks": [{"post_id": str(post)} for post in posts]}


def hangs(
    facts: Facts, post: UUID, one: Instrument, *approvals: dict[str, Any], on: date = TODAY
) -> Resting:
    standings = standings_by(facts, post, one.instrument_id, on)
    return resting(standings, INBOX, [BODY], approvals, on)


def test_who_acts_has_the_seats_and_the_ranks_still_ahead() -> None:
    facts = Facts(ACTS_FOR, away=(SOMPHOP,))
    waiting, coming = approval(DIRECTOR, GROUP, DIRECTOR), approval(GROUP, GROUP, DIRECTOR)
    passed, other = approval(GROUP, DIRECTOR, GROUP), approval(GROUP, GROUP)
    found = hangs(facts, *ACTS_FOR, waiting, coming, passed, other)
    assert found.persons == (PRAPAN,)
    assert found.inbox == tuple(INBOX)
    assert [seat["title_th"] for seat in found.seats] == ["ประธาน"]
    assert found.approvals == (waiting, coming)


def test_a_seat_of_a_body_that_has_ended_moves_nowhere() -> None:
    facts = Facts(ACTS_FOR, away=(SOMPHOP,))
    standings = standings_by(facts, DIRECTOR, ACTS_FOR[1].instrument_id, TODAY)
    ended = {**BODY, "in_force_until": TODAY}
    assert resting(standings, (), [ended], (), TODAY).seats == ()
    assert resting(standings, (), [ended], (), TODAY - DAY).seats != ()


def test_a_substitute_has_only_the_work_that_his_order_names() -> None:
    """R-H13."""
    found = hangs(Facts(RANKED, away=(ARUN,)), *RANKED, approval(GROUP, GROUP))
    assert [row["id"] for row in found.inbox] == ["a"]
    assert (found.seats, found.approvals) == ((), ())


def test_days_join_to_runs_and_say_why_nobody() -> None:
    """R-H09: from the first day until, and not with, the end; while the holder is away."""
    facts = Facts(ACTS_FOR, away=(SOMPHOP,))
    [run] = days(facts, *ACTS_FOR, TODAY)
    assert (run.from_on, run.until_on, run.persons) == (TODAY, TODAY + 5 * DAY, (PRAPAN,))
    longer = instrument(Capacity.DUTY_SUBSTITUTE, ANALYST, powers=("GiveOpinion",), until_on=None)
    away, back = days(Facts((GROUP, longer), away=(ARUN,)), GROUP, longer, TODAY)
    assert (away.persons, away.until_on) == ((PIM,), TODAY + 5 * DAY)
    assert (back.persons, back.why, back.until_on) == ((), "holder-there", TODAY + 30 * DAY)


def test_all_of_a_group_that_stand_in_are_told() -> None:
    """R-H14."""
    group = instrument(Capacity.MUTUAL_SUBSTITUTE, ANALYST, ANALYST_2)
    facts = Facts((GROUP, group), away=(ARUN,))
    assert {one.person_id for one in standings_by(facts, GROUP, group.instrument_id, TODAY)} == {
        PIM,
        KIT,
    }


def test_an_order_of_many_years_is_looked_at_a_year_each_way() -> None:
    long = instrument(
        Capacity.ACTING, DEPUTY, from_on=TODAY - 2000 * DAY, until_on=TODAY + 2000 * DAY
    )
    runs = days(Facts((DIRECTOR, long), away=(SOMPHOP,)), DIRECTOR, long, TODAY)
    assert runs[0].from_on == TODAY - 366 * DAY
    assert runs[-1].until_on == TODAY + 366 * DAY
