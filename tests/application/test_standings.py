"""In which posts a person may act is judged from their streams, whatever is entered ahead (R-H15)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from application.act import body_of
from application.catalogue import ACTS
from application.execute import KeyReused, execute
from application.organization.facts import OfStreams, ReadFacts
from application.organization.standings import appointed_to, posts_held, standings_of
from domain.organization.post import OwnAppointment
from domain.refusal import NotFound
from domain.thai_time import bangkok_date
from tests.acting import Acting

TODAY = bangkok_date(datetime.now(UTC))
TOMORROW = TODAY + timedelta(days=1)


def own(acting: Acting, person_id: UUID, on: date) -> list[UUID]:
    """Return the posts in which he may act as their holder."""
    facts = ReadFacts(OfStreams(acting.service.office.streams))
    held = posts_held(acting.service.rows, facts, person_id, on)
    standing = standings_of(acting.service.rows, facts, person_id, on)
    assert held == [one.post_id for one in standing if one.instrument is None]
    return held


def test_a_successor_entered_ahead_leaves_the_holder_his_post(acting: Acting) -> None:
    """Until the day comes; from then on it is the successor's."""
    post = acting.ids["deputy_2"]
    holder, successor = acting.who("deputy_2").person_id, acting.who("analyst").person_id
    left = {"until_on": str(TOMORROW), "reason": "ย้าย"}
    acting.do("VacatePost", left, by="administrator", of=post)
    order = {"order_reference": "คำสั่งทดสอบที่ 1/2569", "from_on": str(TOMORROW)}
    order["person_id"] = str(successor)
    acting.do("FillPost", order, by="administrator", of=post)
    acting.settled()
    assert post in own(acting, holder, TODAY)
    assert post not in own(acting, successor, TODAY)
    assert post not in own(acting, holder, TOMORROW)
    assert post in own(acting, successor, TOMORROW)
    assert post in appointed_to(acting.service.rows, successor)


def test_the_row_of_a_post_shows_one_holding_whole(acting: Acting) -> None:
    """The predecessor leaves earlier than entered at first: no successor ends before he begins."""
    post, later = acting.ids["deputy_1"], TODAY + timedelta(days=30)
    holder, successor = acting.who("deputy_1").person_id, acting.who("analyst").person_id
    acting.settled()
    [before] = acting.service.rows.rows("posts", id=post)
    left = {"until_on": str(later), "reason": "เกษียณ"}
    acting.do("VacatePost", left, by="administrator", of=post)
    order = {"order_reference": "คำสั่งทดสอบที่ 3/2569", "from_on": str(later)}
    order["person_id"] = str(successor)
    acting.do("FillPost", order, by="administrator", of=post)
    earlier = {"until_on": str(TOMORROW), "reason": "ลาออก"}
    acting.do("VacatePost", earlier, by="administrator", of=post)
    acting.settled()
    [row] = acting.service.rows.rows("posts", id=post)
    shown = (row["person_id"], row["from_on"], row["until_on"], row["order_reference"])
    assert shown == (holder, before["from_on"], TOMORROW, before["order_reference"])
    assert post in own(acting, holder, TODAY)
    assert post in own(acting, successor, later)


def test_a_key_used_in_another_capacity_is_used_already(acting: Acting) -> None:
    """R-H15: what was done as holder is not the answer to who asks by an instrument."""
    who, act, key = acting.who("administrator"), ACTS["RegisterPerson"], uuid4()
    name = {"title": "นาย", "given": "สมมติ", "family": "ตัวอย่าง"}
    body = body_of(act.command).model_validate({"name_th": name, "name_en": "Sample"})
    office, at = acting.service.office, datetime.now(UTC)
    done = execute(office, act, "new", body, who, command_id=key, at=at)
    again = execute(office, act, "new", body, who, command_id=key, at=at)
    assert (done.position, again.repeated) == (again.position, True)
    by = replace(who, instrument_id=uuid4())
    with pytest.raises(KeyReused):
        execute(office, act, "new", body, by, command_id=key, at=at)


def test_who_is_appointed_is_entered_and_another_than_who_enters_it(acting: Acting) -> None:
    """R-H16: an administrator does not make himself a deputy director in a post of his own making."""
    fields = {"title_th": "รองผู้อำนวยการ", "title_en": "Deputy", "role": "deputy_area_director"}
    fields["unit_id"] = str(acting.ids["office"])
    made = UUID(acting.do("EstablishPost", fields, by="administrator").id)
    order = {"from_on": str(TODAY), "order_reference": "คำสั่งทดสอบที่ 2/2569"}
    himself = {"person_id": str(acting.who("administrator").person_id)}
    with pytest.raises(OwnAppointment):
        acting.do("FillPost", order | himself, by="administrator", of=made)
    with pytest.raises(NotFound):
        acting.do("FillPost", order | {"person_id": str(uuid4())}, by="administrator", of=made)
