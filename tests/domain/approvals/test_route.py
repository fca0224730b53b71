"""The ranks an approval goes up through."""

from uuid import UUID

import pytest

from domain.approvals.route import (
    NobodyToDecide,
    Rank,
    RankHolder,
    RouteOutOfOrder,
    require_rising,
    route,
)

SECTION, GROUP, DEPUTY, AREA = (UUID(int=n) for n in range(1, 5))
ANONG, BOON, CHAI, DAO, EK = (UUID(int=n) for n in range(11, 16))

SECTION_HEAD = Rank("section_head", SECTION)
GROUP_DIRECTOR = Rank("group_director", GROUP)
DEPUTY_DIRECTOR = Rank("deputy_area_director", DEPUTY)
AREA_DIRECTOR = Rank("area_director", AREA)
ALL = (SECTION_HEAD, GROUP_DIRECTOR, DEPUTY_DIRECTOR, AREA_DIRECTOR)


def held(*people: UUID) -> list[RankHolder]:
    return [RankHolder(rank, person) for rank, person in zip(ALL, people, strict=True)]


def test_every_filled_rank_is_passed_in_the_order_of_the_line_of_command() -> None:
    backwards = held(ANONG, BOON, CHAI, DAO)[::-1]
    assert route(backwards, {EK}) == ALL


def test_a_rank_without_a_holder_is_left_out() -> None:
    vacant = held(ANONG, BOON, CHAI, DAO)[1:]
    assert route(vacant, {EK}) == (GROUP_DIRECTOR, DEPUTY_DIRECTOR, AREA_DIRECTOR)


def test_the_rank_of_somebody_who_drafted_it_is_left_out() -> None:
    """R-H16."""
    assert route(held(ANONG, BOON, CHAI, DAO), {ANONG}) == ALL[1:]


def test_one_person_in_two_neighbouring_ranks_speaks_once_in_the_higher_one() -> None:
    """R-H16."""
    doubled = held(ANONG, ANONG, CHAI, DAO)
    assert route(doubled, {EK}) == (GROUP_DIRECTOR, DEPUTY_DIRECTOR, AREA_DIRECTOR)


def test_one_person_in_two_ranks_with_another_between_speaks_in_both() -> None:
    assert route(held(ANONG, BOON, ANONG, DAO), {EK}) == ALL


def test_two_ranks_become_neighbours_when_the_one_between_is_left_out() -> None:
    """R-H16: the rank between is the drafter's, so its neighbours follow each other."""
    assert route(held(ANONG, BOON, ANONG, DAO), {BOON}) == (DEPUTY_DIRECTOR, AREA_DIRECTOR)


def test_without_an_area_director_nothing_can_be_asked() -> None:
    with pytest.raises(NobodyToDecide):
        route(held(ANONG, BOON, CHAI, DAO)[:3], {EK})


def test_the_last_rank_stays_also_where_an_author_fills_it() -> None:
    """R-H16: he decides by a recorded override only (``test_approval``)."""
    assert route(held(ANONG, BOON, CHAI, DAO), {DAO}) == ALL


def test_a_role_that_is_no_rank_gives_no_opinion() -> None:
    clerk = RankHolder(Rank("records_clerk", UUID(int=9)), EK)
    with pytest.raises(RouteOutOfOrder):
        route([*held(ANONG, BOON, CHAI, DAO), clerk], set())


@pytest.mark.parametrize(
    "ranks",
    [
        (),
        (SECTION_HEAD, GROUP_DIRECTOR),
        (GROUP_DIRECTOR, SECTION_HEAD, AREA_DIRECTOR),
        (GROUP_DIRECTOR, GROUP_DIRECTOR, AREA_DIRECTOR),
    ],
)
def test_a_route_rises_and_ends_with_the_area_director(ranks: tuple[Rank, ...]) -> None:
    """R-W06."""
    with pytest.raises(RouteOutOfOrder):
        require_rising(ranks)


def test_the_area_director_alone_is_a_route() -> None:
    require_rising((AREA_DIRECTOR,))
