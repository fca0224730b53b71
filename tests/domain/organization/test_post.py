from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from domain.organization.period import PeriodEmpty
from domain.organization.post import (
    ClosePost,
    EstablishPost,
    FillPost,
    OwnAppointment,
    PostClosed,
    PostEstablished,
    PostFilled,
    PostHeld,
    PostIsClosed,
    PostIsTheOnly,
    PostKind,
    PostSetsPowersAlone,
    PostStoodIn,
    PostVacant,
    PostVacated,
    VacatePost,
    holder_on,
    post,
    there_on,
)
from domain.organization.role import Role
from domain.organization.unit import UnitIsClosed
from domain.refusal import NotOpen
from tests.domain.organization.acting import ADMINISTRATOR, ASKED, TODAY
from tests.domain.scenario import Scenario

GROUP = UUID(int=20)
SOMCHAI, SUDA = UUID(int=21), UUID(int=22)
FIRST, LEAVES = date(2026, 10, 1), date(2027, 10, 1)
ORDER = "376/2569"
DAY = timedelta(days=1)

nothing = Scenario(post)
director = nothing.given(
    PostEstablished("ผู้อำนวยการกลุ่ม", "Group director", Role.GROUP_DIRECTOR, GROUP, PostKind.POST)
)
held = director.given(PostFilled(SOMCHAI, FIRST, ORDER, LEAVES))
held_openly = director.given(PostFilled(SOMCHAI, FIRST, ORDER))


def fill(person: UUID, from_on: date, until_on: date | None = None) -> FillPost:
    return FillPost(
        **ASKED, person_id=person, from_on=from_on, until_on=until_on, order_reference=ORDER
    )


def vacate(until_on: date) -> VacatePost:
    return VacatePost(**ASKED, until_on=until_on, reason="ย้าย")


def test_nobody_appoints_himself() -> None:
    """R-H16: to no post, by no order."""
    director.when(fill(ADMINISTRATOR.person_id, FIRST)).refused(OwnAppointment)
    assert director.when(fill(SUDA, FIRST)).events()


def test_a_duty_is_a_post_of_its_own_kind() -> None:
    """Processes §7.2: head of section is a duty by order."""
    asked = EstablishPost(
        **ASKED,
        title_th="หัวหน้ากลุ่มงาน",
        title_en="Head of section",
        role=Role.SECTION_HEAD,
        unit_id=GROUP,
        kind=PostKind.DUTY,
    )
    established = PostEstablished(
        "หัวหน้ากลุ่มงาน", "Head of section", Role.SECTION_HEAD, GROUP, PostKind.DUTY
    )
    nothing.when(asked).then(established)
    director.when(asked).refused(NotOpen)


def test_a_post_is_filled_by_order() -> None:
    director.when(fill(SOMCHAI, FIRST, LEAVES)).then(PostFilled(SOMCHAI, FIRST, ORDER, LEAVES))
    nothing.when(fill(SOMCHAI, FIRST)).refused(NotOpen)


def test_the_holder_is_the_person_of_that_day() -> None:
    """R-H15: the end is exclusive."""
    assert holder_on(held.state, FIRST - DAY) is None
    assert holder_on(held.state, FIRST) == SOMCHAI
    assert holder_on(held.state, LEAVES - DAY) == SOMCHAI
    assert holder_on(held.state, LEAVES) is None
    assert holder_on(nothing.state, FIRST) is None


def test_a_post_has_one_holder_at_a_time() -> None:
    """R-H09."""
    held.when(fill(SUDA, LEAVES - DAY)).refused(PostHeld, person_id=SOMCHAI, until_on=LEAVES)
    held.when(fill(SUDA, LEAVES)).then(PostFilled(SUDA, LEAVES, ORDER))
    held.when(fill(SUDA, FIRST - DAY, FIRST)).then(PostFilled(SUDA, FIRST - DAY, ORDER, FIRST))
    held.when(fill(SUDA, FIRST - DAY, FIRST + DAY)).refused(PostHeld)


def test_an_open_holding_bars_every_later_one() -> None:
    """R-H09."""
    held_openly.when(fill(SUDA, date(2050, 1, 1))).refused(PostHeld, until_on=None)
    held.when(fill(SUDA, FIRST - DAY)).refused(PostHeld)


