"""A delegation that nobody accepted is gone from the inbox when its period is over (R-H03)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from api.context import now
from tests.served import ServedOffice
from tests.test_standing_in import Week

DOCUMENT, OTHER = "คำสั่งตัวอย่างที่ 77/2569", "คำสั่งตัวอย่างที่ 78/2569"


@pytest.fixture
def week(office: ServedOffice) -> Iterator[Week]:
    yield Week(office)
    office.http.app.dependency_overrides.pop(now)  # type: ignore[attr-defined]


def waiting(week: Week) -> bool:
    """Whether it waits for the deputy, in the inbox and among what his post hands over."""
    deputy = week.seated("deputy_2").client
    found = ["77/2569" in deputy.get(path).text for path in ("/inbox", handover(week))]
    assert found[0] is found[1]
    return found[0]


def handover(week: Week) -> str:
    return f"/posts/{week.ids['deputy_2']}/handover"


def test_it_waits_through_its_last_day_and_no_longer(week: Week) -> None:
    post = week.ids["area_director"]
    delegation = {
        "capacity": "on_behalf",
        "legal_basis": "พ.ร.บ.ระเบียบบริหารราชการกระทรวงศึกษาธิการ พ.ศ. 2546 มาตรา 45",
        "document": DOCUMENT,
        "receivers": [{"post_id": str(week.ids["deputy_2"])}],
        "powers": ["AcknowledgeLetter"],
        "from_on": str(week.on(0)),
        "until_on": str(week.on(2)),
    }
    week.seated("area_director").done("IssueInstrument", delegation, post)
    week.office.wait()
    for day, waits in ((0, True), (1, True), (2, False), (3, False)):
        week.day = day
        assert waiting(week) is waits, f"day {day}"
    [row] = week.rows("inbox", title=DOCUMENT)
    assert row["until_on"] == week.on(2)
    assert row["open"], "no event says that it is over: the day does"
    # And as of a day when it still waited, it does.
    deputy = week.seated("deputy_2").client
    assert "77/2569" not in deputy.get("/inbox").text
    then = deputy.get(f"/inbox?as_of={week.on(1)}").text
    assert "77/2569" in then


def test_one_without_an_end_waits_until_it_is_accepted(week: Week) -> None:
    post = week.ids["area_director"]
    delegation = {
        "capacity": "on_behalf",
        "legal_basis": "พ.ร.บ.ระเบียบบริหารราชการกระทรวงศึกษาธิการ พ.ศ. 2546 มาตรา 45",
        "document": OTHER,
        "receivers": [{"post_id": str(week.ids["deputy_1"])}],
        "powers": ["AcknowledgeLetter"],
        "from_on": str(week.on(0)),
    }
    week.seated("area_director").done("IssueInstrument", delegation, post)
    week.day = 30
    assert "78/2569" in week.seated("deputy_1").client.get("/inbox").text
