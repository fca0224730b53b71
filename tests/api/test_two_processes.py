"""Two processes serve one office: what the one records of rights and posts, the other obeys at once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from starlette.testclient import TestClient

from api.main import Service, create_app
from domain.thai_time import bangkok_date
from tests.served import API, CODE, ServedOffice

RULES = {"step_up_minutes": 5, "idle_minutes": 30, "longest_hours": 12}


@pytest.fixture(scope="module")
def other(office: ServedOffice) -> Iterator[TestClient]:
    """Another process on the office's database and folder."""
    service = Service(office.service.conninfo, office.service.data, CODE)
    with TestClient(create_app(service), follow_redirects=False) as http:
        yield http


def test_who_holds_his_post_no_longer_sees_nothing_anywhere(
    office: ServedOffice, other: TestClient
) -> None:
    """R-H15; ASVS 5.0: 8.3.2."""
    finance = office.as_("finance")
    assert other.get("/inbox", headers=finance.headers).status_code == 200
    vacated = {"until_on": str(bangkok_date(datetime.now(UTC))), "reason": "ย้าย"}
    office.as_("admin").done(f"/posts/{finance.post_id}/vacancies", vacated)
    assert other.get(f"{API}/session", headers=finance.headers).status_code == 401


def test_an_act_that_wants_the_second_factor_wants_it_everywhere(
    office: ServedOffice, other: TestClient
) -> None:
    """ASVS 5.0: 8.2.4, 8.3.2."""
    director = office.as_("director")
    assert other.get(f"{API}/session", headers=director.headers).status_code == 200
    office.as_("admin").done("/access-rules", RULES | {"second_factor_for": ["EndCase"]})
    headers = director.headers | {"Idempotency-Key": "k", "If-Match": '"1"'}
    asked = f"{API}/cases/00000000-0000-0000-0000-000000000000/ending"
    answer = other.post(asked, json={"ending": "refused", "reason": "x"}, headers=headers)
    assert answer.json()["code"] == "second-factor-missing", answer.text