def test_a_period_holds_at_least_a_day() -> None:
    director.when(fill(SOMCHAI, FIRST, FIRST)).refused(PeriodEmpty)
    director.when(fill(SOMCHAI, FIRST, FIRST + DAY)).events()


def test_who_leaves_a_post_no_longer_holds_it_from_that_day() -> None:
    """R-H15."""
    left = date(2027, 1, 1)
    after = held_openly.when(vacate(left)).then(PostVacated(SOMCHAI, left, "ย้าย", FIRST, ORDER))
    assert holder_on(after.state, left - DAY) == SOMCHAI
    assert holder_on(after.state, left) is None
    after.when(fill(SUDA, left)).then(PostFilled(SUDA, left, ORDER))


def test_who_never_took_up_a_post_never_held_it() -> None:
    after = held.when(vacate(FIRST)).then(PostVacated(SOMCHAI, FIRST, "ย้าย", FIRST, ORDER))
    assert holder_on(after.state, FIRST) is None
    after.when(fill(SUDA, FIRST)).events()


def test_a_vacant_post_cannot_be_left() -> None:
    held.when(vacate(LEAVES)).refused(PostVacant, until_on=LEAVES)
    held.when(vacate(FIRST - DAY)).refused(PostVacant)


def close(until_on: date, stood_in: int = 0) -> ClosePost:
    return ClosePost(
        **ASKED, until_on=until_on, document=ORDER, reason="ยุบตำแหน่ง", stood_in=stood_in
    )


def test_a_post_is_closed_when_its_holder_has_left() -> None:
    held.when(close(LEAVES)).then(PostClosed(LEAVES, ORDER, "ยุบตำแหน่ง"))
    held.when(close(LEAVES - DAY)).refused(PostHeld, person_id=SOMCHAI)
    held_openly.when(close(LEAVES)).refused(PostHeld)


def test_a_post_for_which_somebody_stands_in_is_not_closed() -> None:
    held.when(close(LEAVES, stood_in=1)).refused(PostStoodIn, n=1)


def test_a_closed_post_is_held_by_nobody() -> None:
    closed = director.given(PostClosed(LEAVES, ORDER, "ยุบตำแหน่ง"))
    assert (there_on(closed.state, LEAVES - DAY), there_on(closed.state, LEAVES)) == (True, False)
    closed.when(fill(SUDA, FIRST)).refused(PostIsClosed, until_on=LEAVES)
    closed.when(fill(SUDA, FIRST, LEAVES + DAY)).refused(PostIsClosed)
    closed.when(fill(SUDA, FIRST, LEAVES)).then(PostFilled(SUDA, FIRST, ORDER, LEAVES))
    closed.when(close(LEAVES + DAY)).refused(PostIsClosed)


def test_a_closed_unit_takes_no_new_posts() -> None:
    asked = EstablishPost(
        **ASKED,
        title_th="ผู้อำนวยการกลุ่ม",
        title_en="Group director",
        role=Role.GROUP_DIRECTOR,
        unit_id=GROUP,
        unit_until=TODAY,
    )
    nothing.when(asked).refused(UnitIsClosed, until_on=TODAY)


def test_an_office_has_one_area_director() -> None:
    """R-H06; of other roles it has as many as it needs."""
    asked = EstablishPost(
        **ASKED,
        title_th="ผู้อำนวยการ",
        title_en="Director",
        role=Role.AREA_DIRECTOR,
        unit_id=GROUP,
        others=(UUID(int=23),),
    )
    nothing.when(asked).refused(PostIsTheOnly, post_id=UUID(int=23))
    deputy = asked.model_copy(update={"role": Role.DEPUTY_AREA_DIRECTOR})
    assert nothing.when(deputy).events()


def test_the_last_post_that_sets_the_powers_is_not_closed() -> None:
    alone = ClosePost(
        **ASKED, until_on=TODAY, document="1/2569", reason="ยุบ", sets_powers_alone=True
    )
    director.when(alone).refused(PostSetsPowersAlone, until_on=TODAY)
    assert director.when(alone.model_copy(update={"sets_powers_alone": False})).events()
