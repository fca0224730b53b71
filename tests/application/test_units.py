"""A unit is closed by one process while another establishes a post in it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from api.main import Service
from domain.organization.unit import UnitIsClosed, UnitNotEmpty, there_on, unit
from domain.thai_time import bangkok_date
from tests.acting import Acting
from tests.served import CODE

TODAY = bangkok_date(datetime.now(UTC))


def test_a_unit_is_not_closed_over_a_post_that_no_list_shows_yet(
    acting: Acting, service: Service
) -> None:
    """The post is found in the unit's own stream, which both commands rest on (DESIGN §2)."""
    names = {"name_th": "กลุ่มงานตัวอย่าง", "name_en": "Section", "short_name_th": "กง."}
    names |= {"kind": "section", "parent_id": str(acting.ids["policy"])}
    unit_id = UUID(acting.do("EstablishUnit", names, by="administrator").id)
    acting.settled()
    service.pause()  # the lists stay behind
    other = Service(service.conninfo, service.data, CODE)
    try:
        title = {"title_th": "หัวหน้ากลุ่มงานตัวอย่าง", "title_en": "Head", "role": "section_head"}
        title |= {"unit_id": str(unit_id), "kind": "duty"}
        later = str(TODAY + timedelta(days=9))
        post_id = UUID(
            acting.do("EstablishPost", title | {"from_on": later}, by="administrator").id
        )
        end = {"until_on": str(TODAY), "document": "1/2569", "reason": "รวมกลุ่มงาน"}
        with pytest.raises(UnitNotEmpty):
            Acting(other, acting.ids).do("CloseUnit", end, by="administrator", of=unit_id)
        Acting(other, acting.ids).do(
            "ClosePost", end | {"until_on": later}, by="administrator", of=post_id
        )
        end["until_on"] = later
        Acting(other, acting.ids).do("CloseUnit", end, by="administrator", of=unit_id)
        state = other.office.streams.known(unit, f"unit/{unit_id}", fresh=True).state
        assert not there_on(state, TODAY + timedelta(days=9))
        with pytest.raises(UnitIsClosed):
            acting.do("EstablishPost", title | {"from_on": later}, by="administrator")
    finally:
        other.pool.close()
